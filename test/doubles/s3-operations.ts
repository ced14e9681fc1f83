import { escapeXml, S3Refusal, xmlHead, xmlNamespace } from './s3-refusal.ts';
import type { WireRequest } from './s3-signature.ts';
import {
  completeUpload,
  createUpload,
  putObject,
  putPart,
  requireObject,
  requireUpload,
  type S3Store,
  type StoredObject,
} from './s3-store.ts';

export interface S3Request extends WireRequest {
  /** As the API reference names it. */
  readonly operation: S3Operation;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly content: Buffer;
}

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export type S3Operation = keyof typeof operations;

export interface S3Surroundings {
  readonly store: S3Store;
  readonly bucket: string;
  readonly maxKeys: number;
}

type Perform = (request: S3Request, surroundings: S3Surroundings) => S3Answer;

const operations = {
  HeadBucket: () => ({ status: 200 }),
  ListObjectsV2: listObjects,
  GetBucketLifecycleConfiguration: (_request, { store }) => {
    if (store.lifecycle === undefined) throw new S3Refusal(404, 'NoSuchLifecycleConfiguration');
    return { status: 200, body: store.lifecycle };
  },
  PutBucketLifecycleConfiguration: (request, { store }) => {
    if (!request.headers['content-md5'])
      throw new S3Refusal(400, 'InvalidRequest', 'Content-MD5 is missing.');
    const rules = request.content.toString('utf8');
    if (!/^(<\?xml[^>]*>\s*)?<LifecycleConfiguration[\s>]/.test(rules))
      throw new S3Refusal(400, 'MalformedXML');
    store.lifecycle = rules;
    return { status: 200 };
  },
  DeleteObjects: (request, { store }) => {
    const keys = [...request.content.toString('utf8').matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
    for (const key of keys) store.objects.delete(key ?? '');
    const deleted = keys.map((key) => `<Deleted><Key>${key}</Key></Deleted>`).join('');
    return xml(`<DeleteResult ${xmlNamespace}>${deleted}</DeleteResult>`);
  },
  PutObject: (request, { store }) => {
    const object = putObject(store, request.key, request.content, aboutOf(request));
    return { status: 200, headers: { etag: object.etag } };
  },
  CopyObject: (request, { store, bucket }) => {
    const source = decodeURIComponent(request.headers['x-amz-copy-source'] ?? '').replace(/^\//, '');
    const original = requireObject(store, source.slice(bucket.length + 1));
    const { etag } = putObject(store, request.key, original.content, original);
    return xml(`<CopyObjectResult ${xmlNamespace}><ETag>${escapeXml(etag)}</ETag></CopyObjectResult>`);
  },
  GetObject: getObject,
  HeadObject: (request, { store }) => {
    const object = requireObject(store, request.key);
    return {
      status: 200,
      headers: { ...headersOf(object), 'content-length': String(object.content.length) },
    };
  },
  DeleteObject: (request, { store }) => {
    store.objects.delete(request.key);
    return { status: 204 };
  },
  CreateMultipartUpload: (request, { store, bucket }) => {
    const id = createUpload(store, request.key, aboutOf(request));
    const place = `<Bucket>${bucket}</Bucket><Key>${escapeXml(request.key)}</Key><UploadId>${id}</UploadId>`;
    return xml(`<InitiateMultipartUploadResult ${xmlNamespace}>${place}</InitiateMultipartUploadResult>`);
  },
  UploadPart: (request, { store }) => {
    const upload = requireUpload(store, queryOf(request, 'uploadId'), request.key);
    const etag = putPart(upload, Number(queryOf(request, 'partNumber')), request.content);
    return { status: 200, headers: { etag } };
  },
  CompleteMultipartUpload: (request, { store }) => {
    const id = queryOf(request, 'uploadId');
    const parts = [...request.content.toString('utf8').matchAll(/<Part>(.*?)<\/Part>/gs)].map(
      ([, part = '']) => ({
        number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
        etag: (/<ETag>(.*?)</.exec(part)?.[1] ?? '').replaceAll('&quot;', '"'),
      }),
    );
    const { etag } = completeUpload(store, id, requireUpload(store, id, request.key), parts);
    const result = `<Key>${escapeXml(request.key)}</Key><ETag>${escapeXml(etag)}</ETag>`;
    return xml(`<CompleteMultipartUploadResult ${xmlNamespace}>${result}</CompleteMultipartUploadResult>`);
  },
  AbortMultipartUpload: (request, { store }) => {
    const id = queryOf(request, 'uploadId');
    requireUpload(store, id, request.key);
    store.uploads.delete(id);
    return { status: 204 };
  },
} as const satisfies Readonly<Record<string, Perform>>;

export function perform(request: S3Request, surroundings: S3Surroundings): S3Answer {
  const work: Perform = operations[request.operation];
  return work(request, surroundings);
}

/** Which operation a request is; undefined for those that neither R2 nor this double has. */
export function operationOf({ method, query, headers }: WireRequest, key: string): S3Operation | undefined {
  const has = (name: string) => query.some(([found]) => found === name);
  if (key === '') {
    if (method === 'GET' && has('lifecycle')) return 'GetBucketLifecycleConfiguration';
    if (method === 'PUT' && has('lifecycle')) return 'PutBucketLifecycleConfiguration';
    if (method === 'GET' && has('list-type')) return 'ListObjectsV2';
    if (method === 'POST' && has('delete')) return 'DeleteObjects';
    return method === 'HEAD' ? 'HeadBucket' : undefined;
  }
  if (method === 'POST') {
    if (has('uploads')) return 'CreateMultipartUpload';
    return has('uploadId') ? 'CompleteMultipartUpload' : undefined;
  }
  if (method === 'PUT' && has('uploadId')) return 'UploadPart';
  if (method === 'DELETE' && has('uploadId')) return 'AbortMultipartUpload';
  if (method === 'PUT') return 'x-amz-copy-source' in headers ? 'CopyObject' : 'PutObject';
  return ({ GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' } as const)[method];
}

function getObject(request: S3Request, { store }: S3Surroundings): S3Answer {
  const object = requireObject(store, request.key);
  const { headers } = request;
  const about = { ...headersOf(object), ...overridesOf(request) };
  if (headers['if-match'] !== undefined && headers['if-match'] !== object.etag) {
    throw new S3Refusal(412, 'PreconditionFailed');
  }
  if (headers['if-none-match'] === object.etag) return { status: 304, headers: { etag: object.etag } };
  const size = object.content.length;
  const [range, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '') ?? [];
  if (range === undefined) return { status: 200, headers: about, body: object.content };
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start > end) throw new S3Refusal(416, 'InvalidRange');
  const place = { 'content-range': `bytes ${start}-${end}/${size}` };
  return { status: 206, headers: { ...about, ...place }, body: object.content.subarray(start, end + 1) };
}

function listObjects(request: S3Request, { store, maxKeys }: S3Surroundings): S3Answer {
  const prefix = queryOf(request, 'prefix');
  const token = queryOf(request, 'continuation-token');
  const after = token === '' ? '' : Buffer.from(token, 'base64').toString('utf8');
  const size = Math.min(Number(queryOf(request, 'max-keys') || 1000), maxKeys);
  const keys = [...store.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, size);
  const isTruncated = keys.length > size;
  // Signs that an address must escape are a part of every token, as they may be of a real one.
  const next = isTruncated ? Buffer.from(page.at(-1) ?? '').toString('base64') : '';
  const encoded = queryOf(request, 'encoding-type') === 'url';
  const written = (key: string) =>
    encoded ? encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+') : escapeXml(key);
  const contents = page.map((key) => {
    const { content, etag, storedAt } = requireObject(store, key);
    const about = `<LastModified>${storedAt.toISOString()}</LastModified><ETag>${escapeXml(etag)}</ETag>`;
    return `<Contents><Key>${written(key)}</Key>${about}<Size>${content.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
  });
  const more = isTruncated ? `<NextContinuationToken>${next}</NextContinuationToken>` : '';
  return xml(
    `<ListBucketResult ${xmlNamespace}><Prefix>${written(prefix)}</Prefix>${encoded ? '<EncodingType>url</EncodingType>' : ''}<KeyCount>${page.length}</KeyCount><IsTruncated>${isTruncated}</IsTruncated>${more}${contents.join('')}</ListBucketResult>`,
  );
}

function queryOf({ query }: WireRequest, name: string): string {
  return query.find(([found]) => found === name)?.[1] ?? '';
}

function aboutOf({ headers }: WireRequest) {
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return {
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    metadata: Object.fromEntries(metadata),
  };
}

function headersOf({ etag, contentType, metadata, storedAt }: StoredObject): Record<string, string> {
  return {
    etag,
    'content-type': contentType,
    'last-modified': storedAt.toUTCString(),
    'accept-ranges': 'bytes',
    ...metadata,
  };
}

/** `response-content-disposition=…` and its like, which only a signed address may carry. */
function overridesOf({ query }: WireRequest): Record<string, string> {
  const found = query.filter(([name]) =>
    /^response-(content-(type|disposition|language)|cache-control)$/.test(name),
  );
  return Object.fromEntries(found.map(([name, value]) => [name.slice('response-'.length), value]));
}

function xml(body: string): S3Answer {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: `${xmlHead}${body}` };
}
