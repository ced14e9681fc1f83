import { setTimeout as delay } from 'node:timers/promises';
import { buttonRowsOf, findButton, isOfBot, textOf } from './bot-message.ts';
import type {
  BotApiMessage,
  HumanAct,
  HumanActAnswer,
  SandboxEvent,
  Violation,
} from '../../src/sandbox/protocol.ts';
import { followEvents, postAct, readState, type SentKind, upload, usualMimes } from './sandbox-http.ts';

type CallbackAnswer = Extract<SandboxEvent, { event: 'callback-answer' }>;

/** Somebody in the sandbox, who does and sees what a person does and sees, over HTTP. */
export interface SandboxUser {
  readonly id: number;
  /** Of the private chat, unless another was asked for. */
  readonly chatId: number;
  say(text: string): Promise<BotApiMessage>;
  /** `/start`, with the payload of a link. */
  start(payload?: string): Promise<BotApiMessage>;
  /** The newest inline button with that label, or whose label fits; gives the bot's answer to the press. */
  press(label: string | RegExp, options?: { readonly message?: BotApiMessage }): Promise<CallbackAnswer>;
  /** The same without waiting for an answer; gives the press's id. */
  pressOnly(label: string | RegExp, options?: { readonly message?: BotApiMessage }): Promise<string>;
  send(
    kind: SentKind,
    path: string,
    options?: { readonly caption?: string; readonly mime?: string },
  ): Promise<BotApiMessage>;
  act(act: HumanAct): Promise<Extract<HumanActAnswer, { ok: true }>>;
  /** Everything in the chat, oldest first, as it is now. */
  messages(): readonly BotApiMessage[];
  /** The newest of the bot's. */
  lastMessage(): BotApiMessage;
  /** The newest of the bot's that has buttons: its text or caption, and its labels row by row. */
  screen(): {
    readonly message: BotApiMessage;
    readonly text: string;
    readonly buttons: readonly (readonly string[])[];
  };
  /** Resolves with the first message, present or coming, in its present form, that `predicate` holds for. */
  waitFor(predicate: (message: BotApiMessage) => boolean, timeoutMs?: number): Promise<BotApiMessage>;
  /** Resolves when the bot's newest text fits. */
  waitForText(text: string | RegExp, timeoutMs?: number): Promise<BotApiMessage>;
  events(): readonly SandboxEvent[];
  violations(): Promise<readonly Violation[]>;
  close(): void;
}

export interface OpenSandboxUserOptions {
  /** A group that the user is in. */
  readonly chatId?: number;
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 20_000;

/** `baseUrl`: where `/sandbox/…` is served, such as the API root or the chat page's address. */
export async function openSandboxUser(
  baseUrl: string,
  userId: number,
  { chatId = userId, timeoutMs: usualTimeoutMs = defaultTimeoutMs }: OpenSandboxUserOptions = {},
): Promise<SandboxUser> {
  const closing = new AbortController();
  const state = await readState(baseUrl);
  const messages = new Map<number, BotApiMessage>();
  for (const message of state.chats.find(({ id }) => id === chatId)?.messages ?? [])
    messages.set(message.message_id, message);
  const seen: SandboxEvent[] = [];
  const watchers = new Set<() => void>();

  const notice = (event: SandboxEvent) => {
    seen.push(event);
    if ((event.event === 'message' || event.event === 'edit') && event.chatId === chatId) {
      messages.set(event.message.message_id, event.message);
    }
    if (event.event === 'delete' && event.chatId === chatId)
      for (const id of event.messageIds) messages.delete(id);
    for (const watcher of [...watchers]) watcher();
  };
  void followEvents(baseUrl, state.sequence, notice, closing.signal);

  function until<T>(look: () => T | undefined, what: () => string, timeoutMs = usualTimeoutMs): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        finish();
        resolve(found);
      };
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`Nothing came in ${timeoutMs} ms: ${what()}`));
      }, timeoutMs);
      const finish = () => {
        clearTimeout(timer);
        watchers.delete(check);
      };
      watchers.add(check);
      check();
    });
  }

  const sorted = () => [...messages.values()].sort((a, b) => a.message_id - b.message_id);
  const ofBot = () => sorted().filter(isOfBot);
  const act = async (wanted: HumanAct) => {
    const answer = await postAct(baseUrl, wanted);
    if (!answer.ok) throw new Error(`The sandbox refused ${wanted.act}: ${answer.error}`);
    return answer;
  };
  const actForMessage = async (wanted: HumanAct) => {
    const { message } = await act(wanted);
    if (message === undefined) throw new Error(`${wanted.act} gave no message.`);
    return message;
  };

  async function pressOnly(
    label: string | RegExp,
    { message }: { readonly message?: BotApiMessage } = {},
  ): Promise<string> {
    const place = await until(
      () =>
        findButton(message === undefined ? ofBot() : [messages.get(message.message_id) ?? message], (text) =>
          fits(text, label),
        ),
      () => `no button ${label}; the chat ends with ${describe(ofBot())}`,
    );
    const answer = await postAct(baseUrl, { act: 'press', userId, chatId, ...place });
    // What is seen here may be behind: the screen has changed meanwhile, and news of it is on its way.
    if (!answer.ok && answer.error === 'There is no such button.') {
      await delay(20);
      return await pressOnly(label, message && { message });
    }
    if (!answer.ok) throw new Error(`The sandbox refused the press of ${label}: ${answer.error}`);
    const { callbackId } = answer;
    if (callbackId === undefined) throw new Error('The press has no id.');
    return callbackId;
  }

  const user: SandboxUser = {
    id: userId,
    chatId,
    say: (text) => actForMessage({ act: 'say', userId, chatId, text }),
    start: (payload) => actForMessage({ act: 'start', userId, ...(payload !== undefined && { payload }) }),
    pressOnly,
    async press(label, options) {
      const id = await pressOnly(label, options);
      const isAnswer = (event: SandboxEvent): event is CallbackAnswer =>
        event.event === 'callback-answer' && event.callbackId === id;
      return await until(
        () => seen.find(isAnswer),
        () => `no answer to the press of ${label}`,
      );
    },
    async send(kind, path, { caption, mime } = {}) {
      const uploadId = await upload(baseUrl, path, mime ?? usualMimes[kind]);
      return await actForMessage({
        act: 'send',
        userId,
        chatId,
        kind,
        uploadId,
        ...(caption !== undefined && { caption }),
      });
    },
    act,
    messages: sorted,
    lastMessage() {
      const last = ofBot().at(-1);
      if (last === undefined) throw new Error('The bot has said nothing.');
      return last;
    },
    screen() {
      const message = ofBot().findLast((candidate) => labelsOf(candidate).length > 0);
      if (message === undefined)
        throw new Error(`The bot shows no buttons; the chat ends with ${describe(ofBot())}`);
      return { message, text: textOf(message), buttons: labelsOf(message) };
    },
    waitFor: (predicate, timeoutMs) =>
      until(
        () => sorted().findLast(predicate),
        () => `the chat ends with ${describe(ofBot())}`,
        timeoutMs,
      ),
    waitForText: (text, timeoutMs) =>
      until(
        () => {
          const last = ofBot().at(-1);
          return last !== undefined && fits(textOf(last), text) ? last : undefined;
        },
        () => `no text ${text}; the chat ends with ${describe(ofBot())}`,
        timeoutMs,
      ),
    events: () => seen,
    violations: async () => (await readState(baseUrl)).violations,
    close: () => closing.abort(),
  };
  return user;
}

function fits(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

function describe(messages: readonly BotApiMessage[]): string {
  return JSON.stringify(messages.slice(-2).map((message) => [textOf(message), labelsOf(message)]));
}

function labelsOf(message: BotApiMessage): readonly (readonly string[])[] {
  return buttonRowsOf(message).map((row) => row.map(({ text }) => text));
}
