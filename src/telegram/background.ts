import { pause } from '../platform/shutdown/pause.ts';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../platform/log/log.ts';
import { classifyTelegramError } from './errors.ts';

export interface Background {
  /** Does the work, and again after a failure, with growing waits, until it succeeds or the program ends. */
  retry(name: string, work: () => Promise<void>): void;
  /** Resolves when none of it is under way. */
  ended(): Promise<void>;
}

export interface BackgroundOptions {
  readonly parts: { readonly log: Log };
  onFatal(error: AppError): void;
  readonly retryMs?: number;
}

const longestRetryMs = 60_000;

/** What a chat does beside its conversations. A token that Telegram does not know ends all of it. */
export function createBackground(
  { parts, onFatal, retryMs = 1000 }: BackgroundOptions,
  stopping: AbortSignal,
): Background {
  const tasks: Promise<void>[] = [];
  const refused = new AbortController();
  const signal = AbortSignal.any([stopping, refused.signal]);
  const run = async (name: string, work: () => Promise<void>) => {
    for (let waitMs = retryMs; !signal.aborted; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
      try {
        return await work();
      } catch (error) {
        if (signal.aborted) return;
        if (classifyTelegramError(error) === 'unauthorized') {
          refused.abort();
          return onFatal(refusedToken());
        }
        parts.log.warn({ err: error, task: name }, 'What the chat needs from Telegram failed; trying again.');
        await pause(waitMs, signal);
      }
    }
  };
  return {
    retry: (name, work) => void tasks.push(run(name, work)),
    ended: async () => void (await Promise.all(tasks)),
  };
}

function refusedToken(): AppError {
  return new AppError(
    'invalid-config',
    'Telegram does not accept TELEGRAM_BOT_TOKEN; take the current one from @BotFather.',
  );
}
