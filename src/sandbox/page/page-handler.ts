import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';

const clientFolder = new URL('./client/', import.meta.url);

/** Only what a browser needs: the folder also holds types and their settings, which it never asks for. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  // The files change with the program: the browser asks each time and mostly hears 304.
  'cache-control': 'no-cache',
};

interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  readonly etag: string;
}

/** Serves the chat page at `/` and `/page/…` and hands `/sandbox/…` on to the sandbox; anything else is 404. */
export function createPageHandler(sandbox: {
  handle(request: Request): Promise<Response>;
}): (request: Request) => Promise<Response> {
  let files: Promise<ReadonlyMap<string, PageFile>> | undefined;
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/sandbox/')) return await sandbox.handle(request);
    files ??= readClient();
    const file = (await files).get(pathname === '/' ? '/page/index.html' : pathname);
    return file ? answerFile(request, file) : new Response('Not found', { status: 404 });
  };
}

async function readClient(): Promise<ReadonlyMap<string, PageFile>> {
  const names = (await readdir(clientFolder)).filter((name) => extname(name) in contentTypes);
  const read = names.map(async (name): Promise<[string, PageFile]> => {
    const body = new Uint8Array(await readFile(new URL(name, clientFolder)));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    return [`/page/${name}`, { body, contentType: contentTypes[extname(name)] ?? '', etag }];
  });
  return new Map(await Promise.all(read));
}

function answerFile(request: Request, file: PageFile): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response('Method not allowed', { status: 405, headers: { allow: 'GET, HEAD' } });
  }
  const headers = { ...pageHeaders, etag: file.etag };
  if (request.headers.get('if-none-match')?.includes(file.etag))
    return new Response(null, { status: 304, headers });
  const body = request.method === 'HEAD' ? null : file.body;
  return new Response(body, { headers: { ...headers, 'content-type': file.contentType } });
}
