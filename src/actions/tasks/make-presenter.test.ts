import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FalWorld, openFalWorld } from '../../../test/support/fal-world.ts';
import { type MediaStudio, openMediaStudio } from '../../../test/support/media-studio.ts';
import { openTaskRunner, outcomeOf, type TaskRunner } from '../../../test/support/task-runner.ts';
import type { ChatTask } from '../../domain/task/task.ts';
import { findPresenter } from '../presenters/find-presenter.ts';

let studio: MediaStudio;
let world: FalWorld;
let runner: TaskRunner;

beforeAll(async () => {
  studio = await openMediaStudio();
  world = await openFalWorld();
  runner = await openTaskRunner(studio);
});
afterAll(async () => {
  await runner.stop();
  await world.close();
  await studio.close();
});

const wish = (prompt: string): ChatTask => ({ kind: 'make-presenter', gender: 'male', prompt });

describe('a presenter made of words', () => {
  it('is refused in words where no service makes any', async () => {
    expect(await runner.endOf(wish('a cook'))).toMatchObject({
      refusal: { reason: 'provider-unavailable', details: { problem: 'not-configured' } },
    });
  });

  it('is a draft that waits for consent, and was paid for once', async () => {
    Object.assign(studio.parts, { pictureMaking: world.fal.pictureMaking });
    const end = await runner.endOf(wish(' a cook\n of forty '));
    const { presenterId } = outcomeOf(end, 'make-presenter');
    const card = await findPresenter(studio.parts, runner.personId, { kind: 'own', id: presenterId });
    expect(card).toMatchObject({ origin: 'prompt', gender: 'male', edits: 1, hasConsent: false });
    expect(world.double.paidSubmits).toBe(1);
  });

  it('that the safety filter refuses is told so, and nobody is made', async () => {
    expect(await runner.endOf(wish('something forbidden'))).toMatchObject({
      refusal: { reason: 'provider-refused', details: { problem: 'safety' } },
    });
  });
});
