import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScriptedActions, type ScriptedActions } from '../../../test/support/scripted-actions.ts';

import { plainProbe } from '../../../test/support/plain-order.ts';
import { ordersWith, settingsOfOrder } from '../../domain/montage/render-settings.ts';
import { workOffSteps } from '../../pipeline/register.ts';
import { readResults } from '../../pipeline/results.ts';
import type { WorkContext } from '../../ports/work.ts';
import { findProduction, type Production } from '../../store/productions.ts';
import type { ActionParts } from '../parts.ts';
import { finishedProduction } from './montage-source.ts';
import { cancelOrdered } from './cancel-render.ts';
import { orderMontage, orderMontages } from './order-montage.ts';

let pipeline: ScriptedActions;
let stopping: AbortController;
let parts: ActionParts;
const person = { owner: 'test', isOperator: false };
beforeEach(async () => {
  pipeline = await openScriptedActions();
  parts = pipeline.parts;
  stopping = new AbortController();
  await workOffSteps(pipeline.parts, { concurrency: 1, shutdown: stopping.signal });
});
afterEach(async () => {
  stopping.abort();
  await pipeline.close();
});

async function ended(id: string): Promise<Production> {
  for (;;) {
    const production = await findProduction(parts.database.db, id);
    if (production && production.state !== 'running') return production;
    await delay(20);
  }
}
const overShop = {
  format: 'character_with_background',
  composition: { template: 'circle', background: { key: 'none', sha256: 'b', probe: plainProbe } },
} as const;

describe('a finished ad', () => {
  it('is rendered anew with neither speech nor head made again, whatever became of their adapters', async () => {
    await parts.files.store('none', { path: import.meta.filename, mime: 'video/mp4' });
    const source = await ended(await pipeline.order(overShop));
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 1, overlay: 1, montage: 1 });
    const newer = { name: 'scripted', version: '2', kind: 'local' } as const;
    Object.assign(pipeline.parts.speech, { adapter: newer });
    Object.assign(pipeline.parts.head, { adapter: newer });
    const settings = {
      ...settingsOfOrder(source.order),
      templates: ['circle', 'basic'],
      theme: 'pop',
    } as const;
    const circle = { radius: 0.2, centre: { x: 0.5, y: 0.5 } };
    for (const order of ordersWith(source.order, { ...settings, subtitles: { kind: 'auto' }, circle })) {
      const { productionId } = await orderMontage(parts, person, { source, order });
      const made = await ended(productionId);
      expect(made.state).toBe('delivered');
      const { steps } = await readResults(parts.database, made);
      expect(steps.filter(({ reused }) => reused).map(({ kind }) => kind)).toEqual([
        ...['portrait', 'speech', 'head'],
      ]);
    }
    // The circle set by hand is another overlay; the template without one has none.
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 1, overlay: 2, montage: 3 });
    const again = await orderMontage(parts, person, { source, order: source.order });
    await ended(again.productionId);
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 1, overlay: 2, montage: 3 });
  });

  it('is rendered for several templates in turn, though nobody waits for them; they are cancelled together', async () => {
    await parts.files.store('none', { path: import.meta.filename, mime: 'video/mp4' });
    const source = await ended(await pipeline.order(overShop));
    const all = { ...settingsOfOrder(source.order), templates: ['basic', 'overlay', 'circle'] } as const;
    const placed = await orderMontages(parts, person, { source, orders: ordersWith(source.order, all) });
    expect(placed.map(({ resumed }) => resumed)).toEqual([false, false, false]);
    const made = await Promise.all(placed.map(async ({ productionId }) => await ended(productionId)));
    expect(made.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(made.map(({ requestPosition }) => requestPosition)).toEqual([0, 1, 2]);
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 1, montage: 3 });
    const untilStopped = async (_request: unknown, { signal }: WorkContext) =>
      await delay(60_000, undefined, { signal });
    Object.assign(pipeline.parts.montage, { start: untilStopped });
    const pop = { ...all, theme: 'pop', subtitles: { kind: 'auto' } } as const;
    const asked = { source, orders: ordersWith(source.order, pop) };
    const waiting = await orderMontages(parts, person, asked);
    const again = await orderMontages(parts, person, asked);
    expect(again).toEqual(waiting.map(({ productionId }) => ({ productionId, resumed: true })));
    await cancelOrdered(parts, person, waiting[0]?.productionId ?? '');
    const left = await Promise.all(waiting.map(async ({ productionId }) => await ended(productionId)));
    expect(left.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it('is rendered once for one decision, however often it is performed', async () => {
    const source = await ended(await pipeline.order());
    const productionId = randomUUID();
    const order = { ...source.order, aspect: '1:1' } as const;
    const asked = { source, order, productionId };
    expect(await orderMontage(parts, person, asked)).toEqual({ productionId, resumed: false });
    await ended(productionId);
    expect(await orderMontage(parts, person, asked)).toEqual({ productionId, resumed: true });
    expect(pipeline.calls.montage).toBe(2);
  });

  it('is not rendered for another, nor with a weaker mark, nor when what it is made of is gone', async () => {
    const source = await ended(await pipeline.order());
    const stranger = { ...person, owner: 'other' };
    await expect(finishedProduction(parts, stranger, source.id)).rejects.toMatchObject({
      reason: 'not-found',
    });
    await expect(finishedProduction(parts, person, 'no id')).rejects.toMatchObject({ reason: 'not-found' });
    const unmarked = { ...source.order, disclosure: 'none' } as const;
    await expect(orderMontage(parts, person, { source, order: unmarked })).rejects.toMatchObject({
      reason: 'disclosure-weakened',
    });
    const results = await readResults(parts.database, source);
    await parts.files.remove(results.of('speech').files.audio?.key ?? '');
    await expect(orderMontage(parts, person, { source, order: source.order })).rejects.toMatchObject({
      reason: 'not-found',
      message: expect.stringMatching(/no longer kept; make the ad anew/),
    });
    expect(pipeline.calls).toMatchObject({ speech: 1, head: 1, montage: 1 });
  });
});
