import { AwsV4Signer } from 'aws4fetch';

export interface S3Bucket {
  /** The server without the bucket; the bucket is the first part of the path. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface S3Target {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface S3Signer {
  /** Address and headers of a request with that content, whose SHA-256 is given as hex. */
  sign(target: S3Target, contentSha256: string): Promise<{ url: string; headers: Headers }>;
  /** An address that needs no headers but those of the target, from `at` on for so many seconds. */
  presign(target: S3Target, ttlSeconds: number, at: Date): Promise<URL>;
  /** Takes the region that the server names as its own. */
  useRegion(region: string): void;
}

/** These names carry the region; R2 and most others take `auto`. */
const namedRegion = /\.(amazonaws\.com(\.cn)?|backblazeb2\.com)$/;

/** Signature Version 4. Headers that proxies change on their way (Range, Content-Type, …) are left out of it. */
export function createS3Signer({ endpoint, bucket, accessKeyId, secretAccessKey }: S3Bucket): S3Signer {
  const base = `${endpoint.replace(/\/+$/, '')}/${bucket}`;
  // The day's derived key, which the signer would make anew for every request.
  const cache = new Map<string, ArrayBuffer>();
  let region = namedRegion.test(new URL(endpoint).hostname) ? undefined : 'auto';
  const signer = (target: S3Target, more: Partial<ConstructorParameters<typeof AwsV4Signer>[0]>) => {
    const url = new URL(target.key === '' ? base : `${base}/${target.key}`);
    for (const [name, value] of Object.entries(target.query ?? {})) url.searchParams.set(name, value);
    if (cache.size > 8) cache.clear();
    return new AwsV4Signer({
      method: target.method,
      url: url.href,
      accessKeyId,
      secretAccessKey,
      service: 's3',
      ...(region !== undefined && { region }),
      cache,
      ...more,
    });
  };
  return {
    sign: async (target, contentSha256) => {
      const headers = { ...target.headers, 'x-amz-content-sha256': contentSha256 };
      const signed = await signer(target, { headers }).sign();
      return { url: strict(signed.url).href, headers: signed.headers };
    },
    presign: async (target, ttlSeconds, at) => {
      const query = { ...target.query, 'X-Amz-Expires': String(ttlSeconds) };
      const { headers = {} } = target;
      const datetime = at.toISOString().replace(/[:-]|\.\d{3}/g, '');
      const bound = { ...target, query };
      const signed = await signer(bound, { headers, datetime, signQuery: true, allHeaders: true }).sign();
      return strict(signed.url);
    },
    useRegion: (named) => {
      region = named;
    },
  };
}

/** A space is signed as %20; servers differ in whether a plus is one. */
function strict(url: URL): URL {
  url.search = url.search.replaceAll('+', '%20');
  return url;
}
