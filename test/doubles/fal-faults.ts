import type { IncomingMessage, ServerResponse } from 'node:http';

/** What goes wrong with one request, instead of or around the right answer. */
export type FalFault =
  /** The connection breaks before anything is done. */
  | { readonly kind: 'reset-before' }
  /** It is done, and the connection breaks before the answer. */
  | { readonly kind: 'reset-after' }
  /** It is done, and the answer doesn't come. */
  | { readonly kind: 'silent-after' }
  /** The right answer, half of it, then the connection breaks. */
  | { readonly kind: 'truncated' }
  /** The right head, then one byte now and then. */
  | { readonly kind: 'slow-body' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** The work is done all the same: only its answer is lost. */
      readonly isDone?: boolean;
    };

export type FalRoute =
  | 'submit'
  | 'status'
  | 'result'
  | 'cancel'
  | 'initiate'
  | 'put'
  | 'file'
  | 'list'
  | 'keys';

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    body: Buffer.from(JSON.stringify(value)),
    headers: { 'content-type': 'application/json', ...headers },
  };
}

export const answerOf = (fault: Extract<FalFault, { kind: 'answer' }>): Answer => ({
  status: fault.status,
  body: Buffer.from(fault.body),
  headers: { 'content-type': 'application/json', ...fault.headers },
});

/** A fault as JSON of the documented shape. */
export function failing(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): FalFault {
  return { kind: 'answer', status, body: typeof body === 'string' ? body : JSON.stringify(body), headers };
}

/** Does the work unless the fault keeps it from being done, and answers as the fault has it. */
export async function answerWith(
  fault: FalFault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  work: () => Promise<Answer>,
): Promise<void> {
  if (fault?.kind === 'reset-before') return void request.socket.destroy();
  if (fault?.kind === 'answer') {
    if (fault.isDone === true) await work();
    return send(response, answerOf(fault));
  }
  const answer = await work();
  if (fault?.kind === 'reset-after') return void request.socket.destroy();
  if (fault?.kind === 'silent-after') return;
  if (fault === undefined) return send(response, answer);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
  if (fault.kind === 'slow-body') return void response.write(answer.body.subarray(0, 1));
  response.write(answer.body.subarray(0, Math.ceil(answer.body.length / 2)), () => request.socket.destroy());
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}

/** A proxy's page, as comes where the service itself is not reached. */
export const proxyPage: FalFault = {
  ...{ kind: 'answer', status: 502, body: '<html>Bad gateway</html>' },
  headers: { 'content-type': 'text/html' },
};

export const ledToPrivate = (status: number): FalFault => ({
  ...{ kind: 'answer', status, body: '' },
  headers: { location: 'http://10.0.0.1/' },
});
