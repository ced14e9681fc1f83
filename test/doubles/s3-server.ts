import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readContent } from './s3-body.ts';
import { createS3Faults, type S3Failure, type S3Fault, sendSpoilt } from './s3-faults.ts';
import { operationOf, perform, type S3Answer, type S3Operation, type S3Request } from './s3-operations.ts';
import { refusalXml, S3Refusal } from './s3-refusal.ts';
import { verifySignature, type WireRequest } from './s3-signature.ts';
import { createS3Store, type S3Store } from './s3-store.ts';

/**
 * One bucket of an S3 server on loopback that behaves as Cloudflare R2 does: path-style addresses, Signature Version 4
 * in header or query, hashes of bodies, multipart, ranges, conditions, lists by pages, lifecycle rules.
 */
export interface S3Double extends S3Keys {
  readonly endpoint: string;
  readonly bucket: string;
  readonly store: S3Store;
  readonly knobs: S3Knobs;
  /** All that passed the signature, in order. */
  readonly requests: readonly S3Request[];
  /** Bodies that are being received at a time, at most so far. */
  readonly mostBodies: number;
  fail(fault: S3Fault): void;
  count(operation: S3Operation): number;
  /** Forgets requests, faults, content and knobs. */
  reset(): void;
  close(): Promise<void>;
}

export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface S3Knobs {
  /** Refuses every x-amz-checksum-… and x-amz-sdk-checksum-… with 501, as R2 did in 2025. */
  strictR2: boolean;
  /** How far this server's clock is ahead of the machine's. */
  clockOffsetMs: number;
  /** As with a token that may only touch objects. */
  forbidLifecycle: boolean;
  /** Keys a page of a listing has at most. */
  maxKeys: number;
}

const usual: S3Knobs = { strictR2: false, clockOffsetMs: 0, forbidLifecycle: false, maxKeys: 1000 };
const bucket = 'ugc-files';
const usualKeys: S3Keys = {
  accessKeyId: '0123456789abcdef0123456789abcdef',
  secretAccessKey: 'canary-secret-of-the-bucket-7f3a91',
};
const maxBodyBytes = 256 * 1024 * 1024;

export async function startS3Double(keys: S3Keys = usualKeys): Promise<S3Double> {
  const knobs = { ...usual };
  const store = createS3Store();
  const faults = createS3Faults();
  const requests: S3Request[] = [];
  const bodies = { now: 0, most: 0 };
  const receive = async (incoming: IncomingMessage, response: ServerResponse) => {
    bodies.most = Math.max(bodies.most, ++bodies.now);
    const raw = await rawBody(incoming).finally(() => (bodies.now -= 1));
    let failure: S3Failure | undefined;
    let answer: S3Answer;
    try {
      const request = admitted(incoming, raw, knobs, keys);
      requests.push(request);
      failure = faults.take(request.operation);
      if (failure?.kind === 'silence') return;
      if (failure?.kind === 'reset-before') return void response.destroy();
      answer =
        failure?.kind === 'answer'
          ? spoiltAnswer(failure, keys)
          : perform(request, { store, bucket, maxKeys: knobs.maxKeys });
    } catch (error) {
      if (!(error instanceof S3Refusal)) throw error;
      const body = refusalXml(error, `${keys.accessKeyId} ${incoming.url}`);
      answer = { status: error.status, headers: { 'content-type': 'application/xml' }, body };
    }
    if (failure?.kind === 'held') await failure.until;
    send(incoming, response, answer, failure, knobs);
  };
  const server = createServer((incoming, response) => {
    receive(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket,
    ...keys,
    store,
    knobs,
    requests,
    get mostBodies() {
      return bodies.most;
    },
    fail: faults.plan,
    count: (operation) => requests.filter((request) => request.operation === operation).length,
    reset: () => {
      Object.assign(knobs, usual);
      Object.assign(bodies, { now: 0, most: 0 });
      faults.clear();
      requests.length = 0;
      store.objects.clear();
      store.uploads.clear();
      store.lifecycle = undefined;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function admitted(incoming: IncomingMessage, raw: Buffer, knobs: S3Knobs, keys: S3Keys): S3Request {
  const wire = wireRequest(incoming);
  const nowMs = Date.now() + knobs.clockOffsetMs;
  const payload = verifySignature(wire, { ...keys, nowMs });
  const [, found, key = ''] = /^\/([^/]+)(?:\/(.*))?$/.exec(wire.path) ?? [];
  if (found !== bucket) throw new S3Refusal(404, 'NoSuchBucket');
  const operation = operationOf(wire, decodeURIComponent(key));
  if (!operation) throw new S3Refusal(501, 'NotImplemented');
  if (knobs.strictR2 && Object.keys(wire.headers).some((name) => /^x-amz-(sdk-)?checksum-/.test(name))) {
    throw new S3Refusal(501, 'NotImplemented', 'A checksum header is not implemented.');
  }
  if (knobs.forbidLifecycle && operation.includes('Lifecycle')) throw new S3Refusal(403, 'AccessDenied');
  return { ...wire, operation, key: decodeURIComponent(key), content: readContent(wire, raw, payload) };
}

function wireRequest(incoming: IncomingMessage): WireRequest {
  const [path = '', search = ''] = (incoming.url ?? '').split('?', 2);
  const query = search
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s, 2);
      return [decodeURIComponent(name), decodeURIComponent(value)] as const;
    });
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  return { method: incoming.method ?? '', path, query, headers: Object.fromEntries(headers) };
}

function spoiltAnswer(failure: S3Failure & { kind: 'answer' }, { accessKeyId }: S3Keys): S3Answer {
  const { status, code = 'InternalError', headers = {}, body } = failure;
  const xml = refusalXml(new S3Refusal(status, code), accessKeyId);
  return { status, headers: { 'content-type': 'application/xml', ...headers }, body: body ?? xml };
}

function send(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: S3Answer,
  failure: S3Failure | undefined,
  knobs: S3Knobs,
): void {
  response.setHeader('date', new Date(Date.now() + knobs.clockOffsetMs).toUTCString());
  if (failure && failure.kind !== 'answer' && failure.kind !== 'held') {
    sendSpoilt(response, answer, failure);
    return;
  }
  const body = Buffer.from(answer.body ?? '');
  const isBodiless = incoming.method === 'HEAD' || answer.status === 304 || answer.status === 204;
  response.writeHead(answer.status, {
    ...(!isBodiless && { 'content-length': body.length }),
    ...answer.headers,
  });
  response.end(isBodiless ? undefined : body);
}

async function rawBody(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBodyBytes) throw new Error('the body is too big for this double');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
