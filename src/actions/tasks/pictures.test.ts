import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../test/support/cast-pictures.ts';
import { type MediaStudio, openMediaStudio } from '../../../test/support/media-studio.ts';
import { openTaskRunner, outcomeOf, type TaskRunner } from '../../../test/support/task-runner.ts';
import type { ChatTask, SentFile } from '../../domain/task/task.ts';
import { findPresenter } from '../presenters/find-presenter.ts';
import { giveConsent } from '../presenters/give-consent.ts';

let studio: MediaStudio;
let runner: TaskRunner;

beforeAll(async () => {
  studio = await openMediaStudio();
  runner = await openTaskRunner(studio);
});
afterAll(async () => {
  await runner.stop();
  await studio.close();
});

const own = (id: string) => ({ kind: 'own', id }) as const;
const cardOf = async (id: string) => await findPresenter(studio.parts, runner.personId, own(id));
const check = async (content: Buffer, changes: Partial<SentFile> = {}): Promise<ChatTask> => ({
  kind: 'check-photo',
  gender: 'male',
  file: await runner.sent(content, { kind: 'photo', ...changes }),
});
/** Half as wide as they are: what is looked at here is not how well a face is found. */
async function photo(name: string): Promise<ChatTask> {
  const image = await loadImage(join(projectRoot, 'test/portraits', name));
  const canvas = createCanvas(image.width / 2, image.height / 2);
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return await check(canvas.toBuffer('image/jpeg', 92));
}

const edit = (presenter: { kind: 'cast' | 'own'; id: string }, prompt: string): ChatTask => ({
  kind: 'edit-picture',
  presenter,
  prompt,
});

describe('a photo', () => {
  it('with one clear face waits for consent, and is the same presenter when it comes again', async () => {
    const { presenterId } = outcomeOf(await runner.endOf(await photo('full-beard.jpg')), 'check-photo');
    const card = await cardOf(presenterId);
    expect(card).toMatchObject({ origin: 'photo', gender: 'male', edits: 0, hasConsent: false });
    if (card?.kind !== 'own' || !card.checkPictureKey) throw new Error('no check picture');
    expect((await studio.parts.files.open(card.pictureKey)).mime).toBe('image/jpeg');
    expect((await studio.parts.files.open(card.checkPictureKey)).bytes).toBeGreaterThan(10_000);
    expect(await runner.endOf(await photo('full-beard.jpg'))).toMatchObject({ outcome: { presenterId } });
    expect(await findPresenter(studio.parts, 'telegram:7', own(presenterId))).toBeUndefined();
  });

  it('without a face is refused, and shows what was looked at', async () => {
    const plate = await readFile(join(projectRoot, 'assets/backgrounds/street.webp'));
    const end = await runner.endOf(await check(plate));
    if (!('refusal' in end)) throw new Error('it was taken');
    const { reason, details } = end.refusal;
    expect({ reason, ...details }).toMatchObject({
      reason: 'invalid-portrait',
      problem: 'no-face',
      found: 0,
    });
    expect(await studio.parts.files.exists(String(details.checkPictureKey))).toBe(true);
  });

  it.each([
    ['format', Buffer.from('GIF89a')],
    ['damaged', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['empty', Buffer.alloc(0)],
  ] as const)('that is no picture (%s) is refused', async (problem, content) => {
    const end = await runner.endOf(await check(content, { kind: 'document', mime: 'image/png' }));
    expect(end).toMatchObject({ refusal: { details: { problem } } });
  });

  it('that is sent as a video is refused before it is fetched', async () => {
    const before = studio.fetched.length;
    const end = await runner.endOf(await check(Buffer.from('x'), { kind: 'video' }));
    expect(end).toMatchObject({ refusal: { reason: 'invalid-portrait', details: { problem: 'format' } } });
    expect(studio.fetched).toHaveLength(before);
  });
});

describe('an edit', () => {
  it('of a cast presenter becomes a presenter of their own, and can be edited on up to the limit', async () => {
    const first = outcomeOf(
      await runner.endOf(edit({ kind: 'cast', id: 'mira' }, ' warmer\n')),
      'edit-picture',
    );
    expect(first.applied).toEqual(['warmer']);
    expect(await cardOf(first.presenterId)).toMatchObject({
      ...{ origin: 'edit', gender: 'female', edits: 1, madeFrom: 'mira', hasConsent: false },
    });
    const second = outcomeOf(await runner.endOf(edit(own(first.presenterId), 'mirror')), 'edit-picture');
    expect(await cardOf(second.presenterId)).toMatchObject({ edits: 2, madeFrom: first.presenterId });
    const limits = { ...studio.parts.limits, maxEdits: 2 };
    Object.assign(studio.parts, { limits });
    expect(await runner.endOf(edit(own(second.presenterId), 'mirror'))).toMatchObject({
      refusal: { reason: 'limit-reached', details: { limit: 2 } },
    });
    Object.assign(studio.parts, { limits: { ...limits, maxEdits: 5 } });
  });

  it('that is not understood is refused with the words', async () => {
    expect(await runner.endOf(edit({ kind: 'cast', id: 'mira' }, 'give her a unicorn'))).toMatchObject({
      refusal: { reason: 'provider-refused', details: { problem: 'not-understood' } },
    });
  });

  it('of a photo waits for the consent of who is shown', async () => {
    const { presenterId } = outcomeOf(await runner.endOf(await photo('glasses.jpg')), 'check-photo');
    const brighter = edit(own(presenterId), 'brighter');
    expect(await runner.endOf(brighter)).toMatchObject({ refusal: { reason: 'consent-missing' } });
    await giveConsent(studio.parts, { owner: runner.personId, isOperator: false }, presenterId);
    expect(await runner.endOf(brighter)).toMatchObject({ outcome: { applied: ['brighter'] } });
  });

  it('of nobody finds nobody', async () => {
    for (const presenter of [own(randomUUID()), { kind: 'cast', id: 'nobody' } as const]) {
      expect(await runner.endOf(edit(presenter, 'brighter'))).toMatchObject({
        refusal: { reason: 'not-found' },
      });
    }
  });
});
