import { pause } from '../platform/shutdown/pause.ts';
import { type AdvisoryLock, tryAdvisoryLock } from '../platform/database/advisory-lock.ts';
import type { ChatBot } from './chat-bot.ts';
import { classifyTelegramError } from './errors.ts';
import { type Receiver, wantedUpdates } from './receive.ts';

export interface PollOptions {
  /** How long Telegram holds a question open when there is nothing. */
  readonly timeoutSeconds?: number;
  /** Bounds of the wait after somebody else polled, and of the waits after failures, which double. */
  readonly conflictMs?: readonly [number, number];
  readonly failureMs?: readonly [number, number];
  /** How often a process that does not poll asks whether it is its turn. */
  readonly leaderEveryMs?: number;
}

type PollBot = Pick<ChatBot<unknown>, 'parts' | 'botId' | 'telegram'>;

const defaults = {
  timeoutSeconds: 30,
  conflictMs: [3000, 30_000],
  failureMs: [500, 30_000],
  leaderEveryMs: 5000,
} as const;

/**
 * Fetches updates until the signal fires; of all processes of a database one does, the others stand by. Throws
 * Telegram's refusal when it does not know the token.
 */
export async function pollUpdates(
  bot: PollBot,
  receive: Receiver,
  signal: AbortSignal,
  options: PollOptions = {},
): Promise<void> {
  const settings = { ...defaults, ...options };
  while (!signal.aborted) {
    const lock = await leaderLock(bot);
    if (lock) {
      try {
        await pollAsLeader(bot, receive, AbortSignal.any([signal, lock.lost]), settings);
      } finally {
        await lock.release().catch(() => {});
      }
    }
    if (!signal.aborted) await pause(settings.leaderEveryMs, signal);
  }
}

async function leaderLock({ parts, botId }: PollBot): Promise<AdvisoryLock | undefined> {
  try {
    return await tryAdvisoryLock(parts.database, `telegram-poll:${botId}`);
  } catch (error) {
    parts.log.warn({ err: error }, 'Whether another process polls can not be told.');
    return undefined;
  }
}

async function pollAsLeader(
  bot: PollBot,
  receive: Receiver,
  signal: AbortSignal,
  settings: Required<PollOptions>,
): Promise<void> {
  // Without dropping what is pending: that would throw people's messages away.
  const start = async () => void (await bot.telegram.deleteWebhook({}, signal as never));
  let isStarted = false;
  let offset: number | undefined;
  const waits = createWaits(bot, settings);
  while (!signal.aborted) {
    try {
      if (!isStarted) await start();
      isStarted = true;
      const updates = await fetchUpdates(bot, offset, settings.timeoutSeconds, signal);
      await receive(updates);
      const last = updates.at(-1)?.update_id;
      if (last !== undefined) offset = last + 1;
      waits.succeeded();
    } catch (error) {
      if (signal.aborted) return;
      // A webhook that somebody set since keeps us from polling.
      if (classifyTelegramError(error) === 'conflict') isStarted = false;
      await pause(waits.after(error), signal);
    }
  }
}

async function fetchUpdates(
  { telegram }: PollBot,
  offset: number | undefined,
  timeout: number,
  signal: AbortSignal,
) {
  const wanted = { limit: 100, timeout, allowed_updates: wantedUpdates };
  return await telegram.getUpdates({ ...wanted, ...(offset !== undefined && { offset }) }, signal as never);
}

/** How long to wait after which failure; each trouble is logged when it begins and when it ends. */
function createWaits({ parts }: PollBot, { conflictMs, failureMs }: Required<PollOptions>) {
  let failures = 0;
  return {
    succeeded() {
      if (failures > 0) parts.log.info({ failures }, 'Updates come in again.');
      failures = 0;
    },
    after(error: unknown): number {
      const failure = classifyTelegramError(error);
      if (failure === 'unauthorized') throw error;
      failures += 1;
      const isConflict = failure === 'conflict';
      if (failures === 1) {
        parts.log.warn(
          { err: error },
          isConflict
            ? 'Somebody else fetches the updates of this bot; waiting.'
            : 'Updates could not be fetched.',
        );
      }
      const [least, most] = isConflict ? conflictMs : failureMs;
      const doubled = Math.min(most, least * 2 ** Math.min(failures - 1, 10));
      return isConflict ? least + Math.random() * (most - least) : doubled * (0.75 + Math.random() / 2);
    },
  };
}
