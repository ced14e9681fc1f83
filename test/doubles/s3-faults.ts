import type { ServerResponse } from 'node:http';
import type { S3Answer, S3Operation } from './s3-operations.ts';

/** What goes wrong with the next request of that operation. */
export interface S3Fault {
  readonly on: S3Operation | 'any';
  readonly how: S3Failure;
  /** Once unless given. */
  readonly times?: number;
  /** So many requests of the operation pass before. */
  readonly after?: number;
}

export type S3Failure =
  /** Answered without being done. A `body` takes the place of the error's XML. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly kind: 'reset-before' }
  /** Done, but the answer is lost. */
  | { readonly kind: 'reset-after' }
  /** So many bytes of the body, then the connection breaks. */
  | { readonly kind: 'reset-within'; readonly bytes: number; readonly meanwhile?: () => void }
  /** So many bytes of the body, then nothing more. */
  | { readonly kind: 'stall-within'; readonly bytes: number }
  /** Done, and answered when that has come. */
  | { readonly kind: 'held'; readonly until: Promise<unknown> }
  /** Never answered. */
  | { readonly kind: 'silence' }
  /** Done, and the body of the answer is another. */
  | { readonly kind: 'body'; readonly change: (body: Buffer) => Buffer };

export interface S3Faults {
  plan(fault: S3Fault): void;
  take(operation: S3Operation): S3Failure | undefined;
  clear(): void;
}

export function createS3Faults(): S3Faults {
  let planned: { fault: S3Fault; after: number; left: number }[] = [];
  return {
    plan: (fault) => planned.push({ fault, after: fault.after ?? 0, left: fault.times ?? 1 }),
    take: (operation) => {
      const found = planned.find(
        ({ fault, left }) => left > 0 && (fault.on === 'any' || fault.on === operation),
      );
      if (!found) return undefined;
      if (found.after > 0) {
        found.after -= 1;
        return undefined;
      }
      found.left -= 1;
      return found.fault.how;
    },
    clear: () => {
      planned = [];
    },
  };
}

/** Sends what the answer is, spoilt as the fault says. */
export function sendSpoilt(response: ServerResponse, answer: S3Answer, failure: S3Failure): void {
  const body = Buffer.from(answer.body ?? '');
  if (failure.kind === 'reset-after') {
    response.destroy();
    return;
  }
  if (failure.kind === 'body') {
    const changed = failure.change(body);
    response.writeHead(answer.status, { ...answer.headers, 'content-length': changed.length });
    response.end(changed);
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  const bytes = 'bytes' in failure ? failure.bytes : 0;
  response.write(body.subarray(0, bytes), () => {
    if (failure.kind !== 'reset-within') return;
    failure.meanwhile?.();
    response.destroy();
  });
}
