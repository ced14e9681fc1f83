import { type FileHandle, open } from 'node:fs/promises';
import { sha256, sha256OfFile } from '../../platform/files/sha256.ts';
import type { FileToStore } from '../../ports/files.ts';
import { createGate } from './gate.ts';
import type { S3Answer, S3Client } from './s3-client.ts';
import { s3Failure } from './s3-failure.ts';
import { element, textOf, writeXml } from './xml.ts';

export interface Uploaded {
  readonly etag: string;
  readonly sha256: string;
  readonly bytes: number;
}

const largestSinglePut = 24 * 1024 * 1024;
/** All parts but the last have this size, as R2 wants it; S3's least is 5 MiB. */
const partBytes = 8 * 1024 * 1024;
const partsAtATime = 2;
/** Of one process: what is sent lies in memory, so that it can be sent again. */
const bodiesAtATime = 3;

/** Goes with every object, and tells a whole download from a broken one. */
export const sha256Header = 'x-amz-meta-sha256';

export type Upload = (key: string, file: FileToStore) => Promise<Uploaded>;

/** Stores a file: a small one by one request, others in parts. It is there whole or not at all. */
export function createUpload(client: S3Client): Upload {
  const gate = createGate(bodiesAtATime);
  return async (key, { path, mime }) => {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size <= largestSinglePut) {
        return await gate(async () => await putWhole(client, key, mime, await readPart(file, 0, size)));
      }
      const send: SendPart = async (uploadId, number) =>
        await gate(async () => await putPart(client, { key, uploadId, number }, file, size));
      return await putInParts(client, send, { key, mime, sha256: await sha256OfFile(path), bytes: size });
    } finally {
      await file.close();
    }
  };
}

type SendPart = (uploadId: string, number: number) => Promise<string>;

interface Described {
  readonly key: string;
  readonly mime: string;
  readonly sha256: string;
  readonly bytes: number;
}

async function putWhole(
  client: S3Client,
  key: string,
  mime: string,
  body: Buffer<ArrayBuffer>,
): Promise<Uploaded> {
  const digest = sha256(body);
  const headers = { 'content-type': mime, [sha256Header]: digest };
  const answer = await client.ask({ method: 'PUT', key, headers, body });
  return { etag: etagOf(answer), sha256: digest, bytes: body.length };
}

async function putInParts(client: S3Client, send: SendPart, described: Described): Promise<Uploaded> {
  const { key, mime, bytes } = described;
  const headers = { 'content-type': mime, [sha256Header]: described.sha256 };
  const created = await client.ask({ method: 'POST', key, query: { uploads: '' }, headers });
  const uploadId = textOf(created.xml, 'UploadId');
  if (!uploadId) throw s3Failure('answer', created);
  try {
    const etags = await sendAll(send, uploadId, Math.ceil(bytes / partBytes));
    return { etag: await complete(client, uploadId, etags, described), sha256: described.sha256, bytes };
  } catch (error) {
    // What is left would be paid for. Where this fails too, the bucket's rules remove it.
    const abort = { method: 'DELETE', key, query: { uploadId }, expects: [404], always: true } as const;
    await client.ask(abort).catch(() => undefined);
    throw error;
  }
}

/** No part is still on its way when this ends, whichever way it does. */
async function sendAll(send: SendPart, uploadId: string, count: number): Promise<string[]> {
  const etags: string[] = [];
  let next = 0;
  let hasFailed = false;
  const sender = async () => {
    while (next < count && !hasFailed) {
      const index = next++;
      etags[index] = await send(uploadId, index + 1).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    }
  };
  const senders = Array.from({ length: partsAtATime }, sender);
  await Promise.allSettled(senders);
  await Promise.all(senders);
  return etags;
}

async function putPart(
  client: S3Client,
  part: { readonly key: string; readonly uploadId: string; readonly number: number },
  file: FileHandle,
  size: number,
): Promise<string> {
  const { key, uploadId, number } = part;
  const from = (number - 1) * partBytes;
  const body = await readPart(file, from, Math.min(partBytes, size - from));
  const query = { partNumber: String(number), uploadId };
  return etagOf(await client.ask({ method: 'PUT', key, query, body }));
}

async function complete(
  client: S3Client,
  uploadId: string,
  etags: readonly string[],
  { key, sha256: digest, bytes }: Described,
): Promise<string> {
  const parts = etags.map((etag, index) =>
    element('Part', [element('PartNumber', String(index + 1)), element('ETag', etag)]),
  );
  const body = Buffer.from(writeXml(element('CompleteMultipartUpload', parts)));
  const answer = await client.ask({ method: 'POST', key, query: { uploadId }, body, expects: [404] });
  const etag = textOf(answer.xml, 'ETag');
  if (answer.status === 200 && etag) return etag;
  // Where the answer to the first try was lost, the second finds the upload gone.
  const there = await client.ask({ method: 'HEAD', key, expects: [404] });
  const isOurs = there.headers.get(sha256Header) === digest;
  if (isOurs && Number(there.headers.get('content-length')) === bytes) return etagOf(there);
  throw s3Failure('answer', answer);
}

async function readPart(file: FileHandle, from: number, length: number): Promise<Buffer<ArrayBuffer>> {
  const part = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(part, at, length - at, from + at);
    if (bytesRead === 0) throw new Error('A file became shorter while it was stored.');
    at += bytesRead;
  }
  return part;
}

function etagOf({ status, headers }: S3Answer): string {
  const etag = headers.get('etag');
  if (!etag) throw s3Failure('answer', { status });
  return etag;
}
