import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScriptedActions, type ScriptedActions } from '../../../test/support/scripted-actions.ts';
import type { RenderSettings } from '../../domain/montage/render-settings.ts';
import { AppError } from '../../kernel/errors.ts';
import { recoverProductions, stopWorkingOffSteps, workOffSteps } from '../../pipeline/register.ts';
import { listRequest } from '../../store/render-requests.ts';
import type { ActionParts, Person } from '../parts.ts';
import { listHistory } from '../productions/list-history.ts';
import { listUnfinishedOf } from '../productions/list-unfinished.ts';
import { workOffNews } from '../productions/work-off-news.ts';
import { cancelOrdered, cancelRender } from './cancel-render.ts';
import { orderRender, renewOverlay } from './order-render.ts';
import { readMontage } from './read-montage.ts';
import { readRenderRequest } from './read-render-request.ts';
import { setRenderSettings } from './set-render-settings.ts';

let actions: ScriptedActions;
let parts: ActionParts;
let anna: Person;
let video: string;
beforeEach(async () => {
  actions = await openScriptedActions();
  parts = actions.parts;
  anna = await actions.person();
  await actions.work();
  video = await finishedVideo();
  actions.reset();
});
afterEach(async () => {
  expect(await actions.ledgerFaults()).toEqual([]);
  await actions.close();
});

async function finishedVideo(script = 'Fresh bread every morning.'): Promise<string> {
  const background = await actions.background(anna);
  const composition = { template: 'circle', background } as const;
  const id = await actions.speak(anna, {
    order: { format: 'character_with_background', composition, script },
  });
  await actions.reach(id, 'awaiting_confirmation');
  await actions.confirm(anna, id);
  await actions.reach(id, 'delivered');
  return id;
}

async function change(settings: Partial<RenderSettings>): Promise<void> {
  const status = await readMontage(parts, anna, video);
  if (!status) throw new Error('The video can not be rendered anew.');
  await setRenderSettings(parts, anna, video, { ...status.settings, ...settings });
}

async function render(requestId: string = randomUUID()): Promise<string> {
  await orderRender(parts, anna, { requestId, productionId: video, channel: 'telegram' });
  return requestId;
}

async function states(requestId: string): Promise<string[]> {
  return (await listRequest(parts.database.db, requestId)).map(({ state }) => state);
}

async function over(requestId: string): Promise<string[]> {
  for (;;) {
    const found = await states(requestId);
    if (found.every((state) => state !== 'running')) return found;
    await delay(10);
  }
}

const three = ['basic', 'circle', 'mix_basic_circle'] as const;

describe('renders that are asked for at once', () => {
  it('are made in turn, one a template, for nothing, without a speech or a head', async () => {
    await change({ templates: three, theme: 'pop' });
    const atWork: number[] = [];
    actions.behave(async (call) => {
      if (call !== 'montage') return;
      const { rows } = await parts.database.pool.query(
        `select count(*)::int n from ugc.step s join ugc.production p on p.id = s.production_id
         where s.state = 'running' and p.request_id is not null`,
      );
      atWork.push(rows[0].n);
    });
    const requestId = await render();
    expect(await over(requestId)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(actions.calls).toMatchObject({ speech: 0, head: 0, montage: 3 });
    expect(atWork).toEqual([1, 1, 1]);
    const clips = await listRequest(parts.database.db, requestId);
    expect(clips.map(({ order }) => order.composition?.template)).toEqual(three);
    expect(
      clips.every(
        ({ sourceId, priceCredits, confirmedAt }) => sourceId === video && !priceCredits && !confirmedAt,
      ),
    ).toBe(true);
  });

  it('are made once for one decision, however often it is performed, and twice at once', async () => {
    await change({ templates: three, theme: 'pop' });
    const requestId = randomUUID();
    await Promise.all([render(requestId), render(requestId)]);
    await over(requestId);
    await render(requestId);
    expect(await states(requestId)).toHaveLength(3);
    expect(actions.calls.montage).toBe(3);
    await expect(
      orderRender(parts, await actions.person(), { requestId, productionId: video }),
    ).rejects.toMatchObject({ reason: 'not-found' });
  });

  it('go on when one of them fails, and their owner is told once, at the end', async () => {
    const told: string[] = [];
    const end = new AbortController();
    await workOffNews(parts, { concurrency: 1, shutdown: end.signal }, async ({ news, requestId }) => {
      told.push(`${news} ${requestId}`);
    });
    await change({ templates: three, theme: 'pop' });
    actions.behave((call, count) => {
      if (call === 'montage' && count === 2)
        throw new AppError('invalid-media', 'The background is damaged.');
    });
    const requestId = await render();
    expect(await over(requestId)).toEqual(['delivered', 'failed', 'delivered']);
    const request = await readRenderRequest(parts, anna.owner, requestId);
    expect(request?.clips.map(({ template, failure }) => [template, failure?.reason])).toEqual([
      ['basic', undefined],
      ['circle', 'invalid-media'],
      ['mix_basic_circle', undefined],
    ]);
    await expect.poll(() => told).toContain(`rendered ${requestId}`);
    expect(told.filter((line) => line.endsWith(requestId))).toHaveLength(1);
    end.abort();
    // What failed is no voice-over of its own.
    const { items } = await listHistory(parts, anna.owner, 0);
    expect(items.map(({ kind, isRender }) => [kind, isRender])).toEqual([
      ['video', true],
      ['video', true],
      ['video', false],
    ]);
  });

  it('are cancelled together, and none begins because the one before it was', async () => {
    await change({ templates: three, theme: 'pop' });
    let began = 0;
    actions.behave(async (call, _count, { signal }) => {
      if (call !== 'montage') return;
      began += 1;
      await delay(20_000, undefined, { signal });
    });
    const requestId = await render();
    while (began === 0) await delay(10);
    const [unfinished, ...others] = await listUnfinishedOf(parts, anna.owner);
    expect(unfinished?.request).toEqual({ requestId, sourceId: video });
    expect(others).toEqual([]);
    await cancelOrdered(parts, anna, unfinished?.productionId ?? '');
    expect(await states(requestId)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    await cancelRender(parts, anna, requestId);
    await expect(cancelRender(parts, await actions.person(), requestId)).rejects.toMatchObject({
      reason: 'not-found',
    });
    expect(began).toBe(1);
  });

  it('wait for their turn also after a kill: what is recovered is the one that was in work', async () => {
    await change({ templates: three, theme: 'pop' });
    await stopWorkingOffSteps(parts);
    const requestId = await render();
    await parts.database.pool.query(`delete from ugc_queue.job where name = 'ad-step'`);
    expect(await recoverProductions(parts)).toBe(1);
    const { rows } = await parts.database.pool.query(`select data from ugc_queue.job where name = 'ad-step'`);
    const [first] = await listRequest(parts.database.db, requestId);
    expect(rows.map(({ data }) => data.productionId)).toEqual([first?.id]);
    await actions.work();
    expect(await over(requestId)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(actions.calls).toMatchObject({ speech: 0, head: 0, montage: 3 });
  });

  it('of a video that is deleted at the same moment are refused', async () => {
    const { pool } = parts.database;
    const client = await pool.connect();
    await client.query('begin');
    await client.query('update ugc.production set deleted_at = now() where id = $1', [video]);
    const requestId = randomUUID();
    const refused = expect(render(requestId)).rejects.toMatchObject({ reason: 'not-found' });
    // It waits for whoever deletes.
    const waits = async () =>
      (
        await pool.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
      ).rowCount;
    await expect.poll(waits, { timeout: 10_000 }).toBeGreaterThan(0);
    await client.query('commit');
    client.release();
    await refused;
    expect(await states(requestId)).toEqual([]);
  });

  it('are no more than three requests at once', async () => {
    await stopWorkingOffSteps(parts);
    for (const aspect of ['1:1', '4:5', '16:9'] as const) {
      await change({ aspect });
      await render();
    }
    await expect(render()).rejects.toMatchObject({ reason: 'too-many-requests' });
    await actions.work();
  });

  it('are no more than three requests at once either where they are of several videos', async () => {
    const videos = [video, await finishedVideo('Another text.'), await finishedVideo('A third text.')];
    await stopWorkingOffSteps(parts);
    const orders = [...videos, ...videos].map(
      async (productionId) =>
        await orderRender(parts, anna, { requestId: randomUUID(), productionId, channel: 'telegram' }),
    );
    const outcomes = await Promise.allSettled(orders);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await actions.work();
  });

  it('keep nobody waiting who has paid for a video: each request has one before it, and not all', async () => {
    const boris = await actions.person();
    const paid = await actions.speak(boris, { order: { script: 'Fresh fish.' } });
    await actions.reach(paid, 'awaiting_confirmation');
    await change({ templates: three });
    await stopWorkingOffSteps(parts);
    for (const theme of ['pop', 'minimal', 'box'] as const) {
      await change({ theme });
      await render();
    }
    await actions.confirm(boris, paid);
    const calls: string[] = [];
    actions.behave((call) => {
      calls.push(call);
    });
    await workOffSteps(parts, { concurrency: 1, shutdown: new AbortController().signal });
    await actions.reach(paid, 'delivered');
    expect(calls.slice(0, 6).filter((call) => call === 'head')).toHaveLength(1);
    expect(calls.indexOf('head')).toBeLessThanOrEqual(3);
    // A video that has its head waits for none of them.
    expect(calls.indexOf('montage', calls.indexOf('head'))).toBe(calls.indexOf('head') + 1);
  });
});

describe('the overlay of a video', () => {
  it('is found while it is fresh, and made anew past the cache when that is asked for', async () => {
    await change({ theme: 'pop' });
    await over(await render());
    expect(actions.calls).toMatchObject({ overlay: 0, montage: 1 });
    const requestId = randomUUID();
    const wanted = { requestId, productionId: video, channel: 'telegram' } as const;
    actions.circleRadius = 0.4;
    await renewOverlay(parts, anna, wanted);
    await over(requestId);
    expect(actions.calls).toMatchObject({ speech: 0, head: 0, overlay: 1 });
    // The clip shows the new one: what was rendered with the old one is no answer.
    expect(actions.calls.montage).toBe(2);
    await renewOverlay(parts, anna, wanted);
    await over(await render());
    expect(actions.calls).toMatchObject({ overlay: 1, montage: 2 });
    expect((await readMontage(parts, anna, video))?.rendered.theme).toBe('pop');
  });

  it('is out of date when the owner has a newer video, and goes with its files', async () => {
    const { rows: before } = await parts.database.pool.query(
      `select key from ugc.stored_result where kind = 'overlay'`,
    );
    await finishedVideo('Another text.');
    const { rows } = await parts.database.pool.query(
      `select key, expires_at <= now() as stale from ugc.stored_result where kind = 'overlay'`,
    );
    expect(rows.find(({ key }) => key === before[0].key)).toMatchObject({ stale: true });
    expect(rows.filter(({ stale }) => !stale)).toHaveLength(1);
    // Its row and files go a little later: whoever had found it just before has used it by then.
    await parts.database.pool.query(
      `update ugc_queue.job set start_after = now() where name = 'overlay-clearing'`,
    );
    const left = async () =>
      (await parts.database.pool.query('select 1 from ugc.stored_result where key = $1', [before[0].key]))
        .rowCount;
    await expect.poll(left, { timeout: 10_000 }).toBe(0);
    actions.reset();
    await change({ theme: 'pop' });
    await over(await render());
    expect(actions.calls.overlay).toBe(1);
  });

  it('that a video does not have is not made anew', async () => {
    await change({ templates: ['basic'] });
    await over(await render());
    await expect(
      renewOverlay(parts, anna, { requestId: randomUUID(), productionId: video }),
    ).rejects.toMatchObject({ reason: 'conflict', details: { problem: 'no-overlay' } });
  });
});
