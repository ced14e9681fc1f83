import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plainProbe } from '../../../test/support/plain-order.ts';
import { openScriptedActions, type ScriptedActions } from '../../../test/support/scripted-actions.ts';
import { quote } from '../credits/quote.ts';
import type { Person } from '../parts.ts';
import { cancelProduction } from './cancel-production.ts';
import { confirmProduction } from './confirm-production.ts';
import { deleteProduction } from './delete-production.ts';
import { listUnfinishedOf } from './list-unfinished.ts';
import { readStatus } from './read-status.ts';
import { videoLink } from './video-link.ts';

let actions: ScriptedActions;
let anna: Person;
beforeAll(async () => {
  actions = await openScriptedActions();
});
afterAll(async () => await actions.close());
beforeEach(async () => {
  anna = await actions.person();
});

describe('an order', () => {
  it('under the same id is placed once', async () => {
    const productionId = randomUUID();
    await Promise.all([1, 2, 3].map(async () => await actions.speak(anna, { productionId })));
    expect(await listUnfinishedOf(actions.parts, anna.owner)).toHaveLength(1);
  });

  const background = {
    key: 'uploads/0123456789abcdef/a.mp4',
    sha256: 'a',
    probe: plainProbe,
  } as const;
  const withBackground = { format: 'character_with_background', composition: { background } } as const;

  it.each([
    ['invalid-script', { script: ' ' }],
    ['speech-too-long', { script: 'word '.repeat(200) }],
    ['invalid-voice', { voiceId: 'gone' }],
    ['limit-reached', { take: 3 }],
    ['invalid-presenter', { presenter: { kind: 'cast', id: 'gone' } }],
    ['invalid-presenter', { presenter: { kind: 'own', picture: { key: 'uploads/x/a.png', sha256: 'a' } } }],
    ['invalid-media', { format: 'character_with_background' }],
    ['invalid-media', withBackground],
  ] as const)('is refused as %s %#', async (reason, order) => {
    await expect(actions.speak(anna, { order })).rejects.toMatchObject({ reason });
    expect(await listUnfinishedOf(actions.parts, anna.owner)).toEqual([]);
  });

  it('waits behind those that were asked for earlier, speech before heads', async () => {
    const ids = [await actions.speak(anna), await actions.speak(anna), await actions.speak(anna)];
    const waiting = await Promise.all(
      ids.map(async (id) => (await readStatus(actions.parts, anna.owner, id))?.ahead),
    );
    const [first = 0] = waiting;
    expect(waiting).toEqual([first, first + 1, first + 2]);
    expect(await readStatus(actions.parts, anna.owner, ids[0] ?? '')).toMatchObject({
      state: 'running',
      stage: 'portrait',
      fraction: 0,
    });
  });
});

describe("another person's production", () => {
  it('can be neither seen, confirmed, cancelled, linked nor deleted', async () => {
    const id = await actions.speak(anna);
    const { parts } = actions;
    const eve = await actions.person();
    const missing = { reason: 'not-found' };
    for (const wrong of [id, id.toUpperCase(), 'no id', '']) {
      expect(await readStatus(parts, eve.owner, wrong)).toBeUndefined();
      await expect(confirmProduction(parts, eve, wrong)).rejects.toMatchObject(missing);
      await expect(cancelProduction(parts, wrong, eve)).rejects.toMatchObject(missing);
      await expect(videoLink(parts, eve, wrong)).rejects.toMatchObject(missing);
      await expect(deleteProduction(parts, eve, wrong)).rejects.toMatchObject(missing);
      await expect(quote(parts, eve.owner, wrong)).rejects.toMatchObject(missing);
    }
    await expect(actions.speak(eve, { productionId: id })).rejects.toMatchObject(missing);
    await expect(actions.speak(eve, { supersedes: id })).rejects.toMatchObject(missing);
    expect(await readStatus(parts, anna.owner, id)).toMatchObject({ state: 'running' });
  });
});
