import type { TelegramUpdate } from '@gramio/types';
import type { SandboxClock } from '../sandbox-clock.ts';
import { type ApiError, conflict } from '../wire/api-error.ts';
import type { UpdateQueue } from './update-queue.ts';
import type { ParametersOf } from '../telegram-types.ts';

export interface Poller {
  poll(parameters: ParametersOf<'getUpdates'>, signal: AbortSignal): Promise<readonly TelegramUpdate[]>;
  /** Ends a poll that waits, with that error. */
  end(error: ApiError): void;
}

const mostTimeoutSeconds = 50;
const mostAnswerBytes = 4 << 20;

/** `getUpdates`: a new poll ends one that still waits. */
export function createPoller(updates: UpdateQueue, clock: SandboxClock): Poller {
  let waiting: ((error: ApiError) => void) | undefined;

  function wait(seconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: ApiError) => {
        cancelTimer();
        cancelListener();
        signal.removeEventListener('abort', onAbort);
        if (waiting === settle) waiting = undefined;
        if (error === undefined) resolve();
        else reject(error);
      };
      const onAbort = () => settle();
      const cancelTimer = clock.after(seconds * 1000, settle);
      const cancelListener = updates.onAdd(settle);
      signal.addEventListener('abort', onAbort);
      waiting = settle;
    });
  }

  return {
    async poll(parameters, signal) {
      waiting?.(
        conflict('terminated by other getUpdates request; make sure that only one bot instance is running'),
      );
      const { offset = 0, limit = 100, timeout = 0, allowed_updates: allowed } = parameters ?? {};
      if (allowed !== undefined) updates.allow(allowed);
      forget(updates, offset);
      if (updates.pending().length === 0 && timeout > 0)
        await wait(Math.min(timeout, mostTimeoutSeconds), signal);
      return withinAnswer(
        updates
          .pending()
          .slice(0, limit)
          .map(({ update }) => update),
      );
    },
    end: (error) => waiting?.(error),
  };
}

/** A negative offset keeps that many of the newest. */
function forget(updates: UpdateQueue, offset: number): void {
  const pending = updates.pending();
  const forgotten =
    offset < 0
      ? pending.slice(0, Math.max(0, pending.length + offset))
      : pending.filter(({ update }) => update.update_id < offset);
  for (const { update } of forgotten) updates.confirm(update.update_id);
}

function withinAnswer(updates: readonly TelegramUpdate[]): readonly TelegramUpdate[] {
  let bytes = 0;
  return updates.filter((update, index) => {
    bytes += Buffer.byteLength(JSON.stringify(update));
    return index === 0 || bytes <= mostAnswerBytes;
  });
}
