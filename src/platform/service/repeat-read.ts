import { isAppError } from '../../kernel/errors.ts';
import { pause } from '../shutdown/pause.ts';
import { retryAfterMs } from './retry-after.ts';
import { ServiceFailure } from './service-failure.ts';

const maxTries = 4;
const firstPauseMs = 250;

interface Answered {
  readonly status: number;
  readonly headers: Headers;
}

/** Tries a read again while it may pass and time is left; gives the last answer, or throws the last failure. */
export async function repeated<Answer extends Answered>(
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
  attempt: (timeoutMs: number) => Promise<Answer>,
): Promise<Answer> {
  const endsAt = performance.now() + timeoutMs;
  let told: unknown;
  for (let tries = 1; ; tries += 1) {
    const outcome = await tried(attempt, Math.max(1, Math.ceil(endsAt - performance.now())));
    const waitMs = pauseBefore(outcome, tries);
    const mayGoOn = waitMs !== undefined && tries < maxTries && performance.now() + waitMs < endsAt;
    if (!mayGoOn || signal.aborted) {
      if ('answer' in outcome) return outcome.answer;
      // A breaker that opened meanwhile says less than what made it open.
      throw isPaused(outcome.error) ? (told ?? outcome.error) : outcome.error;
    }
    if ('error' in outcome) told = outcome.error;
    await pause(waitMs, signal);
  }
}

function isPaused(error: unknown): boolean {
  return error instanceof ServiceFailure && error.problem === 'paused';
}

type Outcome<Answer> = { readonly answer: Answer } | { readonly error: unknown };

async function tried<Answer>(
  attempt: (timeoutMs: number) => Promise<Answer>,
  timeoutMs: number,
): Promise<Outcome<Answer>> {
  try {
    return { answer: await attempt(timeoutMs) };
  } catch (error) {
    return { error };
  }
}

/** Undefined where the same read would end the same way. */
function pauseBefore(outcome: Outcome<Answered>, tries: number): number | undefined {
  const backOffMs = firstPauseMs * 2 ** (tries - 1) * (0.75 + Math.random() / 2);
  if ('answer' in outcome) {
    const { status, headers } = outcome.answer;
    if (status === 429 || status === 503) return retryAfterMs(headers, new Date()) ?? backOffMs;
    return status >= 500 && status !== 501 ? backOffMs : undefined;
  }
  const { error } = outcome;
  if (isAppError(error) || !(error instanceof ServiceFailure)) return undefined;
  const mayPass = ['refused', 'unreachable', 'reset'].includes(error.problem);
  return mayPass ? backOffMs : undefined;
}
