import { setTimeout as delay } from 'node:timers/promises';
import { Api, HttpError, InputFile, type Transformer } from 'grammy';
import { AppError, isAppError } from '../kernel/errors.ts';
import type { Log } from '../platform/log/log.ts';

/** Telegram's methods; see {@link createTelegram} for what is retried and what is thrown. Holds the token. */
export type Telegram = Api;

export interface TelegramOptions {
  /** A secret. */
  readonly token: string;
  /** Without a closing slash. */
  readonly apiRoot: string;
  readonly log: Log;
  /** A 429 is waited for up to so long; 60 by default. Whoever serves people who wait takes less. */
  readonly longestWaitSeconds?: number;
  readonly jsonTimeoutMs?: number;
  readonly uploadTimeoutMs?: number;
  /** Told of every answer: 'ok', the code of a refusal, or 'lost' where none came. */
  onCall?(method: string, result: string): void;
}

/** A second time does no harm. Not `getUpdates`: who polls has waits of its own. */
const idempotent =
  /^(get(?!Updates$)|edit|answer|delete|setMy|setChatMenuButton$|setWebhook$|sendChatAction$)/;
const networkRetryDelaysMs = [200, 1000];
const serverRetryDelayMs = 500;

/**
 * Telegram refuses by `GrammyError`: `classifyTelegramError` says what it means. Otherwise throws AppErrors without
 * the token in them: `too-many-requests` (retryable, `details.seconds`) for a 429 that asks for too long a wait,
 * `provider-unavailable` or `timed-out` when no answer came (the call may have been carried out all the same),
 * `cancelled` when the caller's signal fired.
 */
export function createTelegram(options: TelegramOptions): Telegram {
  const api = new Api(options.token, { apiRoot: options.apiRoot });
  const { onCall } = options;
  if (onCall) api.config.use(createObserver(onCall));
  api.config.use(createRetrier(options));
  return api;
}

/** A bot's number is the part of its token that is no secret. */
export function botIdOf(telegram: Telegram): number {
  return Number(telegram.token.split(':')[0]);
}

/** Telegram's reader of forms, and others, lose a file whose name has a space, a semicolon or a quote in it. */
export function safeFileName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^[._]+/, '');
  return safe.slice(-60) || 'file';
}

/** A file on this machine's disk for sending. It can be read again when a call is repeated. */
export function uploadOf(path: string, name: string): InputFile {
  return new InputFile(path, safeFileName(name));
}

/** Installed before the retrier, so that it sees every single call. */
function createObserver(onCall: NonNullable<TelegramOptions['onCall']>): Transformer {
  return async (previous, method, payload, signal) => {
    try {
      const answer = await previous(method, payload, signal);
      onCall(method, answer.ok ? 'ok' : String(answer.error_code));
      return answer;
    } catch (error) {
      onCall(method, 'lost');
      throw error;
    }
  };
}

function createRetrier(options: TelegramOptions): Transformer {
  const { longestWaitSeconds = 60, jsonTimeoutMs = 60_000, uploadTimeoutMs = 300_000, log } = options;
  return async (previous, method, payload, signal) => {
    const caller = signal as AbortSignal | undefined;
    const timeoutMs = hasUpload(payload) ? uploadTimeoutMs : jsonTimeoutMs;
    let serverFailures = 0;
    let networkFailures = 0;
    for (;;) {
      const limit = AbortSignal.timeout(timeoutMs);
      const either = caller === undefined ? limit : AbortSignal.any([caller, limit]);
      try {
        const answer = await previous(method, payload, either as typeof signal);
        if (answer.ok) return answer;
        const { error_code: code, parameters } = answer;
        if (code === 429) {
          await waitForFlood(method, parameters?.retry_after ?? 1, longestWaitSeconds, caller, log);
        } else if (code >= 500 && serverFailures === 0) {
          serverFailures += 1;
          await pause(serverRetryDelayMs, caller);
        } else return answer;
      } catch (error) {
        const failure = networkFailure(method, error, { caller, limit, timeoutMs });
        const delayMs = networkRetryDelaysMs[networkFailures];
        if (!failure.retryable || !idempotent.test(method) || delayMs === undefined) throw failure;
        networkFailures += 1;
        await pause(delayMs, caller);
      }
    }
  };
}

async function waitForFlood(
  method: string,
  seconds: number,
  longestWaitSeconds: number,
  caller: AbortSignal | undefined,
  log: Log,
): Promise<void> {
  log.warn({ method, seconds }, 'Telegram asks for a pause.');
  if (seconds > longestWaitSeconds) {
    throw new AppError('too-many-requests', `Telegram asks to wait ${seconds} s before ${method}.`, {
      details: { seconds },
      retryable: true,
    });
  }
  await pause(seconds * 1000, caller);
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(ms, undefined, signal && { signal }).catch(() => {
    throw new AppError('cancelled', 'The wait for Telegram was cancelled.');
  });
}

interface Waiting {
  readonly caller: AbortSignal | undefined;
  readonly limit: AbortSignal;
  readonly timeoutMs: number;
}

/** The library's error carries the address and with it the token: none of it is kept but its code. */
function networkFailure(method: string, error: unknown, { caller, limit, timeoutMs }: Waiting): AppError {
  if (isAppError(error)) return error;
  if (caller?.aborted) return new AppError('cancelled', `The call of Telegram's ${method} was cancelled.`);
  if (limit.aborted) {
    return new AppError('timed-out', `Telegram did not answer ${method} within ${timeoutMs / 1000} s.`, {
      retryable: true,
    });
  }
  if (!(error instanceof HttpError)) {
    return new AppError('internal', `The call of Telegram's ${method} could not be made.`);
  }
  const code = codeOf(error);
  return new AppError('provider-unavailable', `Telegram gave no answer to ${method}: ${code}.`, {
    details: { code },
    retryable: true,
  });
}

function codeOf({ error }: HttpError): string {
  const { code, type } = (error ?? {}) as { code?: unknown; type?: unknown };
  if (typeof code === 'string') return code;
  return typeof type === 'string' ? type : 'the connection broke';
}

function hasUpload(value: unknown): boolean {
  if (value instanceof InputFile) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUpload);
}
