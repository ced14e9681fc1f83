/** An answer of Telegram's that is no success, word for word. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  readonly retryAfterSeconds: number | undefined;
  /** Set where a bot that does this is wrong, whatever the circumstances. */
  readonly isViolation: boolean;

  constructor(
    code: number,
    description: string,
    options: { retryAfterSeconds?: number; isViolation?: boolean } = {},
  ) {
    super(description);
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.isViolation = options.isViolation ?? false;
  }
}

/** Something the circumstances may bring about. */
export function badRequest(words: string): ApiError {
  return new ApiError(400, `Bad Request: ${words}`);
}

/** Something a right bot never does, in Telegram's words. */
export function wrongCall(words: string): ApiError {
  return new ApiError(400, `Bad Request: ${words}`, { isViolation: true });
}

export function forbidden(words: string): ApiError {
  return new ApiError(403, `Forbidden: ${words}`);
}

export function conflict(words: string): ApiError {
  return new ApiError(409, `Conflict: ${words}`);
}

export const tooLarge = new ApiError(413, 'Request Entity Too Large');
