import { createWriteStream } from 'node:fs';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { type Network, publicNetwork } from './public-network.ts';

export interface GuardedFetchOptions {
  /** Absolute path; what is there is replaced. It is garbage when the call throws. */
  readonly destination: string;
  readonly maxBytes: number;
  readonly totalTimeoutMs: number;
  /** Longest silence, of the connection or in the middle of the file. */
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal;
  /** Sees type and size before the body is read, and throws where they won't do. */
  readonly checkHead?: (head: FetchedHead) => void;
  /** The public internet unless given. */
  readonly network?: Network;
  /** Asked at every hop, beside what holds for all; any web address unless given. */
  readonly allowsUrl?: (url: URL) => boolean;
}

export interface FetchedHead {
  /** Lower case, without parameters; empty where the server says none. */
  readonly contentType: string;
  /** Of the last redirect. */
  readonly host: string;
}

const maxRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
const maxUrlLength = 4096;

/**
 * Fetches a file from a link that a stranger gave. Every hop's host is resolved by us, refused if any of its addresses
 * is not public, and connected to at exactly the addresses that were checked, so that a name can't change its meaning
 * in between. No cookies, no credentials, no decompression. Throws `link-refused` with `details.problem`, or `cancelled`.
 */
export async function guardedFetch(link: string, options: GuardedFetchOptions): Promise<FetchedHead> {
  const tooLate = AbortSignal.timeout(options.totalTimeoutMs);
  const silence = new AbortController();
  const signal = AbortSignal.any([options.signal, tooLate, silence.signal]);
  try {
    return await follow(link, { ...options, signal, onSilence: () => silence.abort() });
  } catch (error) {
    if (options.signal.aborted) throw new AppError('cancelled', 'Fetching the link was cancelled.');
    if (tooLate.aborted) throw tooSlow(`it did not end within ${options.totalTimeoutMs} ms`);
    if (silence.signal.aborted) throw tooSlow(`it was silent for ${options.idleTimeoutMs} ms`);
    throw isAppError(error) ? error : unreachable('the connection broke', 0, true, error);
  }
}

interface Fetching extends GuardedFetchOptions {
  readonly onSilence: () => void;
}

async function follow(link: string, options: Fetching): Promise<FetchedHead> {
  let url = acceptedUrl(link, options);
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const response = await openResponse(url, options);
    const location = redirects.has(response.statusCode ?? 0) ? response.headers.location : undefined;
    if (location === undefined) return await receive(response, url, options);
    response.destroy();
    url = acceptedUrl(location, options, url);
  }
  throw refused('link-too-many-redirects', `The link leads on more than ${maxRedirects} times.`, {
    allowed: maxRedirects,
  });
}

/** The parser brings decimal, octal and hexadecimal addresses into their usual form, so that none passes unseen. */
export function acceptedUrl(
  link: string,
  { allowsUrl }: Pick<GuardedFetchOptions, 'allowsUrl'> = {},
  base?: URL,
): URL {
  const url = link.length <= maxUrlLength && URL.canParse(link, base?.href) ? new URL(link, base) : undefined;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!url || !isWeb || url.hostname === '' || url.username !== '' || url.password !== '') {
    throw refused(
      'link-invalid',
      'The link is no web address: http:// or https://, a host, and no name or password are allowed.',
    );
  }
  if (allowsUrl && !allowsUrl(url))
    throw refused('link-invalid', 'The link is of a kind that is not allowed.');
  return url;
}

async function openResponse(url: URL, options: Fetching): Promise<IncomingMessage> {
  const addresses = await checkedAddresses(url, options);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, {
    // An agent of the process could hand out a connection that nobody checked.
    agent: false,
    lookup: pinnedTo(addresses),
    signal: options.signal,
    headers: {
      accept: 'video/*, application/octet-stream;q=0.9, */*;q=0.5',
      'accept-encoding': 'identity',
      'user-agent': 'Mozilla/5.0 (compatible; file-fetch/1.0)',
    },
    timeout: options.idleTimeoutMs,
  } satisfies RequestOptions);
  request.once('response', resolve);
  request.on('error', (error) =>
    reject(isAppError(error) ? error : unreachable(`${url.hostname} can't be reached`, 0, true, error)),
  );
  request.on('timeout', options.onSilence);
  request.end();
  return await promise;
}

/** Every address of the host, all of them allowed. Throws `link-refused`. */
export async function checkedAddresses(
  url: URL,
  options: Pick<GuardedFetchOptions, 'network' | 'signal'>,
): Promise<readonly string[]> {
  const network = options.network ?? publicNetwork;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const addresses = isIP(host) ? [host] : await resolved(host, network, options.signal);
  if (addresses.length > 0 && addresses.every((address) => network.allows(address, port))) return addresses;
  throw refused(
    'link-private',
    `The link leads to ${host}, port ${port}, which is not a public web server; private and local addresses are refused.`,
  );
}

async function resolved(host: string, network: Network, signal: AbortSignal): Promise<readonly string[]> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([network.resolve(host), aborted.promise]);
  } catch (cause) {
    const isPassing = (cause as NodeJS.ErrnoException).code === 'EAI_AGAIN';
    throw unreachable(`there is no host ${host}`, 0, isPassing, cause);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Answers with what was checked, whatever the name means by now. */
export function pinnedTo(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const [first] = answers;
    if (options.all) callback(null, answers);
    else callback(null, first?.address ?? '', first?.family);
  };
}

async function receive(
  response: IncomingMessage,
  url: URL,
  options: GuardedFetchOptions,
): Promise<FetchedHead> {
  try {
    const head = acceptedHead(response, url, options);
    await pipeline(response, atMost(options.maxBytes), createWriteStream(options.destination), {
      signal: options.signal,
    });
    return head;
  } finally {
    response.destroy();
  }
}

function acceptedHead(response: IncomingMessage, url: URL, options: GuardedFetchOptions): FetchedHead {
  const status = response.statusCode ?? 0;
  if (status !== 200) throw unreachable(`${url.hostname} answers ${status}`, status, status >= 500);
  if (Number(response.headers['content-length'] ?? 0) > options.maxBytes) throw tooBig(options.maxBytes);
  const contentType = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const head = { contentType, host: url.hostname };
  options.checkHead?.(head);
  return head;
}

/** What a server says of the length binds nobody. */
function atMost(maxBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(tooBig(maxBytes));
      else done(null, chunk);
    },
  });
}

type Details = AppError['details'];

function refused(problem: string, message: string, details: Details = {}, cause?: unknown): AppError {
  return new AppError('link-refused', message, { details: { problem, ...details }, cause });
}

function tooBig(maxBytes: number): AppError {
  const allowedMegabytes = maxBytes / 1e6;
  return refused('link-too-big', `The file is too big; at most ${allowedMegabytes} MB are allowed.`, {
    allowedMegabytes,
  });
}

function tooSlow(how: string): AppError {
  return refused('link-too-slow', `The file could not be fetched in time: ${how}.`);
}

function unreachable(what: string, status: number, retryable: boolean, cause?: unknown): AppError {
  return new AppError('link-refused', `The link gives no file: ${what}.`, {
    details: { problem: 'link-unreachable', status },
    retryable,
    cause,
  });
}
