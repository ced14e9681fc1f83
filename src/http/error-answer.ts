import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { asAppError, type ErrorReason } from '../kernel/errors.ts';
import { type Log, logOf } from '../platform/log/log.ts';

const statusOf: Partial<Record<ErrorReason, 400 | 403 | 404 | 409 | 410 | 429 | 503>> = {
  'invalid-arguments': 400,
  forbidden: 403,
  'link-invalid': 403,
  'not-found': 404,
  conflict: 409,
  'too-many-requests': 429,
  'database-unavailable': 503,
  'provider-unavailable': 503,
};

/** `{ error, message }`; what nobody foresaw is told to the log alone. */
export function answerError(context: Context, thrown: Error, log: Log): Response {
  if (thrown instanceof HTTPException) {
    return context.json({ error: 'invalid-arguments', message: thrown.message }, thrown.status);
  }
  const error = asAppError(thrown);
  const status = statusOf[error.reason] ?? 500;
  if (status === 500) {
    logOf(log, 'platform').error({ err: thrown, path: context.req.path }, 'A request failed.');
    return context.json(
      { error: 'internal', message: 'Something went wrong here; it was written down.' },
      500,
    );
  }
  if (error.retryable) context.header('retry-after', '5');
  return context.json({ error: error.reason, message: error.message }, status);
}

export function answerNotFound(context: Context): Response {
  return context.json({ error: 'not-found', message: 'There is nothing at this address.' }, 404);
}
