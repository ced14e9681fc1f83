import { isIP } from 'node:net';
import { stat } from 'node:fs/promises';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { guardedFetch } from '../http/guarded-fetch.ts';
import { type Network, publicNetwork } from '../http/public-network.ts';

export interface DownloadOptions {
  /** As errors have it. */
  readonly service: string;
  readonly url: string;
  /** Absolute path; what is there is replaced, and garbage when the call throws. */
  readonly destination: string;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** True only where the service's own address is this machine: then results may lie here too, without TLS. */
  readonly allowLoopback: boolean;
  /** Where the operator says the service itself is: what lies there may be private and without TLS. */
  readonly ownOrigin?: string;
}

export interface Downloaded {
  /** Lower case, without parameters; empty where the server says none. */
  readonly contentType: string;
  readonly bytes: number;
}

const longestSilenceMs = 30_000;

/**
 * Fetches what a service made from wherever it says: by https from public addresses only, at every hop, and without
 * our key. Errors: `provider-answer-unusable` (`details.problem`: `result-gone` with `status`, `result-too-large`,
 * `result-link`), `provider-unavailable` (retryable), `cancelled`.
 */
export async function downloadResult(options: DownloadOptions): Promise<Downloaded> {
  const { url, destination, maxBytes, timeoutMs, signal } = options;
  try {
    const { contentType } = await guardedFetch(url, {
      destination,
      maxBytes,
      signal,
      totalTimeoutMs: timeoutMs,
      idleTimeoutMs: Math.min(timeoutMs, longestSilenceMs),
      ...allowedPlaces(options),
    });
    return { contentType, bytes: (await stat(destination)).size };
  } catch (error) {
    throw isAppError(error, 'link-refused') ? resultError(options.service, error) : error;
  }
}

/** By hop: each is judged by its address as written before its host is resolved. */
function allowedPlaces({ allowLoopback, ownOrigin }: DownloadOptions) {
  const usual = allowLoopback ? publicOrLoopback : publicNetwork;
  let isOwn = false;
  const network: Network = {
    resolve: usual.resolve,
    allows: (address, port) => isOwn || usual.allows(address, port),
  };
  const allowsUrl = (hop: URL): boolean => {
    isOwn = hop.origin === ownOrigin;
    return isOwn || hop.protocol === 'https:' || (allowLoopback && isLoopback(hostOf(hop)));
  };
  return { network, allowsUrl };
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

const publicOrLoopback: Network = {
  resolve: publicNetwork.resolve,
  allows: (address, port) => isLoopback(address) || publicNetwork.allows(address, port),
};

const passing = new Set(['link-too-slow', 'link-unreachable']);

function resultError(service: string, cause: AppError): AppError {
  const status = Number(cause.details.status ?? 0);
  const { problem } = cause.details;
  if (status >= 400 && status < 500 && status !== 429) {
    return unusable(service, 'result-gone', `it answers ${status}`, cause, { status });
  }
  if (passing.has(String(problem))) {
    const details = { service, problem: 'down', status };
    const message = `What ${service} made can't be fetched now: ${cause.message}`;
    return new AppError('provider-unavailable', message, { details, retryable: true, cause });
  }
  return problem === 'link-too-big'
    ? unusable(service, 'result-too-large', 'it is too large', cause)
    : unusable(service, 'result-link', 'its link leads nowhere that is allowed', cause);
}

function unusable(
  service: string,
  problem: string,
  how: string,
  cause: AppError,
  found: Readonly<Record<string, number>> = {},
): AppError {
  const details = { service, problem, ...found };
  return new AppError('provider-answer-unusable', `What ${service} made can't be fetched: ${how}.`, {
    details,
    cause,
  });
}
