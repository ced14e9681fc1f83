import { createReadStream } from 'node:fs';
import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Socket } from 'node:net';

export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | { readonly file: string; readonly bytes: number } | undefined;
  /** False: a connection of its own. One that was used before may be closing just now, which looks like a lost answer. */
  readonly agent: Agent | false;
  readonly maxAnswerBytes: number;
  readonly signal: AbortSignal;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Why no answer came, and whether there was a connection over which the request may have gone. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure';
  readonly wasConnected: boolean;
  readonly isTooLarge: boolean;

  constructor(cause: unknown, how: { readonly wasConnected: boolean; readonly isTooLarge?: boolean }) {
    super('no answer', { cause });
    this.wasConnected = how.wasConnected;
    this.isTooLarge = how.isTooLarge ?? false;
  }
}

/**
 * One request, one answer, no redirect. Not `fetch`: that doesn't tell whether a connection was ever made, and whether
 * a paid request may be sent again hangs on it.
 */
export async function sendRequest(wire: WireRequest): Promise<WireAnswer> {
  let wasConnected = false;
  try {
    const response = await opened(wire, () => {
      wasConnected = true;
    });
    const body = await wholeBody(response, wire.maxAnswerBytes);
    return { status: response.statusCode ?? 0, headers: headersOf(response), body };
  } catch (error) {
    throw error instanceof WireFailure ? error : new WireFailure(error, { wasConnected });
  }
}

async function opened(wire: WireRequest, onConnected: () => void): Promise<IncomingMessage> {
  const { method, url, headers, body, agent, signal } = wire;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, { method, headers, agent, signal });
  request.once('socket', (socket: Socket) => {
    if (request.reusedSocket) onConnected();
    // Before the handshake has ended not a byte of the request can have been read.
    else
      socket.once(
        'encrypted' in socket && (socket as TLSSocket).encrypted ? 'secureConnect' : 'connect',
        onConnected,
      );
  });
  request.once('response', resolve);
  request.on('error', reject);
  if (body === undefined || Buffer.isBuffer(body)) request.end(body);
  else {
    const file = createReadStream(body.file);
    file.once('error', (error) => request.destroy(error));
    request.once('close', () => file.destroy());
    file.pipe(request);
  }
  return await promise;
}

async function wholeBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      response.destroy();
      throw new WireFailure(undefined, { wasConnected: true, isTooLarge: true });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}
