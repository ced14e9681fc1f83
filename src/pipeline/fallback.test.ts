import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainProbe } from '../../test/support/plain-order.ts';
import {
  createPaidAdapter,
  openPaidService,
  type PaidAdapterOptions,
  type PaidService,
} from '../../test/support/paid-service.ts';
import { openScriptedPipeline, type ScriptedPipeline } from '../../test/support/scripted-pipeline.ts';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import { AppError } from '../kernel/errors.ts';
import { asProviderError, ServiceFailure } from '../platform/service/service-failure.ts';
import { findProduction, type Production } from '../store/productions.ts';
import { findStep } from '../store/steps.ts';
import { isMadeAlready } from './made-already.ts';
import type { PipelineParts } from './parts.ts';
import { workOffSteps } from './register.ts';
import { readResults } from './results.ts';

let pipeline: ScriptedPipeline;
let service: PaidService;
let stopping: AbortController;
beforeEach(async () => {
  [pipeline, service] = await Promise.all([openScriptedPipeline(), openPaidService()]);
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await pipeline.close();
  service.server.close();
});

/** Renders at a service that takes money; what it gives is as tiny as what is made here. */
function withPaidMontage(options: Partial<PaidAdapterOptions> = {}): PipelineParts {
  const { address } = service.server;
  const port = createPaidAdapter({ address, ...options }, async ({ workFolder }) => {
    const [videoPath, coverPath] = [join(workFolder, 'ad.mp4'), join(workFolder, 'cover.jpg')];
    await Promise.all([writeFile(videoPath, 'ad'), writeFile(coverPath, 'cover')]);
    return {
      ...{ videoPath, coverPath, size: { width: 1080, height: 1920 }, durationSeconds: 1, bytes: 2 },
      ...{ speechStartSeconds: 0, loudness: { integrated: -14, truePeak: -2 }, missingGlyphs: [] },
      ...{ cost: { estimatedUsd: 1 }, warnings: [] },
    };
  });
  return { ...pipeline.parts, montage: { ...pipeline.parts.montage, ...port } };
}

async function made(parts: PipelineParts): Promise<Production> {
  const id = await pipeline.order();
  await workOffSteps(parts, { concurrency: 1, shutdown: stopping.signal });
  for (;;) {
    const production = await findProduction(parts.database.db, id);
    if (production && production.state !== 'running') return production;
    await delay(10);
  }
}

async function montageOf(production: Production) {
  const results = await readResults(pipeline.parts.database, production);
  return { ...results.of('montage'), step: results.steps.find(({ kind }) => kind === 'montage') };
}

const calls = async () =>
  (await pipeline.parts.database.pool.query(`select state, error_reason as why from ugc.provider_call`)).rows;

describe('a montage by a service', () => {
  it('is made here when the service can’t be had, by itself, and its key and report say so', async () => {
    service.faults = ['down'];
    const parts = withPaidMontage();
    const production = await made(parts);
    expect(production.state).toBe('delivered');
    const { step, warnings } = await montageOf(production);
    expect(step).toMatchObject({ adapter: 'scripted', failures: 1 });
    expect(warnings).toEqual([
      'The service for the montage could not be used (provider-unavailable), so it was made here.',
    ]);
    expect(pipeline.calls.montage).toBe(1);
    expect(await calls()).toEqual([
      { state: 'not-taken', why: null },
      { state: 'not-taken', why: null },
    ]);
    expect(await isMadeAlready(parts, { ...production, id: await pipeline.order() })).toBe(true);
  });

  it('is made here in a folder of its own, whatever was laid ready for the service', async () => {
    service.faults = ['down'];
    const parts = withPaidMontage();
    let found: readonly string[] | undefined;
    const montage: typeof parts.montage = {
      ...parts.montage,
      start: async (request, context) => {
        await writeFile(join(context.workFolder, 'fonts'), 'of the layers');
        return await parts.montage.start(request, context);
      },
    };
    const here: typeof montage = {
      ...parts.local.montage,
      start: async (request, context) => {
        found = await readdir(context.workFolder);
        return await parts.local.montage.start(request, context);
      },
    };
    expect((await made({ ...parts, montage, local: { ...parts.local, montage: here } })).state).toBe(
      'delivered',
    );
    expect(found).toEqual([]);
  });

  it('is made here at once where no connection can be made, however patient one is', async () => {
    const parts = withPaidMontage();
    service.server.close();
    const patience = { ...parts.paid.patience, retrySeconds: [3600, 3600] };
    const production = await made({ ...parts, paid: { ...parts.paid, patience } });
    const { step, warnings } = await montageOf(production);
    expect(step).toMatchObject({ adapter: 'scripted', failures: 0 });
    expect(warnings).toHaveLength(1);
    expect(await calls()).toEqual([{ state: 'not-taken', why: null }]);
  });

  it('is waited for where its paid request may have been taken and nobody can be asked about it for a while', async () => {
    service.faults = ['reset-after'];
    const paid = withPaidMontage();
    const find: typeof paid.montage.find = async () => {
      throw asProviderError(
        new ServiceFailure('paid', 'refused', { message: 'Gone.', mayHaveArrived: false }),
      );
    };
    const patience = { ...paid.paid.patience, retrySeconds: [3600, 3600] };
    const parts = { ...paid, montage: { ...paid.montage, find }, paid: { ...paid.paid, patience } };
    const id = await pipeline.order();
    await workOffSteps(parts, { concurrency: 1, shutdown: stopping.signal });
    const step = async () => await findStep(parts.database.db, id, 'montage');
    while ((await step())?.failures !== 1 && (await step())?.state !== 'done') await delay(10);
    expect([await calls(), pipeline.calls.montage]).toEqual([[{ state: 'unknown', why: null }], 0]);
  });

  it('is asked of the service again where it answered that it is busy', async () => {
    service.faults = ['busy', 'none'];
    const production = await made(withPaidMontage());
    expect((await montageOf(production)).step).toMatchObject({ adapter: 'paid-adapter' });
  });

  it('is made here at once while the breaker keeps calls from the service', async () => {
    service.faults = ['down'];
    const parts = withPaidMontage({ failuresToOpen: 1 });
    await made(parts);
    service.faults = ['none'];
    const production = await made(parts);
    expect((await montageOf(production)).step).toMatchObject({ adapter: 'scripted', failures: 0 });
    expect(service.jobs).toEqual([]);
  });

  it.each(['failed', 'unreadable'] as const)(
    'is made here where what the service took comes to nothing: %s',
    async (state) => {
      service.state = state;
      const production = await made(withPaidMontage());
      expect(production.state).toBe('delivered');
      expect(service.jobs).toHaveLength(1);
      expect(service.cancelled).toEqual([service.jobs[0]?.id]);
      expect(await calls()).toMatchObject([{ state: 'failed' }]);
    },
  );

  it('is made here where the day’s budget is spent, and where nobody knows whether it was taken', async () => {
    const parts = withPaidMontage({ canFind: false });
    const poor = { ...parts, paid: { ...parts.paid, dailyBudgetUsd: 0.5 } };
    expect((await montageOf(await made(poor))).step?.adapter).toBe('scripted');
    expect(service.jobs).toEqual([]);
  });

  it('is paid for once, however often the work here that took its place is begun anew', async () => {
    service.faults = ['reset-after'];
    const paid = withPaidMontage({ canFind: false });
    pipeline.behave((call, count) => {
      if (call !== 'montage' || count > 2) return;
      throw new AppError('disk-full', 'There is no room.', { retryable: true });
    });
    const patience = { ...paid.paid.patience, retrySeconds: [0, 0, 0] };
    const production = await made({ ...paid, paid: { ...paid.paid, patience } });
    const { step, warnings } = await montageOf(production);
    expect([production.state, step?.adapter, pipeline.calls.montage]).toEqual(['delivered', 'scripted', 3]);
    expect(service.jobs).toHaveLength(1);
    expect(await calls()).toEqual([{ state: 'unknown', why: 'provider-unconfirmed' }]);
    expect(warnings).toEqual([
      'The service for the montage could not be used (provider-unconfirmed), so it was made here.',
    ]);
  });

  it('is the service’s for so many renders of a video, and made here beyond', async () => {
    const parts = withPaidMontage();
    const two = { ...parts, paid: { ...parts.paid, maxCloudRenders: 1 } };
    const first = await made(two);
    const adapters: (string | undefined)[] = [];
    for (const aspect of ['1:1', '4:5'] as const) {
      const render = await rendered(first, { aspect });
      adapters.push((await montageOf(render)).step?.adapter);
    }
    expect(adapters).toEqual(['paid-adapter', 'scripted']);
    expect(service.jobs).toHaveLength(2);
  });
});

/** A render of it as a person orders one. */
async function rendered(source: Production, changes: Partial<AdOrder>): Promise<Production> {
  const { database } = pipeline.parts;
  const id = await pipeline.order(changes);
  await database.pool.query('update ugc.production set source_id = $1 where id = $2', [source.id, id]);
  for (;;) {
    const render = await findProduction(database.db, id);
    if (render && render.state !== 'running') return render;
    await delay(10);
  }
}

describe('an overlay by a service', () => {
  const order = (radius: number): Partial<AdOrder> => ({
    format: 'character_with_background',
    composition: {
      template: 'circle',
      background: { key: 'uploads/b.mp4', sha256: 'b', probe: plainProbe },
    },
    circle: { radius, centre: { x: 0.5, y: 0.5 } },
  });

  it('is the service’s for as many renders of a video as a montage is, and what it made is used on', async () => {
    const { address } = service.server;
    const circle = { radius: 0.3, centre: { x: 0.5, y: 0.4 } };
    const port = createPaidAdapter({ address }, async () => ({
      ...{ overlay: { kind: 'circle', circle } as const, cost: { estimatedUsd: 1 }, warnings: [] },
    }));
    const { paid } = pipeline.parts;
    const parts = { ...pipeline.parts, overlay: port, paid: { ...paid, maxCloudRenders: 1 } };
    const clip = join(pipeline.folder, 'b.mp4');
    await writeFile(clip, 'background');
    await parts.files.store('uploads/b.mp4', { path: clip, mime: 'video/mp4' });
    const first = await made(parts);
    for (const radius of [0.2, 0.25, 0.2]) {
      expect((await rendered(first, order(radius))).state).toBe('delivered');
    }
    expect(service.jobs).toHaveLength(1);
    // The third one is the first one's again.
    expect(pipeline.calls.overlay).toBe(1);
  });
});
