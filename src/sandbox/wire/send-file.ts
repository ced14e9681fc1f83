import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { byteRange } from './byte-range.ts';

export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { path, mime }: { readonly path: string; readonly mime: string },
): Promise<void> {
  const { size } = await stat(path);
  const range = byteRange(request.headers.range, size);
  if (range === 'outside') {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  const { start, end, headers } = range;
  response.writeHead(headers['content-range'] ? 206 : 200, { 'content-type': mime, ...headers });
  if (request.method === 'HEAD' || size === 0) {
    response.end();
    return;
  }
  await pipeline(createReadStream(path, { start, end }), response).catch(() => response.destroy());
}
