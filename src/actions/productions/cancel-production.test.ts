import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openScriptedPipeline, type ScriptedPipeline } from '../../../test/support/scripted-pipeline.ts';
import { workOffSteps } from '../../pipeline/register.ts';
import { findProduction } from '../../store/productions.ts';
import { cancelProduction } from './cancel-production.ts';

let pipeline: ScriptedPipeline;
beforeEach(async () => {
  pipeline = await openScriptedPipeline();
});
afterEach(async () => await pipeline.close());

const stateOf = async (id: string) => (await findProduction(pipeline.parts.database.db, id))?.state;

it('a cancelled ad stops its work at once, and the same order finds what it had made', async () => {
  const held = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  pipeline.behave(async (call, count, { signal }) => {
    if (call !== 'head' || count > 1) return;
    held.resolve();
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    stopped.resolve();
    signal.throwIfAborted();
  });
  const id = await pipeline.order();
  await workOffSteps(pipeline.parts, { concurrency: 1, shutdown: new AbortController().signal });
  await held.promise;
  expect(await cancelProduction(pipeline.parts, id)).toEqual({ ended: true, releasedCredits: 0 });
  await stopped.promise;
  expect(await stateOf(id)).toBe('cancelled');
  const again = await pipeline.order();
  while ((await stateOf(again)) !== 'delivered') await delay(20);
  expect(pipeline.calls).toMatchObject({ speech: 1, head: 2, montage: 1 });
  expect(await stateOf(id)).toBe('cancelled');
  expect(await cancelProduction(pipeline.parts, again)).toEqual({ ended: false, releasedCredits: 0 });
});
