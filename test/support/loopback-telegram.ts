import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { silentLog } from '../../src/platform/log/log.ts';
import { createTelegram, type Telegram } from '../../src/telegram/client.ts';

export interface TelegramCall {
  readonly method: string;
  /** The fields of JSON; of a form its text. */
  readonly payload: Record<string, unknown>;
  readonly body: string;
}

export interface TelegramRefusal {
  readonly code: number;
  readonly description: string;
  readonly retryAfter?: number;
}

/** A Bot API server that believes everything: for tests of what is sent, and of what a refusal leads to. */
export interface LoopbackTelegram {
  readonly telegram: Telegram;
  readonly apiRoot: string;
  readonly calls: TelegramCall[];
  /** What the next calls are refused with; undefined lets them pass. */
  refuse: (call: TelegramCall) => TelegramRefusal | undefined;
  /** Resolves when calls that match have come so often. */
  until(matches: (call: TelegramCall) => boolean, count?: number): Promise<TelegramCall[]>;
  close(): Promise<void>;
}

export async function openLoopbackTelegram(): Promise<LoopbackTelegram> {
  const calls: TelegramCall[] = [];
  let wake: (() => void)[] = [];
  let nextMessageId = 1000;
  const desk = { refuse: (_call: TelegramCall): TelegramRefusal | undefined => undefined };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const isJson = request.headers['content-type']?.startsWith('application/json') === true;
      const payload = isJson && body !== '' ? (JSON.parse(body) as Record<string, unknown>) : {};
      const call = { method: String(request.url).split('/').at(-1) ?? '', payload, body };
      const refusal = desk.refuse(call);
      if (!refusal) calls.push(call);
      response.statusCode = refusal?.code ?? 200;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(refusal ? refused(refusal) : { ok: true, result: resultOf(call, nextMessageId++) }),
      );
      for (const each of wake.splice(0)) each();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const apiRoot = `http://127.0.0.1:${port}`;
  const telegram = createTelegram({
    token: '4242:loopback-loopback-loopback',
    apiRoot,
    log: silentLog,
    longestWaitSeconds: 0,
  });
  return Object.assign(desk, {
    telegram,
    apiRoot,
    calls,
    async until(matches: (call: TelegramCall) => boolean, count = 1) {
      for (;;) {
        const found = calls.filter(matches);
        if (found.length >= count) return found;
        await new Promise<void>((resolve) => wake.push(resolve));
      }
    },
    async close() {
      wake = [];
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

function refused({ code, description, retryAfter }: TelegramRefusal) {
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
  return { ok: false, error_code: code, description, ...parameters };
}

function resultOf({ method, payload }: TelegramCall, messageId: number): unknown {
  if (method === 'getMe') return { id: 4242, is_bot: true, first_name: 'Bot', username: 'our_bot' };
  if (!/^(send|edit|copy)/.test(method)) return true;
  return { message_id: messageId, date: 0, chat: { id: payload.chat_id, type: 'private' } };
}
