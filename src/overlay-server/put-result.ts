import { stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../kernel/errors.ts';
import { acceptedUrl, checkedAddresses, pinnedTo } from '../platform/http/guarded-fetch.ts';
import type { Network } from '../platform/http/public-network.ts';
import { fileMimes } from './kept-results.ts';

const timeoutMs = 240_000;

/**
 * Puts a file where a presigned link of the caller's allows it. The link is a stranger's: its host is resolved by us,
 * refused where an address of it is not allowed, and connected to at those addresses. Redirects are not followed.
 */
export async function putResult(
  path: string,
  link: string,
  { network, signal }: { readonly network: Network; readonly signal: AbortSignal },
): Promise<void> {
  const url = acceptedUrl(link);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const addresses = await checkedAddresses(url, { network, signal: limit });
  const { size } = await stat(path);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, {
    ...{ method: 'PUT', agent: false, lookup: pinnedTo(addresses), signal: limit },
    headers: {
      'content-length': size,
      'content-type': fileMimes[extname(path)] ?? 'application/octet-stream',
    },
  });
  request.once('response', (response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  });
  request.on('error', reject);
  try {
    const file = createReadStream(path);
    // A store that refuses answers before it has read all, and one that took it may hang up at once: the pipe breaks.
    pipeline(file, request).catch(() => undefined);
    const status = await promise;
    if (status < 200 || status > 299) throw refusedBy(url.hostname, String(status));
    if (file.bytesRead < size) throw refusedBy(url.hostname, 'it answered before it had the whole file');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw refusedBy(url.hostname, 'the connection broke', cause);
  } finally {
    request.destroy();
  }
}

function refusedBy(host: string, how: string, cause?: unknown): AppError {
  return new AppError('link-refused', `The result could not be put to ${host} (${how}).`, {
    details: { problem: 'put-refused' },
    cause,
  });
}

/** Where it was put, without what the link was signed by. */
export function withoutQuery(link: string): string {
  const { origin, pathname } = new URL(link);
  return origin + pathname;
}
