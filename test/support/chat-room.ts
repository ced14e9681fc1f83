import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ActionParts } from '../../src/actions/parts.ts';
import { createTestDatabase, type TestDatabase } from '../../src/platform/database/test-database.ts';
import { type Log, silentLog } from '../../src/platform/log/log.ts';
import type { Fault, HumanAct, HumanActAnswer, SandboxEvent } from '../../src/sandbox/protocol.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Chat, type ChatOptions, startChat } from '../../src/telegram/chat.ts';
import { admin, ann, chatOptions, type Doors } from './chat-doors.ts';
import type { SmallState } from './chat-flow.ts';
import { createHook } from './chat-hook.ts';

interface Call {
  readonly method: string;
  readonly ok: boolean;
  readonly error?: string;
}

export type Message = {
  readonly message_id: number;
  readonly from?: { readonly is_bot: boolean };
  readonly text?: string;
  readonly caption?: string;
  readonly photo?: unknown;
  readonly audio?: unknown;
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly { readonly text: string }[])[] };
};

/** A database, a Bot API server with people, and a bot that answers them; the bot can be ended and started again. */
export interface ChatRoom extends Doors {
  readonly database: TestDatabase;
  readonly sandbox: Sandbox;
  readonly apiRoot: string;
  /** Calls by which the bot talks, since the beginning. */
  readonly calls: Call[];
  /** Calls about the bot itself. */
  readonly setupCalls: Call[];
  readonly answers: { readonly callbackId: string; readonly text?: string }[];
  /** The newest chat. */
  readonly chat: Chat;
  start(changes?: Partial<ChatOptions<SmallState>>): Chat;
  act(act: HumanAct): Promise<HumanActAnswer>;
  say(text: string, userId?: number): Promise<void>;
  /** What goes wrong with the next calls of the method. */
  fault(method: string, effect: Fault['effect'], times?: number): Promise<void>;
  /** Calls of the method until now. */
  count(method: string): number;
  /** The button of that text under that message, the newest screen where none is named; gives the press's id. */
  press(text: string, message?: Message): Promise<string>;
  /** The same, and waits until all is answered and shown. */
  tap(text: string, message?: Message): Promise<void>;
  /** Waits until nothing is left to be worked off or shown. */
  settled(): Promise<void>;
  messages(chatId?: number): Message[];
  /** The newest message of the bot's that has buttons. */
  screen(chatId?: number): Message | undefined;
  /** Waits until the newest screen says so. */
  sees(words: string | RegExp, chatId?: number): Promise<Message>;
  state(): Promise<SmallState | undefined>;
  until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void>;
  close(): Promise<void>;
}

export async function openChatRoom(log: Log = silentLog): Promise<ChatRoom> {
  const folder = await mkdtemp(join(tmpdir(), 'chat-'));
  const database = await createTestDatabase();
  const sandbox = await createSandbox({
    folder: join(folder, 'sandbox'),
    log: silentLog,
    maxFilesBytes: 1e9,
  });
  const { apiRoot } = await sandbox.listen(0);
  const parts = { database, log, limits, adminIds: [admin] } as unknown as ActionParts;
  const watching = new AbortController();
  const hook = createHook();
  const chats: Chat[] = [];
  const room: ChatRoom = {
    database,
    sandbox,
    apiRoot,
    parts,
    calls: [],
    setupCalls: [],
    answers: [],
    asked: [],
    fatal: [],
    get chat() {
      const newest = chats.at(-1);
      if (!newest) throw new Error('No chat was started.');
      return newest;
    },
    stopPoint: undefined,
    before: async () => {},
    start(changes = {}) {
      const chat = startChat({ ...chatOptions(room, folder), token: sandbox.token, apiRoot, ...changes });
      hook.receive = chat.receiveWebhook;
      chats.push(chat);
      return chat;
    },
    act: (act) => sandbox.act(act),
    async say(text, userId = ann) {
      const answer = await sandbox.act({ act: 'say', userId, chatId: userId, text });
      if (!answer.ok) throw new Error(answer.error);
    },
    press: (text, message) => press(room, text, message),
    async fault(method, effect, times = 1) {
      await sandbox.act({ act: 'fault', fault: { method, times, effect } });
    },
    count: (method) => [...room.calls, ...room.setupCalls].filter((call) => call.method === method).length,
    async tap(text, message) {
      const id = await press(room, text, message);
      await room.until(
        () => room.answers.some(({ callbackId }) => callbackId === id),
        `an answer to ${text}`,
      );
      await room.settled();
    },
    async settled() {
      await room.until(async () => (await countUnsettled(room)) === 0, 'everything to be shown');
    },
    messages(chatId = ann) {
      return [
        ...(sandbox.state().chats.find(({ id }) => id === chatId)?.messages ?? []),
      ] as unknown as Message[];
    },
    screen: (chatId) =>
      room.messages(chatId).findLast(({ from, reply_markup: keys }) => from?.is_bot && keys !== undefined),
    async sees(words, chatId) {
      const isThere = () => {
        const screen = room.screen(chatId);
        const text = screen?.text ?? screen?.caption ?? '';
        return typeof words === 'string' ? text.includes(words) : words.test(text);
      };
      await room.until(isThere, `a screen that says ${words}`);
      return room.screen(chatId) as Message;
    },
    async state() {
      const { rows } = await database.pool.query('select state from ugc.conversation');
      return rows[0]?.state as SmallState | undefined;
    },
    async until(isSo, what) {
      const deadline = Date.now() + 15_000;
      while (!(await isSo())) {
        if (Date.now() > deadline)
          throw new Error(`Waited in vain for ${what}: ${JSON.stringify(lastWords(room))}`);
        await delay(5);
      }
    },
    async close() {
      await Promise.all(chats.map((chat) => chat.stop()));
      watching.abort();
      await sandbox.close();
      await hook.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await watch(apiRoot, room, watching.signal);
  await hook.listen();
  hookUrls.set(room, hook.url);
  return room;
}

/** Updates that Telegram keeps, that wait in the inbox, and screens that are behind. */
async function countUnsettled({ database, sandbox, apiRoot }: ChatRoom): Promise<number> {
  const answer = await fetch(`${apiRoot}/bot${sandbox.token}/getWebhookInfo`);
  const { result } = (await answer.json()) as { result: { pending_update_count: number } };
  const { rows } = await database.pool.query(`
    select (select count(*) from ugc.telegram_update where state = 'waiting')
      + (select count(*) from ugc.conversation where coalesce((screen->>'revision')::int, 0) < revision) as count`);
  return Number(rows[0]?.count) + result.pending_update_count;
}

const hookUrls = new WeakMap<ChatRoom, () => string>();

/** Where the bot's webhook is to be found. */
export function webhookUrl(room: ChatRoom): string {
  return hookUrls.get(room)?.() ?? '';
}

const limits = { signupBonusCredits: 3, weakestDisclosure: 'badge' };

function lastWords(room: ChatRoom) {
  return { calls: room.calls.slice(-6), messages: room.messages().slice(-4) };
}

async function press(room: ChatRoom, text: string, message = room.screen()): Promise<string> {
  const rows = message?.reply_markup?.inline_keyboard ?? [];
  const row = rows.findIndex((buttons) => buttons.some((button) => button.text === text));
  const column = rows[row]?.findIndex((button) => button.text === text) ?? -1;
  if (!message || row < 0) throw new Error(`No button ${text} under ${JSON.stringify(message)}`);
  const at = { userId: ann, chatId: ann, messageId: message.message_id, row, column };
  const answer = await room.act({ act: 'press', ...at });
  if (!answer.ok) throw new Error(answer.error);
  return answer.callbackId ?? '';
}

/** Reads what the sandbox tells of calls and answers. */
async function watch(apiRoot: string, room: ChatRoom, signal: AbortSignal): Promise<void> {
  const answer = await fetch(`${apiRoot}/sandbox/events`, { signal });
  const read = async () => {
    let rest = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('data: ')) take(room, JSON.parse(line.slice(6)));
    }
  };
  read().catch(() => {});
}

const isQuestion = /^(getUpdates|getWebhookInfo)$/;
const isSetup = /^(getMe|setMy|setChatMenuButton|setWebhook|deleteWebhook)/;

function take(room: ChatRoom, event: SandboxEvent): void {
  if (event.event === 'callback-answer') room.answers.push(event);
  if (event.event !== 'call' || isQuestion.test(event.method)) return;
  (isSetup.test(event.method) ? room.setupCalls : room.calls).push(event);
}
