import { AppError } from '../../kernel/errors.ts';

/** An aborted signal's own reason is no error of ours; callers branch on `cancelled`. */
export function throwIfCancelled(signal: AbortSignal, what: string): void {
  if (signal.aborted) throw new AppError('cancelled', `${what} was cancelled before it began.`);
}
