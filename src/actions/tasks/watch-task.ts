import { AppError } from '../../kernel/errors.ts';
import { isChatTaskWaiting } from '../../store/chat-tasks.ts';
import type { Sql } from '../../store/sql.ts';

const lookEveryMs = 500;

export interface TaskWatch {
  /** Fires when the task was cancelled or takes too long, and when this process must hand it back. */
  readonly signal: AbortSignal;
  isCancelled(): boolean;
  /** What the task ends with where its time ran out. */
  timeoutError(): AppError | undefined;
  end(): void;
}

export function watchTask(sql: Sql, taskId: string, handBack: AbortSignal, timeoutMs: number): TaskWatch {
  const cancelled = new AbortController();
  const tooLate = new AbortController();
  const timer = setTimeout(() => tooLate.abort(), timeoutMs);
  let looking = false;
  const look = setInterval(async () => {
    if (looking) return;
    looking = true;
    try {
      if (!(await isChatTaskWaiting(sql, taskId))) cancelled.abort();
    } catch {
      // The database may be away for a moment; the ending is recorded only where the task still waits.
    } finally {
      looking = false;
    }
  }, lookEveryMs);
  return {
    signal: AbortSignal.any([handBack, cancelled.signal, tooLate.signal]),
    isCancelled: () => cancelled.signal.aborted,
    timeoutError: () =>
      tooLate.signal.aborted
        ? new AppError('timed-out', `The task did not end within ${timeoutMs / 1000} s.`, {
            details: { seconds: timeoutMs / 1000 },
          })
        : undefined,
    end: () => {
      clearTimeout(timer);
      clearInterval(look);
    },
  };
}
