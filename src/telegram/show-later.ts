import type { Log } from '../platform/log/log.ts';

/** Delays between tries to show a screen, unless Telegram asks for a longer one. */
const delaysMs = [1000, 5000, 20_000, 60_000, 180_000];

export interface ShowLater {
  /** `revision`: of the screen that failed; a newer one is given all the tries. Unknown: as before. */
  plan(personId: string, afterMs: number, revision?: number): void;
  stop(): void;
}

/** Screens that could not be shown, tried again a few times; a person who does something meanwhile sees theirs. */
export function createShowLater(
  present: (personId: string) => Promise<void>,
  log: Log,
  firstDelayMs = delaysMs[0] ?? 0,
): ShowLater {
  const waiting = new Map<string, { tries: number; revision?: number; timer?: NodeJS.Timeout }>();
  let isStopped = false;
  const plan = (personId: string, afterMs: number, revision?: number) => {
    if (isStopped) return;
    const entry = waiting.get(personId) ?? { tries: 0 };
    clearTimeout(entry.timer);
    if (revision !== undefined) {
      if (entry.revision !== undefined && revision > entry.revision) entry.tries = 0;
      entry.revision = revision;
    }
    const ownDelayMs = entry.tries === 0 ? firstDelayMs : delaysMs[entry.tries];
    if (ownDelayMs === undefined) {
      waiting.delete(personId);
      log.error({ personId }, 'A screen could not be shown, however often it was tried.');
      return;
    }
    entry.tries += 1;
    entry.timer = setTimeout(() => void again(personId), Math.max(ownDelayMs, afterMs));
    entry.timer.unref();
    waiting.set(personId, entry);
  };
  const again = async (personId: string) => {
    const tries = waiting.get(personId)?.tries;
    try {
      await present(personId);
      // Unless it failed, and was planned again.
      if (waiting.get(personId)?.tries === tries) waiting.delete(personId);
    } catch (error) {
      log.warn({ err: error, personId }, 'A screen could not be shown again.');
      plan(personId, 0);
    }
  };
  return {
    plan,
    stop() {
      isStopped = true;
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
