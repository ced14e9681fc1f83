import { z } from 'zod';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { downloadResult } from '../../platform/service/download-result.ts';
import { pause } from '../../platform/shutdown/pause.ts';
import { service } from './fal-errors.ts';

export interface ResultToFetch {
  readonly url: string;
  /** Absolute path. */
  readonly destination: string;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export type FetchResult = (result: ResultToFetch) => Promise<void>;

export interface FetchResultOptions {
  readonly allowLoopback: boolean;
  /** Between tries. */
  readonly pauseMs: number;
}

const timeoutMs = 300_000;
const tries = 3;

/**
 * What was paid for is fetched with patience: a result may be known before every one of the delivery network's machines
 * has it, and a connection may break.
 */
export function createFetchResult({ allowLoopback, pauseMs }: FetchResultOptions): FetchResult {
  const fetchOnce = async (result: ResultToFetch) =>
    void (await downloadResult({ ...result, service, timeoutMs, allowLoopback }));
  return async (result) => {
    for (let attempt = 1; attempt < tries; attempt += 1) {
      try {
        return await fetchOnce(result);
      } catch (error) {
        if (!mayPass(error)) throw error;
        await pause(pauseMs * attempt, result.signal);
      }
    }
    await fetchOnce(result);
  };
}

function mayPass(error: unknown): boolean {
  return isAppError(error) && (error.retryable || error.details.status === 404);
}

const fileSchema = z.looseObject({ url: z.string().min(1) });
const namedFile = z.record(z.string(), z.unknown());

/** The file of that name in a model's output; only its address is sure to be there. */
export function fileOf(output: unknown, name: string): { readonly url: string } {
  const named = namedFile.safeParse(output);
  const file = fileSchema.safeParse(named.data?.[name]);
  if (file.success) return file.data;
  throw new AppError('provider-answer-unusable', `fal.ai's result has no ${name}.`, {
    details: { service, problem: 'unexpected-answer' },
  });
}
