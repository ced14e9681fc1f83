import { findButton, isOfBot } from '../../test/support/bot-message.ts';
import { followEvents, postAct, readState } from '../../test/support/sandbox-http.ts';
import type { BotApiMessage, HumanAct, SandboxEvent } from '../../src/sandbox/protocol.ts';

/** Many people in one sandbox over one stream of events, so that the measuring costs little itself. */
export interface Crowd {
  add(id: number): Promise<void>;
  say(id: number, text: string): Promise<void>;
  /** Presses the newest button of that label. */
  press(id: number, label: RegExp): Promise<void>;
  /** The next message or edit of the bot's in that chat that fits, from now on. */
  next(id: number, fits: (message: BotApiMessage) => boolean, timeoutMs?: number): Promise<BotApiMessage>;
  /** When a message was edited, in seconds on one clock, and to what. */
  editsOf(messageId: number): readonly Edit[];
  violations(): Promise<number>;
  close(): void;
}

export interface Edit {
  readonly atSeconds: number;
  readonly text: string;
}

type Listener = (message: BotApiMessage) => void;

const patienceMs = 60_000;

export async function openCrowd(baseUrl: string): Promise<Crowd> {
  const closing = new AbortController();
  const shown = new Map<number, Map<number, BotApiMessage>>();
  const edits = new Map<number, Edit[]>();
  const listeners = new Map<number, Set<Listener>>();
  const take = (event: SandboxEvent) => {
    if (event.event === 'delete') for (const id of event.messageIds) shown.get(event.chatId)?.delete(id);
    if (event.event !== 'message' && event.event !== 'edit') return;
    const { chatId, message } = event;
    const chat = shown.get(chatId) ?? new Map<number, BotApiMessage>();
    shown.set(chatId, chat.set(message.message_id, message));
    if (event.event === 'edit') {
      const times = edits.get(message.message_id) ?? [];
      const edit = { atSeconds: performance.now() / 1000, text: String(message.text) };
      edits.set(message.message_id, [...times, edit]);
    }
    if (!isOfBot(message)) return;
    for (const listener of [...(listeners.get(chatId) ?? [])]) listener(message);
  };
  const { sequence } = await readState(baseUrl);
  void followEvents(baseUrl, sequence, take, closing.signal);
  const act = async (wanted: HumanAct) => {
    const answer = await postAct(baseUrl, wanted);
    if (!answer.ok) throw new Error(`The sandbox refused ${wanted.act}: ${answer.error}`);
  };
  return {
    add: async (id) =>
      await act({ act: 'add-user', user: { id, first_name: `Person ${id}`, language_code: 'en' } }),
    say: async (id, text) => await act({ act: 'say', userId: id, chatId: id, text }),
    press: async (id, label) => {
      const place = findButton([...(shown.get(id)?.values() ?? [])], (text) => label.test(text));
      if (!place) throw new Error(`Person ${id} sees no button ${label}.`);
      await act({ act: 'press', userId: id, chatId: id, ...place });
    },
    next: async (id, fits, timeoutMs = patienceMs) => {
      const found = Promise.withResolvers<BotApiMessage>();
      const listener: Listener = (message) => fits(message) && found.resolve(message);
      const all = listeners.get(id) ?? new Set<Listener>();
      listeners.set(id, all.add(listener));
      const timer = setTimeout(() => found.reject(new Error(`Person ${id} waited in vain.`)), timeoutMs);
      return await found.promise.finally(() => {
        clearTimeout(timer);
        all.delete(listener);
      });
    },
    editsOf: (messageId) => edits.get(messageId) ?? [],
    violations: async () => (await readState(baseUrl)).violations.length,
    close: () => closing.abort(),
  };
}
