import type { AppError } from '../../kernel/errors.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import { type JobAnswer, readJobAnswer } from './answers.ts';
import type { Endpoint } from './endpoint.ts';
import { statusError, unusable } from './problems.ts';

export interface DoneJob {
  readonly overlayUrl: string;
  readonly processingSeconds: number | undefined;
}

/** What became of a job; undefined while it is in work. Throws what its failure means. */
export async function readProgress(
  endpoint: Endpoint,
  jobId: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<DoneJob | undefined> {
  const ask = async (to: 'status' | 'result') =>
    await askOnce(endpoint, { to, query: { job_id: jobId }, timeoutMs, signal });
  if ((await ask('status')).state === 'processing') return undefined;
  const { state, overlayUrl, processingSeconds } = await ask('result');
  if (state === 'processing') return undefined;
  if (overlayUrl === undefined) throw unusable('overlay-missing', 'it names no file');
  return { overlayUrl, processingSeconds };
}

async function askOnce(endpoint: Endpoint, call: Parameters<Endpoint['ask']>[0]): Promise<JobAnswer> {
  try {
    const { status, json } = await endpoint.ask(call);
    if (status === 404 || status === 410) throw gone();
    if (status < 200 || status > 299) throw statusError(status);
    const answer = readJobAnswer(json());
    if (!answer) throw unusable('unknown-answer', 'it answers what no deployment does');
    if (answer.state === 'failed') throw answer.isExpired ? gone() : failed(answer);
    return answer;
  } catch (error) {
    throw asProviderError(error);
  }
}

function gone(): AppError {
  return unusable('result-gone', 'it is kept no longer');
}

function failed({ words }: JobAnswer): AppError {
  return unusable('job-failed', words === '' ? 'its work failed' : `its work failed (${words})`);
}
