import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { isAppError } from '../../kernel/errors.ts';
import { networkFailure, type S3Client } from './s3-client.ts';
import { fileMissing, s3Failure } from './s3-failure.ts';
import { sha256Header } from './upload.ts';

export interface ObjectFacts {
  readonly etag: string;
  readonly mime: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Fetches an object into the file, unless it is still the one with the etag that is `known`. Goes on where a connection
 * broke; what was replaced meanwhile is begun anew. Throws `not-found`, and `damaged` where it is not what was stored.
 */
export async function download(
  client: S3Client,
  key: string,
  destination: string,
  known?: string,
): Promise<ObjectFacts | 'unchanged'> {
  const file = await open(destination, 'w', 0o600);
  try {
    for (let attempt = 0; ; attempt += 1) {
      const fetched = await fetchWhole(client, key, file, known);
      if (fetched === 'unchanged') return fetched;
      if (fetched.stated === undefined || fetched.stated === fetched.sha256) return fetched;
      await client.recover(s3Failure('damaged'), attempt);
    }
  } finally {
    await file.close();
  }
}

interface Progress {
  received: number;
  hash: ReturnType<typeof createHash>;
  /** Of the version that is being fetched. */
  head: Head | undefined;
}

interface Head {
  readonly etag: string;
  readonly mime: string;
  /** As the server says. */
  readonly bytes: number | undefined;
  readonly sha256: string | undefined;
}

async function fetchWhole(
  client: S3Client,
  key: string,
  file: FileHandle,
  known: string | undefined,
): Promise<(ObjectFacts & { stated: string | undefined }) | 'unchanged'> {
  const progress = nothingYet();
  for (let attempt = 0; ; attempt += 1) {
    const before = progress.received;
    try {
      const head = await fetchMore(client, key, file, progress, known);
      if (head === 'unchanged') return head;
      const { etag, mime, sha256: stated } = head;
      return { etag, mime, sha256: progress.hash.digest('hex'), bytes: progress.received, stated };
    } catch (error) {
      // A connection that breaks again and again, but brings more each time, is not given up.
      if (progress.received > before) attempt = 0;
      await client.recover(error, attempt);
    }
  }
}

/** One request, from where the last one broke. */
async function fetchMore(
  client: S3Client,
  key: string,
  file: FileHandle,
  progress: Progress,
  known: string | undefined,
): Promise<Head | 'unchanged'> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), client.patience.silenceMs);
  const isRest = progress.head !== undefined && progress.received > 0;
  try {
    const headers = headersOf(progress, known);
    const response = await client.open(
      { method: 'GET', key, headers, expects: [304, 412, 416] },
      silence.signal,
    );
    const head = headOf(response);
    if (response.status === 304 || head.etag === known) return 'unchanged';
    requireFitting(response, head, progress, isRest);
    progress.head = head;
    await receive(response, file, progress, () => timer.refresh());
    if (progress.received < (head.bytes ?? 0)) throw s3Failure('down');
    return head;
  } catch (error) {
    const { status, code } = isAppError(error) ? error.details : {};
    throw status === 404 && (code === 'NoSuchKey' || code === undefined) ? fileMissing(key) : error;
  } finally {
    clearTimeout(timer);
    // Ends what is left of a body that nobody wants.
    silence.abort();
  }
}

function headersOf({ head, received }: Progress, known: string | undefined): Record<string, string> {
  if (head && received > 0) return { range: `bytes=${received}-`, 'if-match': head.etag };
  return known === undefined ? {} : { 'if-none-match': known };
}

function headOf({ status, headers }: Response): Head {
  const etag = headers.get('etag');
  if (status < 300 && !etag) throw s3Failure('answer', { status });
  const total = /^bytes \d+-\d+\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  const bytes = status === 206 ? total : headers.get('content-length');
  return {
    etag: etag ?? '',
    mime: headers.get('content-type') ?? 'application/octet-stream',
    bytes: bytes === null || bytes === undefined ? undefined : Number(bytes),
    sha256: headers.get(sha256Header) ?? undefined,
  };
}

/** The rest of the same version goes on; anything else begins anew. */
function requireFitting(response: Response, head: Head, progress: Progress, isRest: boolean): void {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  const fits =
    response.status === 206 && Number(start) === progress.received && head.etag === progress.head?.etag;
  if (isRest && fits) return;
  Object.assign(progress, nothingYet());
  if (response.status !== 200) throw s3Failure('down', { status: response.status });
}

async function receive(
  response: Response,
  file: FileHandle,
  progress: Progress,
  onPart: () => void,
): Promise<void> {
  if (progress.received === 0) await file.truncate(0);
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read().catch((error: unknown) => {
      throw networkFailure(error);
    })) ?? { done: true, value: undefined };
    if (done) return;
    onPart();
    progress.hash.update(value);
    await file.write(value, 0, value.length, progress.received);
    progress.received += value.length;
  }
}

function nothingYet(): Progress {
  return { received: 0, hash: createHash('sha256'), head: undefined };
}
