import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { AdOrder } from '../../src/domain/ad/ad-order.ts';
import { scriptWords } from '../../src/domain/script/script-words.ts';
import type { JsonValue } from '../../src/kernel/json.ts';
import { openProductionQueues, startProduction } from '../../src/pipeline/jobs.ts';
import type { LocalEngines, PipelineParts } from '../../src/pipeline/parts.ts';
import type { Database } from '../../src/platform/database/database.ts';
import { createTestDatabase } from '../../src/platform/database/test-database.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { openQueue, type Queue } from '../../src/platform/queue/queue.ts';
import type { SlowPort, SlowWork, WorkContext } from '../../src/ports/work.ts';
import { createLocalFiles } from '../../src/providers/local-files/provider.ts';
import { type PaidWork, usualPatience } from '../../src/pipeline/paid-work.ts';
import { loadCast } from '../../src/store/cast.ts';
import { plainOrder } from './plain-order.ts';
import { assetsFolder } from './cast-portrait.ts';

type CallName = 'speech' | 'head' | 'overlay' | 'montage' | 'head-status';

/** What adapters are told to do beside their work: fail, wait, answer later. */
export type Behaviour = (call: CallName, count: number, context: WorkContext) => Promise<void> | void;

/**
 * The real pipeline on a real database and queue, with adapters that make tiny files at once and do as they are told:
 * what fails and when is the test's to say.
 */
export interface ScriptedPipeline {
  readonly parts: PipelineParts;
  readonly folder: string;
  readonly calls: Record<CallName, number>;
  /** How many times `head` answers that it is still at work. */
  pendingHeads: number;
  /** When the last word of the next speech ends. */
  speechSeconds: number;
  /** Of the overlays that are made from now on. */
  circleRadius: number;
  behave(behaviour: Behaviour): void;
  order(changes?: Partial<AdOrder>): Promise<string>;
  close(): Promise<void>;
}

const cost = { estimatedUsd: 0.25 };

/** No budget to speak of, and services that are given up at once. */
export const scriptedPaidWork: PaidWork = {
  dailyBudgetUsd: 50,
  maxCloudRenders: 10,
  maxFreeCalls: {},
  callbackUrl: () => undefined,
  patience: {
    ...usualPatience,
    retrySeconds: [0],
    askAgainSeconds: [0, 0],
    waitSeconds: [0],
    absentAfterMs: 0,
    lookUpSeconds: 0,
    stayMs: 50,
  },
};

/** Where one process goes on with what another one left. */
export interface SharedGround {
  readonly database: Database;
  readonly folder: string;
}

/** On a database and in a folder of its own, which `close` removes, unless it is given others to share. */
export async function openScriptedPipeline(shared?: SharedGround): Promise<ScriptedPipeline> {
  const folder = shared?.folder ?? (await mkdtemp(join(tmpdir(), 'ugc-pipeline-')));
  const own = shared ? undefined : await createTestDatabase();
  const database = own ?? shared?.database;
  if (!database) throw new Error('there is a database of its own or a shared one');
  const queue = await openQueue(database, silentLog);
  await openProductionQueues(queue);
  const calls: Record<CallName, number> = { speech: 0, head: 0, overlay: 0, montage: 0, 'head-status': 0 };
  let behaviour: Behaviour = () => undefined;
  const call = async (name: CallName, context: WorkContext) => {
    calls[name] += 1;
    await behaviour(name, calls[name], context);
  };
  const pipeline = {
    pendingHeads: 0,
    speechSeconds: 1,
    circleRadius: 0.3,
    folder,
    calls,
    behave: (next: Behaviour) => {
      behaviour = next;
    },
  };
  const parts = await scriptedParts(database, queue, folder, call, pipeline);
  return Object.assign(pipeline, {
    parts,
    order: async (changes: Partial<AdOrder> = {}) => await place(parts, changes),
    close: async () => {
      await queue.stop({ graceful: false, timeoutMs: 2000 });
      if (!own) return;
      await own.drop();
      await rm(folder, { recursive: true, force: true });
    },
  });
}

async function place(parts: PipelineParts, changes: Partial<AdOrder>): Promise<string> {
  const order: AdOrder = { ...plainOrder, ...changes };
  const id = randomUUID();
  const created = { id, owner: 'test', fingerprint: id, order };
  await parts.database.db.transaction(async (transaction) => {
    await startProduction(parts.queue, transaction, created);
  });
  return id;
}

async function made(context: WorkContext, name: string): Promise<string> {
  const path = join(context.workFolder, name);
  await writeFile(path, name);
  return path;
}

async function scriptedParts(
  database: Database,
  queue: Queue,
  folder: string,
  call: (name: CallName, context: WorkContext) => Promise<void>,
  pipeline: { pendingHeads: number; speechSeconds: number; circleRadius: number },
): Promise<PipelineParts> {
  const adapter = { name: 'scripted', version: '1', kind: 'local' } as const;
  const atOnce = <Request, Result>(
    start: (context: WorkContext) => Promise<Result>,
  ): SlowPort<Request, Result> => ({
    adapter,
    start: async (_request, context) => ({ status: 'completed', result: await start(context) }),
    status: async () => {
      throw new Error('nothing is pending');
    },
  });
  const headResult = async (context: WorkContext) => ({
    videoPath: await made(context, 'head.mp4'),
    durationSeconds: 1,
    faceBox: { x: 0, y: 0, width: 10, height: 10 },
    cost,
    warnings: ['head warning'],
  });
  const headAnswer = async (
    context: WorkContext,
  ): Promise<SlowWork<Awaited<ReturnType<typeof headResult>>>> => {
    if (pipeline.pendingHeads === 0) return { status: 'completed', result: await headResult(context) };
    pipeline.pendingHeads -= 1;
    const operation: JsonValue = { request: 'r-1' };
    return { status: 'pending', operation, pollAfterMs: 10 };
  };
  const engines: LocalEngines = {
    speech: {
      adapter,
      voices: async () => [],
      languages: async () => [],
      synthesise: async ({ text, language, voiceId }, context) => {
        await call('speech', context);
        const durationSeconds = pipeline.speechSeconds;
        const words = scriptWords(text).map(({ from, to }, index, all) => ({
          ...{ text: text.slice(from, to), from, to, startSeconds: index / all.length },
          endSeconds: (durationSeconds * (index + 1)) / all.length,
        }));
        const track = { text, language, voiceId, durationSeconds, words, timing: 'exact' } as const;
        return { audioPath: await made(context, 'speech.wav'), track, cost, warnings: [] };
      },
    },
    head: {
      adapter,
      start: async (_request, context) => {
        await call('head', context);
        return await headAnswer(context);
      },
      status: async (operation, context) => {
        if (JSON.stringify(operation) !== '{"request":"r-1"}')
          throw new Error('an operation of somebody else');
        await call('head-status', context);
        return await headAnswer(context);
      },
    },
    overlay: atOnce(async (context) => {
      await call('overlay', context);
      const circle = { radius: pipeline.circleRadius, centre: { x: 0.5, y: 0.4 } };
      return { overlay: { kind: 'circle', circle }, cost, warnings: [] };
    }),
    montage: {
      ...atOnce(async (context) => {
        await call('montage', context);
        return {
          videoPath: await made(context, 'ad.mp4'),
          coverPath: await made(context, 'cover.jpg'),
          size: { width: 1080, height: 1920 },
          durationSeconds: 1,
          speechStartSeconds: 0,
          bytes: 6,
          loudness: { integrated: -14, truePeak: -2 },
          missingGlyphs: [],
          cost,
          warnings: [],
        };
      }),
      still: notAsked,
    },
    pictureEdit: { adapter, start: notAsked, status: notAsked },
  };
  return {
    database,
    queue,
    log: silentLog,
    files: await createLocalFiles({ folder: join(folder, 'files'), publicUrl: 'http://localhost' }),
    cast: await loadCast(join(assetsFolder, 'cast')),
    faces: {
      adapter,
      upright: notAsked,
      inspect: notAsked,
      preview: notAsked,
      matte: notAsked,
      trackFace: notAsked,
      matteVideo: notAsked,
      readMouth: notAsked,
    },
    ...engines,
    local: engines,
    paid: scriptedPaidWork,
    scratchFolder: join(folder, 'scratch'),
    overlayCacheHours: 24,
    stopAt: () => undefined,
  };
}

async function notAsked(): Promise<never> {
  throw new Error('this pipeline was not expected to ask for that');
}
