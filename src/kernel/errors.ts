/**
 * Why something was refused or failed, as a closed list: callers branch on these, never on a message's text.
 * `invalid-…`: the user can mend it. The others: the machine, a provider or the product itself.
 */
export type ErrorReason =
  | 'invalid-config'
  | 'invalid-arguments'
  | 'invalid-script'
  | 'invalid-voice'
  | 'invalid-presenter'
  | 'invalid-portrait'
  | 'invalid-media'
  | 'invalid-subtitles'
  | 'invalid-output'
  | 'speech-too-long'
  | 'consent-missing'
  | 'disclosure-weakened'
  | 'credits-missing'
  | 'limit-reached'
  | 'script-blocked'
  | 'link-refused'
  | 'too-many-requests'
  | 'conflict'
  | 'forbidden'
  | 'cancelled'
  | 'timed-out'
  | 'disk-full'
  | 'ffmpeg-missing'
  | 'ffmpeg-incapable'
  | 'process-failed'
  | 'database-unavailable'
  | 'database-newer'
  | 'provider-unavailable'
  | 'provider-refused'
  | 'provider-answer-unusable'
  /** A paid request left and no answer came: nobody knows whether it was taken, so it is not sent again. */
  | 'provider-unconfirmed'
  /** The day's budget for services is spent. */
  | 'budget-spent'
  | 'not-found'
  | 'link-invalid'
  | 'internal';

export interface AppErrorOptions {
  /** Values that the texts in each language are built from: what was found, what is allowed. Never a secret. */
  readonly details?: Readonly<Record<string, string | number>>;
  /** True where the same call may succeed later, unchanged. Decided where the knowledge is. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/**
 * The one error that crosses floors. `message` is a whole English sentence that names what was found and what is
 * allowed: it is what the shell prints and what the log keeps.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly reason: ErrorReason;
  readonly details: Readonly<Record<string, string | number>>;
  readonly retryable: boolean;

  constructor(reason: ErrorReason, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.reason = reason;
    this.details = options.details ?? {};
    this.retryable = options.retryable ?? false;
  }
}

export function isAppError(error: unknown, reason?: ErrorReason): error is AppError {
  return error instanceof AppError && (reason === undefined || error.reason === reason);
}

/** What was thrown, or `internal` for what nobody foresaw: its message on one line, itself as the cause. */
export function asAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown;
  const words = String(thrown instanceof Error ? thrown.message : thrown)
    .replace(/\s+/g, ' ')
    .slice(0, 300);
  return new AppError('internal', `Something in the program itself went wrong: ${words}`, { cause: thrown });
}
