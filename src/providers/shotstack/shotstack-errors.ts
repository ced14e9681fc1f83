import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Log } from '../../platform/log/log.ts';
import type { ServiceAnswer } from '../../platform/service/service-client.ts';

export const service = 'shotstack';

const mostKeptLetters = 2048;

/**
 * Edit: `{success, message, response}` with a text or an object in `response`; Ingest: `{errors: [{detail}]}`; the
 * gateway before both: `{message}`. (API reference 2026, cookbook's example code.)
 */
const errorBody = z.looseObject({
  message: z.string().optional(),
  response: z.union([z.string(), z.looseObject({ error: z.string().optional() })]).nullish(),
  errors: z.array(z.looseObject({ detail: z.string().optional() })).optional(),
});

interface Meaning {
  readonly problem: string;
  readonly words: string;
  readonly retryable?: true;
  readonly reason?: 'provider-answer-unusable';
}

/** By status alone: the vendor publishes no codes, and its texts change. */
function meaningOf(status: number): Meaning {
  if (status === 401 || status === 403)
    return { problem: 'key', words: 'it does not accept the key for this stage' };
  if (status === 402) return { problem: 'balance', words: 'there are no credits left' };
  if (status === 429) return { problem: 'busy', words: 'too many requests within a minute', retryable: true };
  if (status >= 500) return { problem: 'down', words: `it answers ${status}`, retryable: true };
  return { problem: 'rejected', words: `it answers ${status}`, reason: 'provider-answer-unusable' };
}

/** What an answer that is no success means to the caller; its words go to the log, without links. */
export function failureOf(answer: ServiceAnswer, what: string, log: Log): AppError {
  const { status } = answer;
  const said = saidBy(answer);
  log.warn({ service, status, said }, `Shotstack refused ${what}.`);
  const { problem, words, retryable, reason } = meaningOf(status);
  return new AppError(reason ?? 'provider-unavailable', `Shotstack did not take ${what}: ${words}.`, {
    details: { service, problem, status },
    ...(retryable && { retryable }),
  });
}

export function unusable(problem: string, message: string, cause?: unknown): AppError {
  return new AppError('provider-answer-unusable', message, { details: { service, problem }, cause });
}

function saidBy(answer: ServiceAnswer): string {
  try {
    const body = errorBody.parse(answer.json());
    const { errors, response, message } = body;
    const text =
      errors?.[0]?.detail ?? (typeof response === 'string' ? response : response?.error) ?? message;
    return withoutLinks(text ?? '');
  } catch {
    return withoutLinks(answer.body.toString('utf8', 0, mostKeptLetters));
  }
}

/** Texts of failed renders quote the addresses of what could not be fetched, and those are signed. */
export function withoutLinks(text: string): string {
  return text.replace(/\b[a-z]{2,6}:\/\/[^\s"'<>]+/gi, '[link]').slice(0, mostKeptLetters);
}
