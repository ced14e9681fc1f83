import { randomUUID } from 'node:crypto';
import { digest } from './s3-body.ts';
import { S3Refusal } from './s3-refusal.ts';

export interface StoredObject {
  readonly content: Buffer;
  readonly etag: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  storedAt: Date;
}

export interface Upload {
  readonly key: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, { readonly content: Buffer; readonly etag: string }>;
}

/** What one bucket holds. */
export interface S3Store {
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
  /** The rules as they were put; undefined where there are none. */
  lifecycle: string | undefined;
}

type About = Pick<StoredObject, 'contentType' | 'metadata'>;

const smallestPartBytes = 5 * 1024 * 1024;

export function createS3Store(): S3Store {
  return { objects: new Map(), uploads: new Map(), lifecycle: undefined };
}

export function putObject(store: S3Store, key: string, content: Buffer, about: About): StoredObject {
  const etag = `"${digest('md5', content).toString('hex')}"`;
  const object = { content, etag, ...about, storedAt: new Date() };
  store.objects.set(key, object);
  return object;
}

export function requireObject(store: S3Store, key: string): StoredObject {
  const object = store.objects.get(key);
  if (!object) throw new S3Refusal(404, 'NoSuchKey');
  return object;
}

export function createUpload(store: S3Store, key: string, about: About): string {
  const id = randomUUID();
  store.uploads.set(id, { key, ...about, parts: new Map() });
  return id;
}

export function requireUpload(store: S3Store, id: string, key: string): Upload {
  const upload = store.uploads.get(id);
  if (upload?.key !== key) throw new S3Refusal(404, 'NoSuchUpload');
  return upload;
}

export function putPart(upload: Upload, number: number, content: Buffer): string {
  if (!(number >= 1 && number <= 10_000)) throw new S3Refusal(400, 'InvalidArgument');
  const etag = `"${digest('md5', content).toString('hex')}"`;
  upload.parts.set(number, { content, etag });
  return etag;
}

/** R2 besides wants all parts but the last to be of one size. */
export function completeUpload(
  store: S3Store,
  id: string,
  upload: Upload,
  wanted: readonly { readonly number: number; readonly etag: string }[],
): StoredObject {
  const found = wanted.map(({ number, etag }, index) => {
    const part = upload.parts.get(number);
    if (!part || part.etag !== etag) throw new S3Refusal(400, 'InvalidPart');
    if (number <= (wanted[index - 1]?.number ?? 0)) throw new S3Refusal(400, 'InvalidPartOrder');
    return part;
  });
  if (found.length === 0) throw new S3Refusal(400, 'MalformedXML');
  const first = found[0]?.content.length ?? 0;
  const isEven = found.slice(0, -1).every(({ content }) => content.length === first);
  if (found.length > 1 && (first < smallestPartBytes || !isEven)) throw new S3Refusal(400, 'EntityTooSmall');
  const sums = Buffer.concat(found.map(({ etag }) => Buffer.from(etag.slice(1, -1), 'hex')));
  const object: StoredObject = {
    content: Buffer.concat(found.map(({ content }) => content)),
    etag: `"${digest('md5', sums).toString('hex')}-${found.length}"`,
    contentType: upload.contentType,
    metadata: upload.metadata,
    storedAt: new Date(),
  };
  store.objects.set(upload.key, object);
  store.uploads.delete(id);
  return object;
}
