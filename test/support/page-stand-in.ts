import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type {
  BotApiMessage,
  HumanAct,
  HumanActAnswer,
  SandboxBot,
  SandboxChat,
  SandboxEvent,
  SandboxUser,
  Violation,
} from '../../src/sandbox/protocol.ts';

type Sendable = Readonly<Record<string, unknown>>;
type Chat = { -readonly [Key in keyof SandboxChat]: SandboxChat[Key] };

const window = 60;

/** Speaks the sandbox's protocol and nothing more: whatever a test puts into a chat is there, whoever would refuse it. */
export class PageStandIn {
  bot: SandboxBot = { id: 1000, username: 'ugc_bot', name: 'UGC Bot', description: '', shortDescription: '' };
  readonly users: SandboxUser[] = [];
  readonly chats = new Map<number, Chat>();
  readonly messages = new Map<number, BotApiMessage[]>();
  readonly violations: Violation[] = [];
  readonly acts: HumanAct[] = [];
  readonly files = new Map<string, { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }>();
  /** What an act is answered with, besides being kept. */
  onAct: (act: HumanAct) => HumanActAnswer = () => ({ ok: true });
  #nextId = 1;
  #sequence = 1;
  readonly #watchers = new Set<ReadableStreamDefaultController<Uint8Array>>();

  addUser(user: SandboxUser): void {
    this.users.push(user);
    this.addChat({ id: user.id, type: 'private', title: user.first_name, userIds: [user.id] });
  }

  addChat(chat: Pick<SandboxChat, 'id' | 'type' | 'title' | 'userIds'>): void {
    const rest = {
      isBlocked: false,
      messages: [],
      hasOlder: false,
      commands: [],
      menuButton: { type: 'default' },
    };
    this.chats.set(chat.id, { ...rest, ...chat });
    this.messages.set(chat.id, []);
  }

  /** From the bot unless the fields say otherwise, now unless they do. */
  put(chatId: number, fields: Sendable): BotApiMessage {
    const message = {
      message_id: this.#nextId,
      date: Math.floor(Date.now() / 1000),
      chat: { id: chatId },
      from: { id: this.bot.id, is_bot: true, first_name: this.bot.name },
      ...fields,
    };
    this.#nextId += 1;
    this.messages.get(chatId)?.push(message);
    this.tell({ event: 'message', chatId, message });
    return message;
  }

  edit(chatId: number, messageId: number, fields: Sendable): void {
    const all = this.messages.get(chatId) ?? [];
    const at = all.findIndex(({ message_id: id }) => id === messageId);
    const message = { ...all[at], message_id: messageId, chat: { id: chatId }, ...fields };
    all[at] = message;
    this.tell({ event: 'edit', chatId, message });
  }

  delete(chatId: number, messageIds: readonly number[]): void {
    const all = this.messages.get(chatId) ?? [];
    this.messages.set(
      chatId,
      all.filter(({ message_id: id }) => !messageIds.includes(id)),
    );
    this.tell({ event: 'delete', chatId, messageIds });
  }

  change(chatId: number, facts: Partial<SandboxChat>): void {
    const chat = this.chats.get(chatId);
    if (!chat) return;
    Object.assign(chat, facts);
    const { messages: _, hasOlder: __, ...rest } = chat;
    this.tell({ event: 'chat', chat: rest });
  }

  tell(event: SandboxEvent): void {
    this.#sequence += 1;
    const bytes = new TextEncoder().encode(`id: ${this.#sequence}\ndata: ${JSON.stringify(event)}\n\n`);
    for (const watcher of this.#watchers) watcher.enqueue(bytes);
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === '/sandbox/state') return Response.json(this.#state(url.searchParams));
    if (url.pathname === '/sandbox/events') return this.#events();
    if (url.pathname === '/sandbox/act') return Response.json(this.#act((await request.json()) as HumanAct));
    if (url.pathname === '/sandbox/upload') {
      const uploadId = `upload-${this.files.size}`;
      const type = url.searchParams.get('type') ?? '';
      this.files.set(uploadId, { bytes: new Uint8Array(await request.arrayBuffer()), type });
      return Response.json({ uploadId });
    }
    return this.#file(decodeURIComponent(url.pathname.slice('/sandbox/file/'.length)), request);
  }

  #act(act: HumanAct): HumanActAnswer {
    this.acts.push(act);
    return this.onAct(act);
  }

  #state(query: URLSearchParams): unknown {
    const only = query.get('chat');
    const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
    const chats = [...this.chats.values()]
      .filter(({ id }) => only === null || id === Number(only))
      .map((chat) => {
        const all = (this.messages.get(chat.id) ?? []).filter(({ message_id: id }) => id < before);
        return { ...chat, messages: all.slice(-window), hasOlder: all.length > window };
      });
    return { bot: this.bot, users: this.users, chats, violations: this.violations, sequence: this.#sequence };
  }

  #events(): Response {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
        this.#watchers.add(controller);
        controller.enqueue(new TextEncoder().encode(': hello\n\n'));
      },
      cancel: () => void this.#watchers.delete(own),
    });
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  }

  #file(fileId: string, request: Request): Response {
    const file = this.files.get(fileId);
    if (!file) return new Response('Not found', { status: 404 });
    const headers = { 'content-type': file.type, 'accept-ranges': 'bytes' };
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '');
    if (!range) return new Response(file.bytes, { headers });
    const from = Number(range[1]);
    const to = Math.min(Number(range[2] || file.bytes.length - 1), file.bytes.length - 1);
    const contentRange = `bytes ${from}-${to}/${file.bytes.length}`;
    return new Response(file.bytes.slice(from, to + 1), {
      status: 206,
      headers: { ...headers, 'content-range': contentRange },
    });
  }
}

/** Listens on the loopback; a port of 0 is any free one. */
export function listen(
  handle: (request: Request) => Promise<Response>,
  port = 0,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server: Server = createServer(getRequestListener(handle));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      resolve({ port: typeof address === 'object' && address ? address.port : 0, close });
    });
  });
}
