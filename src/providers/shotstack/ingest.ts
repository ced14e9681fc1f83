import { z } from 'zod';
import type { Log } from '../../platform/log/log.ts';
import { createServiceClient, type ServiceClient } from '../../platform/service/service-client.ts';
import { pause } from '../../platform/shutdown/pause.ts';
import { throwIfCancelled } from '../../platform/process/throw-if-cancelled.ts';
import type { InputFile } from '../../ports/work.ts';
import { failureOf, service, unusable } from './shotstack-errors.ts';

export interface Ingest {
  readonly client: ServiceClient;
  readonly stage: string;
  readonly log: Log;
  readonly pollMs: number;
}

export interface IngestedFile {
  readonly sourceId: string;
  readonly link: string;
}

/** KSUIDs in groups: letters and digits, not hexadecimal. */
const sourceId = z.string().regex(/^[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}$/i);
const uploadAnswer = z.looseObject({
  data: z.looseObject({ attributes: z.looseObject({ id: sourceId, url: z.url() }) }),
});
const sourceAnswer = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({ status: z.string().optional(), source: z.string().optional() }),
  }),
});

const callTimeoutMs = 30_000;
const uploadTimeoutMs = 15 * 60_000;
/** Importing takes seconds; a file that is not ready by then never will be. */
const readyWithinMs = 5 * 60_000;

/** Brings a file to the vendor's own storage, and gives the address that it says when the file is ready. */
export async function ingestFile(
  ingest: Ingest,
  file: InputFile,
  signal: AbortSignal,
): Promise<IngestedFile> {
  const { client, stage, log } = ingest;
  const path = `/ingest/${stage}/upload`;
  const answer = await client.call({ method: 'POST', path, timeoutMs: callTimeoutMs, signal });
  if (answer.status !== 200) throw failureOf(answer, 'a file', log);
  const target = uploadAnswer.safeParse(answer.json());
  if (!target.success) throw unusable('unexpected-answer', 'Shotstack named no address to upload to.');
  const { id, url } = target.data.data.attributes;
  await put(ingest, url, file, signal);
  return { sourceId: id, link: await readyLink(ingest, id, signal) };
}

/** The address is signed and of another host: it gets the bytes, and never the key. */
async function put(
  { client, log }: Ingest,
  url: string,
  file: InputFile,
  signal: AbortSignal,
): Promise<void> {
  const { origin, protocol } = new URL(url);
  if (protocol !== 'https:' && !client.isLoopback) {
    throw unusable('unexpected-answer', "Shotstack's address for uploads is not https.");
  }
  const storage = createServiceClient({
    name: service,
    baseUrl: origin,
    credentials: {},
    maxConcurrent: 1,
    log,
  });
  const answer = await storage.call({
    method: 'PUT',
    path: url,
    body: { file: file.path, bytes: file.bytes },
    timeoutMs: uploadTimeoutMs,
    signal,
    mayRepeat: true,
  });
  if (answer.status >= 300) throw failureOf(answer, 'the bytes of a file', log);
}

async function readyLink(ingest: Ingest, id: string, signal: AbortSignal): Promise<string> {
  const { client, stage, log, pollMs } = ingest;
  const tooLate = AbortSignal.timeout(readyWithinMs);
  while (!tooLate.aborted) {
    throwIfCancelled(signal, 'The upload');
    const answer = await client.call({
      method: 'GET',
      path: `/ingest/${stage}/sources/${id}`,
      timeoutMs: callTimeoutMs,
      signal,
      mayRepeat: true,
    });
    if (answer.status !== 200) throw failureOf(answer, 'a question for an uploaded file', log);
    const read = sourceAnswer.safeParse(answer.json());
    const { status, source } = read.data?.data.attributes ?? {};
    if (status === 'ready' && source !== undefined) return source;
    if (status === 'failed' || status === 'deleted' || !read.success) {
      throw unusable(
        'upload-failed',
        `Shotstack could not take an uploaded file: it is ${status ?? 'unknown'}.`,
      );
    }
    await pause(pollMs, AbortSignal.any([signal, tooLate]));
  }
  throw unusable('upload-failed', `Shotstack did not take in an uploaded file within ${readyWithinMs} ms.`);
}

/** Nobody's face stays there for longer than its render needs it. A file that can't be removed is only logged. */
export async function removeSources(
  ingest: Ingest,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const id of ids) {
    try {
      const path = `/ingest/${ingest.stage}/sources/${id}`;
      const answer = await ingest.client.call({ method: 'DELETE', path, timeoutMs: callTimeoutMs, signal });
      if (answer.status >= 300 && answer.status !== 404)
        failureOf(answer, 'to remove an uploaded file', ingest.log);
    } catch (error) {
      ingest.log.warn({ err: error, service, sourceId: id }, 'A file at Shotstack could not be removed.');
    }
  }
}
