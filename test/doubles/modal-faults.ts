import type { ServerResponse } from 'node:http';

/** What goes wrong with one request. */
export type ModalFault =
  /** The connection breaks before the request was looked at. */
  | 'reset-before'
  /** It is done as asked, and the connection breaks instead of an answer. */
  | 'reset-after'
  /** It is done as asked, and no answer ever comes. */
  | 'silent-after'
  /** Of the answer only the beginning comes, and then the connection breaks. */
  | 'truncated'
  /** Of the answer only the beginning comes, and then nothing. */
  | 'slow-body'
  | 'not-json'
  | 'huge'
  /** Done as asked; what says so is a page for people. */
  | 'html-after'
  | { readonly status: number; readonly text?: string; readonly retryAfter?: string }
  /** It takes longer than Modal lets a request take: so many 303 before the answer. */
  | { readonly redirects: number }
  /** A 303 to somewhere else. */
  | { readonly redirectTo: string }
  /** As a container that has to be started first. */
  | { readonly coldStartMs: number };

const htmlPage = '<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>';
const hugeBytes = 3_000_000;

/** True where the request is not even looked at. */
export function strikesBefore(fault: ModalFault | undefined): boolean {
  return fault === 'reset-before' || (typeof fault === 'object' && 'status' in fault);
}

export function answerWithFault(
  fault: ModalFault,
  body: string,
  response: ServerResponse,
): 'answered' | 'as usual' {
  const json = { 'content-type': 'application/json' };
  if (typeof fault === 'object') {
    if (!('status' in fault)) return 'as usual';
    const { status, text = 'modal-http: refused', retryAfter } = fault;
    response.writeHead(status, { ...(retryAfter !== undefined && { 'retry-after': retryAfter }) }).end(text);
    return 'answered';
  }
  if (fault === 'reset-before' || fault === 'reset-after') response.socket?.destroy();
  else if (fault === 'html-after') response.writeHead(500, { 'content-type': 'text/html' }).end(htmlPage);
  else if (fault === 'not-json') response.writeHead(200, json).end(body.slice(0, -3));
  else if (fault === 'huge') response.writeHead(200, json).end(`"${'x'.repeat(hugeBytes)}"`);
  else if (fault === 'truncated' || fault === 'slow-body') {
    response.writeHead(200, { ...json, 'content-length': body.length });
    response.write(body.slice(0, 10), () => {
      if (fault === 'truncated') response.socket?.destroy();
    });
  }
  return 'answered';
}
