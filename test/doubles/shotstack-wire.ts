import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';

export type Answer =
  | { readonly status: number; readonly body: unknown }
  | { readonly file: string; readonly bytes?: number };

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === '' ? undefined : JSON.stringify(body));
}

export function sendFile(response: ServerResponse, file: string, bytes?: number): void {
  const length = bytes ?? statSync(file).size;
  response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': length });
  createReadStream(file, { end: length - 1 }).pipe(response);
}

export async function post(url: string, body: unknown): Promise<number> {
  const options = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  return await fetch(url, options).then(
    ({ status }) => status,
    () => 0,
  );
}
