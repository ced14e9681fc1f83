import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openScriptedActions, type ScriptedActions } from '../../../test/support/scripted-actions.ts';
import type { Person } from '../parts.ts';
import { readProfile } from '../people/read-profile.ts';
import { deleteProduction } from './delete-production.ts';
import { listHistory } from './list-history.ts';
import { readStatus } from './read-status.ts';

let actions: ScriptedActions;
let anna: Person;
beforeAll(async () => {
  actions = await openScriptedActions();
  await actions.work();
});
afterAll(async () => await actions.close());
beforeEach(async () => {
  anna = await actions.person();
  actions.reset();
});
afterEach(async () => expect(await actions.ledgerFaults()).toEqual([]));

const status = async (id: string) => await readStatus(actions.parts, anna.owner, id);

async function spoken(changes: Parameters<ScriptedActions['speak']>[1] = {}): Promise<string> {
  const id = await actions.speak(anna, changes);
  await actions.reach(id, 'awaiting_confirmation');
  return id;
}

async function resultsLeft(): Promise<number> {
  const { rows } = await actions.parts.database.pool.query<{ left: number }>(
    'select count(*)::int as left from ugc.stored_result where owner = $1',
    [anna.owner],
  );
  return rows[0]?.left ?? 0;
}

describe('a deleted production', () => {
  it('takes its files and results along, but for those of another one', async () => {
    const { parts } = actions;
    const [first, second] = [await spoken(), await spoken()];
    await actions.confirm(anna, first);
    await actions.reach(first, 'delivered');
    const { video, speech } = (await status(first)) ?? {};
    const keys = [video?.videoKey ?? '', video?.coverKey ?? '', speech?.audioKey ?? ''];
    const kept = async () => await Promise.all(keys.map(async (key) => await parts.files.exists(key)));
    expect(await kept()).toEqual([true, true, true]);
    await deleteProduction(parts, anna, first);
    expect(await kept()).toEqual([false, false, true]);
    expect(await status(first)).toBeUndefined();
    const { items } = await listHistory(parts, anna.owner, 0);
    expect(items.map(({ productionId }) => productionId)).toEqual([second]);
    await deleteProduction(parts, anna, second);
    await deleteProduction(parts, anna, second);
    expect(await kept()).toEqual([false, false, false]);
    expect(await resultsLeft()).toBe(0);
  });

  it('takes the takes before it along, and the background that nothing else was made with', async () => {
    const { parts } = actions;
    const background = await actions.background(anna);
    const order = { format: 'character_with_background', composition: { background } } as const;
    const draftId = randomUUID();
    const first = await spoken({ draftId, order });
    const second = await spoken({ draftId, order: { ...order, take: 1 }, supersedes: first });
    const other = await spoken({ order });
    const takes = (await status(first))?.speech?.audioKey ?? '';
    await deleteProduction(parts, anna, second);
    expect(await parts.files.exists(background.key)).toBe(true);
    // The same take was spoken for the other one too.
    expect(await parts.files.exists(takes)).toBe(true);
    await deleteProduction(parts, anna, other);
    expect(await parts.files.exists(background.key)).toBe(false);
    expect(await resultsLeft()).toBe(0);
    expect(await status(first)).toBeUndefined();
  });

  it('that was being made is cancelled first, and gives back what it held', async () => {
    const id = await spoken();
    const started = Promise.withResolvers<void>();
    const stopped = Promise.withResolvers<void>();
    actions.behave(async (_call, _count, { signal }) => {
      started.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      stopped.resolve();
      signal.throwIfAborted();
    });
    await actions.confirm(anna, id);
    await started.promise;
    await deleteProduction(actions.parts, anna, id);
    await stopped.promise;
    expect(await readProfile(actions.parts, anna.owner)).toMatchObject({ balanceCredits: 3, heldCredits: 0 });
  });
});
