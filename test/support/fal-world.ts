import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { AppError } from '../../src/kernel/errors.ts';
import type { JsonValue } from '../../src/kernel/json.ts';
import type { SlowPort, SlowWork, WorkContext } from '../../src/ports/work.ts';
import { createLocalFaceAnalysis } from '../../src/providers/local-face/provider.ts';
import { createFal, type Fal, type FalOptions } from '../../src/providers/fal/provider.ts';
import { ffmpegAt } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { type FalDouble, type FalDoubleOptions, startFalDouble } from '../doubles/fal.ts';
import { assetsFolder } from './cast-portrait.ts';
import { type RecordedSpending, recordedSpending } from './recorded-spending.ts';

/** The adapters, set against a double of the service. */
export interface FalWorld {
  readonly double: FalDouble;
  readonly fal: Fal;
  /** The same double, other settings. */
  adapter(changes?: Partial<FalOptions>): Fal;
  context(given?: {
    readonly signal?: AbortSignal;
    readonly callbackUrl?: string;
    readonly tag?: string;
  }): PaidContext;
  close(): Promise<void>;
}

/** The context of a piece of paid work, with what is written down of it. */
export interface PaidContext extends WorkContext {
  readonly spending: RecordedSpending;
  readonly progress: readonly number[];
}

export const testFfmpeg = ffmpegAt(process.env.FFMPEG_PATH ?? 'ffmpeg', 'test');

/** One for all worlds of a test file: its thread and its models take longer to start than most tests to run. */
const faces = createLocalFaceAnalysis({ modelsFolder: `${assetsFolder}/models`, ffmpeg: testFfmpeg });
afterAll(() => faces.close());

export async function openFalWorld(options: FalDoubleOptions = {}): Promise<FalWorld> {
  const double = await startFalDouble(options);
  const adapter = (changes: Partial<FalOptions> = {}) =>
    createFal({
      apiKey: double.apiKey,
      queueBaseUrl: double.url,
      apiBaseUrl: double.url,
      storageBaseUrl: double.url,
      jwksUrl: double.jwksUrl,
      headModel: 'omnihuman-1.5',
      headResolution: undefined,
      pictureModel: 'nano-banana',
      ffmpeg: testFfmpeg,
      faces,
      log: silentLog,
      pollAfterMs: 15,
      ...changes,
    });
  const folder = mkdtempSync(join(tmpdir(), 'fal-world-'));
  return {
    double,
    adapter,
    context: ({ signal = new AbortController().signal, ...given } = {}) => {
      const progress: number[] = [];
      const workFolder = mkdtempSync(join(folder, 'work-'));
      const reportProgress = (fraction: number) => void progress.push(fraction);
      return { signal, workFolder, reportProgress, progress, spending: recordedSpending(given) };
    },
    fal: adapter(),
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      await double.close();
    },
  };
}

/** Asks until it is done, as the runner of steps does. */
export async function finished<Request, Result>(
  port: SlowPort<Request, Result>,
  request: Request,
  context: WorkContext,
): Promise<Result> {
  return await ended(port, await port.start(request, context), context);
}

export async function ended<Request, Result>(
  port: SlowPort<Request, Result>,
  begun: SlowWork<Result>,
  context: WorkContext,
): Promise<Result> {
  let work = begun;
  while (work.status === 'pending') {
    await delay(work.pollAfterMs);
    work = await port.status(work.operation, context);
  }
  return work.result;
}

/** The operation of work that is under way. */
export function operationOf(work: SlowWork<unknown>): JsonValue {
  if (work.status !== 'pending') throw new Error('The work is done already.');
  return work.operation;
}

/** What was thrown. */
export async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await work.then(
    (value) => new Error(`nothing was thrown, but ${JSON.stringify(value)} given`),
    (error: unknown) => error,
  );
  if (thrown instanceof AppError) return thrown;
  throw thrown;
}
