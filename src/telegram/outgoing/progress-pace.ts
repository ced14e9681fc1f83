/** What was said of one production's progress, and when. Times are milliseconds on any one clock. */
export interface ProgressPace {
  readonly startedAtMs: number;
  readonly lastEditAtMs: number | undefined;
  readonly lastText: string | undefined;
}

/** What a chat was sent of late, by us: edits and sends share one allowance. */
export interface ChatPace {
  readonly callsAtMs: readonly number[];
  /** Telegram asked to be left alone until then. */
  readonly quietUntilMs: number;
}

export const freshChat: ChatPace = { callsAtMs: [], quietUntilMs: 0 };

const eagerForMs = 30_000;
const eagerEveryMs = 4000;
/** Under the ten seconds within which something must be seen to move, by what an edit may wait for its turn. */
const calmEveryMs = 9000;
const minuteMs = 60_000;
/** Telegram takes about twenty edits and sends a minute in one chat. */
const callsAMinute = 20;
/** Of these some are left for what the person does. */
const keptForAnswers = 4;

export function mayCall(chat: ChatPace, nowMs: number): boolean {
  const recent = chat.callsAtMs.filter((at) => nowMs - at < minuteMs);
  return nowMs >= chat.quietUntilMs && recent.length < callsAMinute - keptForAnswers;
}

/** Whether it is time to look at the production again: nothing is asked for that could not be shown. */
export function isDue(pace: ProgressPace, chat: ChatPace, nowMs: number): boolean {
  if (!mayCall(chat, nowMs)) return false;
  if (pace.lastEditAtMs === undefined) return nowMs - pace.startedAtMs >= eagerEveryMs;
  const everyMs = nowMs - pace.startedAtMs <= eagerForMs ? eagerEveryMs : calmEveryMs;
  return nowMs - pace.lastEditAtMs >= everyMs;
}

export function afterCall(chat: ChatPace, nowMs: number): ChatPace {
  const recent = chat.callsAtMs.filter((at) => nowMs - at < minuteMs);
  return { ...chat, callsAtMs: [...recent, nowMs] };
}

export function afterFlood(chat: ChatPace, nowMs: number, retryAfterSeconds: number): ChatPace {
  return { ...chat, quietUntilMs: Math.max(chat.quietUntilMs, nowMs + retryAfterSeconds * 1000) };
}
