import { buttonRowsOf, isOfBot, type PlacedButton } from '../../test/support/bot-message.ts';
import { followEvents, postAct, readState } from '../../test/support/sandbox-http.ts';
import type { BotApiMessage, HumanAct, HumanActAnswer, SandboxEvent } from '../../src/sandbox/protocol.ts';

export type Button = PlacedButton & { readonly data: string };

/** What one person sees of their chat with the bot. */
export interface SeenChat {
  /** In their order. */
  readonly messages: ReadonlyMap<number, BotApiMessage>;
  /** Raised by whatever changes in it. */
  readonly version: number;
}

/** All chats of a sandbox, as their people see them. */
export interface ChatMirror {
  chat(chatId: number): SeenChat;
  /** Resolves when the chat is another than at that version, or the time is over. */
  changed(chatId: number, version: number, timeoutMs: number): Promise<void>;
  act(act: HumanAct): Promise<HumanActAnswer>;
  /** How much has been seen to happen: harm is done in proportion to it, however fast the machine is. */
  seen(): number;
  close(): void;
}

interface Kept {
  readonly messages: Map<number, BotApiMessage>;
  version: number;
  readonly waiting: Set<() => void>;
}

export async function openChatMirror(baseUrl: string): Promise<ChatMirror> {
  const closing = new AbortController();
  const chats = new Map<number, Kept>();
  let seen = 0;
  const chatOf = (id: number): Kept => {
    const known = chats.get(id) ?? { messages: new Map(), version: 0, waiting: new Set() };
    chats.set(id, known);
    return known;
  };
  const { sequence, chats: known } = await readState(baseUrl);
  for (const { id, messages } of known) {
    for (const message of messages) chatOf(id).messages.set(message.message_id, message);
  }
  const notice = (event: SandboxEvent) => {
    seen += 1;
    if (event.event === 'callback-answer') return bump(chatOf(event.userId));
    if (event.event !== 'message' && event.event !== 'edit' && event.event !== 'delete') return;
    const chat = chatOf(event.chatId);
    if (event.event === 'delete') for (const id of event.messageIds) chat.messages.delete(id);
    else chat.messages.set(event.message.message_id, event.message);
    if (event.event === 'delete' || isOfBot(event.message)) bump(chat);
  };
  void followEvents(baseUrl, sequence, notice, closing.signal);
  return {
    chat: chatOf,
    async changed(chatId, version, timeoutMs) {
      const chat = chatOf(chatId);
      if (chat.version !== version) return;
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          chat.waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        chat.waiting.add(done);
      });
    },
    act: (act) => postAct(baseUrl, act),
    seen: () => seen,
    close: () => closing.abort(),
  };
}

function bump(chat: Kept): void {
  chat.version += 1;
  for (const wake of [...chat.waiting]) wake();
}

/** Those that press something: one that opens a link is not among them. */
export function buttonsOf(message: BotApiMessage): Button[] {
  return buttonRowsOf(message)
    .flat()
    .filter((button): button is Button => button.data !== undefined);
}

export const isAnytime = ({ data }: Button) => data.startsWith('!');

/** The newest message with buttons that belong to a screen. */
export function screenOf({ messages }: SeenChat): BotApiMessage | undefined {
  return [...messages.values()]
    .sort((left, right) => left.message_id - right.message_id)
    .findLast((message) => isOfBot(message) && buttonsOf(message).some((button) => !isAnytime(button)));
}
