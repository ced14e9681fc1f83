import { setTimeout as delay } from 'node:timers/promises';
import type { BotApiMessage, HumanAct, HumanActAnswer, SandboxEvent } from '../../src/sandbox/protocol.ts';

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

interface Keyboard {
  readonly inline_keyboard?: readonly (readonly { readonly text: string }[])[];
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
    if ((message.from as { is_bot?: boolean } | undefined)?.is_bot !== true) return;
    for (const listener of [...(listeners.get(chatId) ?? [])]) listener(message);
  };
  await follow(baseUrl, take, closing.signal);
  const act = async (wanted: HumanAct) => await post(baseUrl, wanted);
  return {
    add: async (id) =>
      await act({ act: 'add-user', user: { id, first_name: `Person ${id}`, language_code: 'en' } }),
    say: async (id, text) => await act({ act: 'say', userId: id, chatId: id, text }),
    press: async (id, label) => {
      const place = findButton([...(shown.get(id)?.values() ?? [])], label);
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
    violations: async () => {
      const state = await (await fetch(`${baseUrl}/sandbox/state`)).json();
      return (state as { violations: unknown[] }).violations.length;
    },
    close: () => closing.abort(),
  };
}

async function follow(baseUrl: string, take: (event: SandboxEvent) => void, end: AbortSignal): Promise<void> {
  const answer = await fetch(`${baseUrl}/sandbox/events`, { signal: end });
  if (!answer.body) throw new Error('The sandbox has no events.');
  const reading = async (body: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data !== undefined && data !== '{}') take(JSON.parse(data) as SandboxEvent);
      }
    }
  };
  reading(answer.body as ReadableStream<Uint8Array>).catch(() => undefined);
  // The stream is watched from its first chunk on.
  await delay(100);
}

async function post(baseUrl: string, act: HumanAct): Promise<void> {
  const answer = await fetch(`${baseUrl}/sandbox/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  });
  const told = (await answer.json()) as HumanActAnswer;
  if (!told.ok) throw new Error(`The sandbox refused ${act.act}: ${told.error}`);
}

function findButton(messages: readonly BotApiMessage[], label: RegExp) {
  for (const message of messages.toSorted((left, right) => right.message_id - left.message_id)) {
    const rows = (message.reply_markup as Keyboard | undefined)?.inline_keyboard ?? [];
    for (const [row, buttons] of rows.entries()) {
      const column = buttons.findIndex(({ text }) => label.test(text));
      if (column >= 0) return { messageId: message.message_id, row, column };
    }
  }
  return undefined;
}
