import { afterCall, afterFlood, type ChatPace, freshChat } from './progress-pace.ts';

/** What this process sent to which chat of late, for all that it sends by itself. */
export interface ChatPaces {
  of(chatId: number): ChatPace;
  called(chatId: number): void;
  flooded(chatId: number, retryAfterSeconds: number): void;
}

/** Chats that nothing was sent to for so long are forgotten. */
const keptMs = 120_000;

export function createChatPaces(nowMs: () => number = () => performance.now()): ChatPaces {
  const paces = new Map<number, ChatPace>();
  const put = (chatId: number, pace: ChatPace) => {
    paces.delete(chatId);
    paces.set(chatId, pace);
    for (const [oldest, { callsAtMs, quietUntilMs }] of paces) {
      if (Math.max(callsAtMs.at(-1) ?? 0, quietUntilMs) > nowMs() - keptMs) break;
      paces.delete(oldest);
    }
  };
  const of = (chatId: number) => paces.get(chatId) ?? freshChat;
  return {
    of,
    called: (chatId) => put(chatId, afterCall(of(chatId), nowMs())),
    flooded: (chatId, seconds) => put(chatId, afterFlood(of(chatId), nowMs(), seconds)),
  };
}
