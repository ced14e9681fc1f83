import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ApiCall {
  readonly method: string;
  /** The body as it came: JSON, or a form with files. */
  readonly body: string;
  readonly atMs: number;
}

/** `lost`: the work was done and the connection broke before the answer. */
export type ApiAnswer =
  | { readonly result: unknown }
  | { readonly error: number; readonly text: string; readonly retryAfter?: number }
  | 'lost';

/** Answers the Bot API over HTTP as it is told, and keeps what was asked. */
export interface BotApiStandIn {
  readonly apiRoot: string;
  readonly calls: ApiCall[];
  /** By method, the answers to its next calls; then everything is well. */
  readonly next: Map<string, ApiAnswer[]>;
  close(): Promise<void>;
}

export async function openBotApiStandIn(): Promise<BotApiStandIn> {
  const calls: ApiCall[] = [];
  const next = new Map<string, ApiAnswer[]>();
  let messageId = 100;
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const method = request.url?.split('/').at(-1) ?? '';
      calls.push({ method, body, atMs: performance.now() });
      messageId += 1;
      const message = {
        message_id: messageId,
        date: 1,
        chat: { id: 1, type: 'private' },
        video: file,
        audio: file,
      };
      const album = () => Array.from(body.matchAll(/"type":"video"/g), () => message);
      const sent = method === 'sendMediaGroup' ? album() : message;
      answer(response, next.get(method)?.shift() ?? { result: method.startsWith('send') ? sent : true });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    next,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const file = { file_id: 'kept-by-telegram', file_unique_id: 'u', width: 1, height: 1, duration: 1 };

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

function answer(response: ServerResponse, given: ApiAnswer): void {
  if (given === 'lost') {
    response.socket?.destroy();
    return;
  }
  response.setHeader('content-type', 'application/json');
  if ('result' in given) response.end(JSON.stringify({ ok: true, result: given.result }));
  else {
    const parameters =
      given.retryAfter === undefined ? {} : { parameters: { retry_after: given.retryAfter } };
    response.statusCode = given.error;
    response.end(
      JSON.stringify({ ok: false, error_code: given.error, description: given.text, ...parameters }),
    );
  }
}
