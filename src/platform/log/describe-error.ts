/** What a log line keeps of an error. */
export interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  /** An AppError's reason. */
  readonly reason?: string;
  /** Node's or PostgreSQL's code. */
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

/**
 * Known fields only: libraries hang requests with headers, query parameters and whole configurations on their errors.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { reason, code } = error as { reason?: unknown; code?: unknown };
  const message = withoutParameters(error.message);
  return {
    type: error.name,
    message,
    ...(typeof reason === 'string' && { reason }),
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: error.stack.replace(error.message, message) }),
    ...(error.cause !== undefined && depth < 4 && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** Drizzle puts the values of a failed query, and with them what users typed, behind its text. */
function withoutParameters(message: string): string {
  return message.startsWith('Failed query:') ? (message.split('\nparams:')[0] ?? '') : message;
}
