import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { parseByteRange } from './byte-range.ts';
import type { HttpDoors } from './http-doors.ts';

/** A kept file by its signed link: to be saved, in parts where a player asks for parts. Folders have no listing. */
export function fileRoute(doors: Pick<HttpDoors, 'openLink'>): (context: Context) => Promise<Response> {
  return async (context) => {
    const { path, mime, bytes } = await doors.openLink(new URL(context.req.url));
    const headers = {
      'content-type': mime,
      'content-disposition': `attachment; filename="${basename(path)}"`,
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=3600',
      'x-content-type-options': 'nosniff',
    };
    const range = parseByteRange(context.req.header('range'), bytes);
    if (range === 'unsatisfiable') {
      return new Response(null, {
        status: 416,
        headers: { ...headers, 'content-range': `bytes */${bytes}` },
      });
    }
    const { start, end } = range === 'whole' ? { start: 0, end: bytes - 1 } : range;
    const length = { 'content-length': String(end - start + 1) };
    const place = range === 'whole' ? {} : { 'content-range': `bytes ${start}-${end}/${bytes}` };
    const body = context.req.method === 'HEAD' || bytes === 0 ? null : streamOf(path, start, end);
    return new Response(body, {
      status: range === 'whole' ? 200 : 206,
      headers: { ...headers, ...length, ...place },
    });
  };
}

function streamOf(path: string, start: number, end: number): ReadableStream {
  return Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream;
}
