import { constants, copyFile } from 'node:fs/promises';
import { fileKeyParts, mimeOfFile, requireLinkLifetime } from '../../domain/files/file-key.ts';
import { isAppError } from '../../kernel/errors.ts';
import { type Log, logOf } from '../../platform/log/log.ts';
import type { FilesPort, FileToStore, ListedFile } from '../../ports/files.ts';
import type { InputFile } from '../../ports/work.ts';
import { checkBucket, type FilesFinding } from './check-bucket.ts';
import { download } from './download.ts';
import type { CachedFile } from './cached-version.ts';
import { createFileCache, type FileCache } from './file-cache.ts';
import { createGate } from './gate.ts';
import { putLifecycle } from './lifecycle.ts';
import { createLinks, type Links } from './links.ts';
import { listObjects } from './listing.ts';
import { createS3Client, type Patience, type S3Client, usualPatience } from './s3-client.ts';
import { fileMissing, s3Failure } from './s3-failure.ts';
import { createS3Signer, type S3Bucket } from './s3-signer.ts';
import { createUpload, type Upload } from './upload.ts';

export interface S3FilesOptions extends S3Bucket {
  /** Where copies of what was stored and opened lie; processes of one machine share it. Absolute. */
  readonly cacheFolder: string;
  readonly log: Log;
  readonly cache?: Partial<{ maxBytes: number; inUseMs: number; unusedMs: number }>;
  readonly patience?: Patience;
}

export interface S3Files extends FilesPort {
  /** An address that takes the file by PUT, with exactly this content type, until it ends. Never logged. */
  uploadLink(key: string, mime: string, ttlSeconds: number): Promise<URL>;
  /** Tries the bucket for real, with one small file. */
  check(signal: AbortSignal): Promise<FilesFinding>;
}

/** Longer than any step reads its inputs; a day after which a file that was removed elsewhere is gone from here too. */
const usualCache = { maxBytes: 2_000_000_000, inUseMs: 60 * 60_000, unusedMs: 24 * 60 * 60_000 };
const removalsAtATime = 8;

/** Keeps files in a bucket of Cloudflare R2 or any other S3, with copies of the last ones on this machine. */
export async function createS3Files(options: S3FilesOptions): Promise<S3Files> {
  const signer = createS3Signer(options);
  const client = createS3Client(signer, logOf(options.log, 'r2'), options.patience ?? usualPatience);
  const folder = options.cacheFolder;
  const cache = await createFileCache({ ...usualCache, ...options.cache, folder });
  const bucket: Bucket = {
    client,
    cache,
    links: createLinks(signer),
    upload: createUpload(client),
    opening: new Map(),
  };
  const files: FilesPort = {
    store: async (key, file) => await store(bucket, requireKey(key), file),
    open: async (key) => await shareOpening(bucket, requireKey(key)),
    exists: async (key) => (await find(client, requireKey(key))) !== undefined,
    find: async (key) => await find(client, requireKey(key)),
    keyOf: cache.keyOf,
    remove: async (key) => await remove(bucket, requireKey(key)),
    removeBelow: async (keyParts) => await removeBelow(bucket, requireKey(keyParts)),
    list: (keyParts) => listObjects(client, keyParts),
    link: async (key, ttlSeconds) => {
      requireLinkLifetime(ttlSeconds);
      if (!(await find(client, requireKey(key)))) throw fileMissing(key);
      return await bucket.links.link(key, ttlSeconds);
    },
    setExpiry: async (rules) => await putLifecycle(client, rules),
  };
  return {
    ...files,
    uploadLink: async (key, mime, ttlSeconds) => {
      requireLinkLifetime(ttlSeconds);
      const target = { method: 'PUT', key: requireKey(key), headers: { 'content-type': mime } } as const;
      return await signer.presign(target, ttlSeconds, new Date());
    },
    check: async (signal) => await checkBucket(client, options, signal),
  };
}

interface Bucket {
  readonly client: S3Client;
  readonly cache: FileCache;
  readonly links: Links;
  readonly upload: Upload;
  /** What is being opened, by key. */
  readonly opening: Map<string, Promise<InputFile>>;
}

function requireKey(key: string): string {
  return fileKeyParts(key).join('/');
}

/** A copy stays here, since the next step opens what the last one stored. */
async function store({ upload, cache, opening }: Bucket, key: string, file: FileToStore): Promise<InputFile> {
  // Whoever fetches it by a link is told what it is.
  const mime = mimeOfFile(key, file.mime);
  const uploaded = await upload(key, { path: file.path, mime });
  // Who opens it from now on must not be given what is being fetched: it may be what was there before.
  opening.delete(key);
  const facts = { ...uploaded, mime };
  const copy = await cache.receive(key, async (path) => {
    await copyFile(file.path, path, constants.COPYFILE_FICLONE);
    return facts;
  });
  if (!copy) throw new Error('a copy without facts');
  return inputFile(key, copy);
}

/** Who asks for a file that is being fetched gets the same. */
async function shareOpening(bucket: Bucket, key: string): Promise<InputFile> {
  const { opening } = bucket;
  const begun = opening.get(key);
  if (begun !== undefined) return await begun;
  const beginning = open(bucket, key).finally(() => {
    if (opening.get(key) === beginning) opening.delete(key);
  });
  opening.set(key, beginning);
  return await beginning;
}

/** A copy is asked about by its etag: one request, which brings the file only where it is another one by now. */
async function open(bucket: Bucket, key: string): Promise<InputFile> {
  const { cache } = bucket;
  const copy = await cache.find(key);
  try {
    const fetched = await fetchInto(bucket, key, copy?.etag);
    if (fetched) return inputFile(key, fetched);
    if (copy && (await cache.isThere(copy))) return inputFile(key, copy);
    // Removed here between the question and the answer.
    const again = await fetchInto(bucket, key, undefined);
    if (!again) throw s3Failure('answer');
    return inputFile(key, again);
  } catch (error) {
    if (isAppError(error, 'not-found')) await cache.drop(key);
    throw error;
  }
}

/** Undefined where the bucket has what is known. */
async function fetchInto(
  { client, cache }: Bucket,
  key: string,
  known: string | undefined,
): Promise<CachedFile | undefined> {
  return await cache.receive(key, async (path) => {
    const found = await download(client, key, path, known);
    return found === 'unchanged' ? undefined : found;
  });
}

async function find(client: S3Client, key: string): Promise<ListedFile | undefined> {
  const { status, headers } = await client.ask({ method: 'HEAD', key, expects: [404] });
  if (status === 404) return undefined;
  const bytes = Number(headers.get('content-length') ?? Number.NaN);
  const storedAt = new Date(headers.get('last-modified') ?? Number.NaN);
  if (!headers.has('etag') || Number.isNaN(bytes) || Number.isNaN(storedAt.getTime())) {
    throw s3Failure('answer', { status });
  }
  return { key, bytes, storedAt };
}

async function remove({ client, cache, links, opening }: Bucket, key: string): Promise<void> {
  await client.ask({ method: 'DELETE', key, expects: [404] });
  // Its copy would come after it was dropped.
  await opening.get(key)?.catch(() => undefined);
  opening.delete(key);
  links.drop((linked) => linked === key);
  await cache.drop(key);
}

/** One by one: R2 takes nothing for it, and no request is half done. */
async function removeBelow(bucket: Bucket, keyParts: string): Promise<void> {
  const gate = createGate(removalsAtATime);
  let removals: Promise<void>[] = [];
  for await (const { key } of listObjects(bucket.client, keyParts)) {
    removals.push(gate(async () => await remove(bucket, key)));
    if (removals.length < 100) continue;
    await Promise.all(removals);
    removals = [];
  }
  await Promise.all(removals);
  bucket.links.drop((linked) => linked.startsWith(`${keyParts}/`));
  await bucket.cache.dropBelow(keyParts);
}

function inputFile(key: string, { path, sha256, mime, bytes }: CachedFile): InputFile {
  return { path, sha256, mime: mimeOfFile(key, mime), bytes };
}
