import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { CallMethod } from '../methods/call-method.ts';
import { botRecord } from '../chats/chats.ts';
import type { SandboxParts } from '../parts.ts';
import type { Fault } from '../protocol.ts';
import { methodNamed } from '../schema/schema.ts';
import { ApiError } from './api-error.ts';
import type { Faults } from './faults.ts';
import { decodedPart } from './decoded-part.ts';
import { discardUploads, readCall } from './read-call.ts';
import { sendFile } from './send-file.ts';

export interface ApiServerOptions {
  readonly parts: SandboxParts;
  readonly callMethod: CallMethod;
  readonly faults: Faults;
  /** Gets every request that is none of the Bot API's. */
  readonly otherwise: (request: IncomingMessage, response: ServerResponse) => void;
}

/** `/bot<token>/<method>` and `/file/bot<token>/<path>`, as Telegram serves them. */
export function createApiServer(options: ApiServerOptions): Server {
  const server = createServer((request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      options.parts.log.error({ err: error }, 'A request of the bot could not be answered.');
      response.destroy();
    });
  });
  // A connection that is closed while the next request is on its way looks like a lost answer.
  server.keepAliveTimeout = 0;
  return server;
}

async function serve(
  options: ApiServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = URL.parse(request.url ?? '/', 'http://sandbox');
  if (url === null) return answerError(response, new ApiError(400, 'Bad Request: no address'));
  const [, token = '', method = ''] = /^\/bot([^/]+)\/(\w+)\/?$/.exec(url.pathname) ?? [];
  if (method !== '')
    return await serveMethod(options, { request, response, token, method, query: url.searchParams });
  const [, fileToken = '', path = ''] = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
  if (path !== '') return await serveFile(options, request, response, decodedPart(fileToken), path);
  if (/^\/(bot|file)/.test(url.pathname)) return answerError(response, new ApiError(404, 'Not Found'));
  options.otherwise(request, response);
}

interface MethodRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly token: string;
  readonly method: string;
  readonly query: URLSearchParams;
}

async function serveMethod(options: ApiServerOptions, wire: MethodRequest): Promise<void> {
  const { parts, faults } = options;
  const { request, response } = wire;
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  let effect: Fault['effect'] | undefined;
  let method = wire.method;
  try {
    requireToken(parts, decodedPart(wire.token) ?? '');
    method = requireMethod(wire.method);
    effect = faults.meet(method);
    if (effect?.kind === 'refuse-connection') return void request.socket.destroy();
    if (effect?.kind === 'delay') await wait(effect.ms);
    const call = await readCall(request, wire.query, method, parts.files);
    try {
      if (effect?.kind === 'answer') throw faultError(effect);
      const result = await options.callMethod(method, { ...call, signal: gone.signal });
      parts.journal.commit();
      tell(parts, method, undefined);
      if (effect?.kind === 'lose-answer') return void request.socket.destroy();
      answer(response, 200, { ok: true, result });
    } finally {
      await discardUploads(call.uploads);
    }
  } catch (error) {
    parts.journal.commit();
    if (!(error instanceof ApiError) && gone.signal.aborted) return;
    const known = asApiError(parts, error);
    tell(parts, method, known.message);
    if (effect?.kind === 'lose-answer') return void request.socket.destroy();
    // What is left of the body would be taken for the next request.
    if (!request.complete) response.setHeader('connection', 'close');
    answerError(response, known);
  }
}

/** Polls without end would drown the rest. */
function tell({ events, clock }: SandboxParts, method: string, error: string | undefined): void {
  if (method === 'getUpdates' && error === undefined) return;
  const at = new Date(clock.nowMs()).toISOString();
  events.add({ event: 'call', method, ok: error === undefined, ...(error !== undefined && { error }), at });
}

function requireToken(parts: SandboxParts, token: string): void {
  if (token === botRecord(parts).token) return;
  const isForm = /^[1-9]\d{0,15}:[\w-]+$/.test(token);
  throw new ApiError(401, isForm ? 'Unauthorized' : 'Unauthorized: invalid token specified');
}

function requireMethod(name: string): string {
  const method = methodNamed(name);
  if (method === undefined) throw new ApiError(404, 'Not Found: method not found');
  return method;
}

function faultError({
  code,
  description,
  retryAfter,
}: Extract<Fault['effect'], { kind: 'answer' }>): ApiError {
  return new ApiError(code, description, retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter });
}

function asApiError({ log }: SandboxParts, error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  log.error({ err: error }, 'A call of the bot failed inside the sandbox.');
  return new ApiError(500, 'Internal Server Error: [sandbox] the server itself failed');
}

function answerError(response: ServerResponse, { code, message, retryAfterSeconds }: ApiError): void {
  const waits = retryAfterSeconds !== undefined;
  if (waits) response.setHeader('retry-after', String(retryAfterSeconds));
  answer(response, code, {
    ok: false,
    error_code: code,
    description: message,
    ...(waits && { parameters: { retry_after: retryAfterSeconds } }),
  });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function serveFile(
  { parts }: ApiServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  token: string | undefined,
  path: string,
): Promise<void> {
  const file = token === botRecord(parts).token ? parts.files.findByPath(path) : undefined;
  if (file === undefined) return answerError(response, new ApiError(404, 'Not Found'));
  await sendFile(request, response, { path: parts.files.diskPath(file), mime: 'application/octet-stream' });
}
