import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { HumanAct } from '../protocol.ts';
import { ApiError } from '../wire/api-error.ts';
import { decodedPart } from '../wire/decoded-part.ts';
import { byteRange } from '../wire/byte-range.ts';
import type { ActParts } from './act.ts';
import { readAct } from './read-act.ts';
import { performAct } from './perform-act.ts';
import { requireSameOrigin } from './same-origin.ts';
import { eventStream } from './event-stream.ts';
import { readState } from './state.ts';

export type HandleRequest = (request: Request) => Promise<Response>;

const mostActBytes = 256 << 10;

/** `/sandbox/…` as protocol.ts tells; 404 for everything else. */
export function createHandleRequest(parts: ActParts, allowedHosts: readonly string[]): HandleRequest {
  return async (request) => {
    try {
      requireSameOrigin(request, allowedHosts);
      return await route(parts, request);
    } catch (error) {
      if (error instanceof ApiError)
        return Response.json({ ok: false, error: error.message }, { status: error.code });
      parts.log.error({ err: error }, 'A request of the chat page could not be answered.');
      return Response.json({ ok: false, error: 'The sandbox itself failed.' }, { status: 500 });
    }
  };
}

async function route(parts: ActParts, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const at = `${request.method} ${url.pathname}`;
  if (at === 'GET /sandbox/state') return Response.json(readState(parts, statePage(url)));
  if (at === 'GET /sandbox/events') return eventStream(parts.events, request);
  if (at === 'POST /sandbox/act') return await act(parts, request);
  if (at === 'POST /sandbox/upload') return await upload(parts, request, url);
  if (request.method === 'GET' && url.pathname.startsWith('/sandbox/file/'))
    return await file(parts, request, url);
  throw new ApiError(404, 'Not Found');
}

function statePage(url: URL): { readonly chatId?: number; readonly before?: number } {
  const [chatId, before] = ['chat', 'before'].map((name) => url.searchParams.get(name));
  return { ...(chatId && { chatId: Number(chatId) }), ...(before && { before: Number(before) }) };
}

async function act(parts: ActParts, request: Request): Promise<Response> {
  if (!/^application\/json/.test(request.headers.get('content-type') ?? '')) {
    throw new ApiError(415, 'application/json expected');
  }
  const body = await readAtMost(request, mostActBytes);
  const asked: HumanAct = readAct(body);
  const answer = await performAct(parts, asked);
  return Response.json(answer, { status: answer.ok ? 200 : 400 });
}

async function readAtMost(request: Request, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new ApiError(413, `At most ${mostBytes} bytes are allowed.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function upload(parts: ActParts, request: Request, url: URL): Promise<Response> {
  if (request.body === null) throw new ApiError(400, 'The file is empty.');
  const name = url.searchParams.get('name') ?? 'file';
  const mime =
    url.searchParams.get('type') || request.headers.get('content-type') || 'application/octet-stream';
  return Response.json({ uploadId: await parts.uploads.add({ name, mime }, request.body) });
}

/** What a page may show by itself; anything else is downloaded, so that no upload runs as a page of ours. */
const shownTypes = /^(image\/(jpeg|png|webp|gif)|video\/|audio\/)/;

async function file(parts: ActParts, request: Request, url: URL): Promise<Response> {
  const fileId = decodedPart(url.pathname.slice('/sandbox/file/'.length));
  const found = fileId === undefined ? undefined : parts.files.find(fileId);
  if (found === undefined) throw new ApiError(404, 'Not Found');
  const range = byteRange(request.headers.get('range'), found.bytes);
  if (range === 'outside') throw new ApiError(416, 'Range Not Satisfiable');
  const onDisk = await open(parts.files.diskPath(found)).catch(() => undefined);
  if (onDisk === undefined) throw new ApiError(404, 'Not Found');
  const stream = onDisk.createReadStream({ start: range.start, end: range.end });
  return new Response(Readable.toWeb(stream) as ReadableStream, {
    status: range.headers['content-range'] ? 206 : 200,
    headers: {
      ...range.headers,
      'content-type': shownTypes.test(found.mime) ? found.mime : 'application/octet-stream',
      'content-disposition': `${shownTypes.test(found.mime) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(found.name)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
    },
  });
}
