import type { Log } from '../../platform/log/log.ts';
import {
  createServiceClient,
  type ServiceAnswer,
  type ServiceClient,
  type ServiceHealth,
} from '../../platform/service/service-client.ts';
import { ServiceFailure } from '../../platform/service/service-failure.ts';
import { isSameSite, type OverlayAddresses } from './addresses.ts';
import { serviceName } from './problems.ts';

export interface EndpointOptions {
  readonly addresses: OverlayAddresses;
  /** A proxy token; sent to the endpoint's own hosts only. */
  readonly token: { readonly key: string; readonly secret: string } | undefined;
  readonly log: Log;
}

export interface EndpointCall {
  readonly to: keyof OverlayAddresses;
  readonly query?: Readonly<Record<string, string>>;
  /** What is sent by POST; without it the call is a read. */
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface EndpointAnswer extends ServiceAnswer {
  /** It came at the end of a chain of redirects: whatever it says, the request itself was taken. */
  readonly wasRedirected: boolean;
}

export interface Endpoint {
  /** True where it is on this machine: then its results may be, too. */
  readonly isLoopback: boolean;
  /** The answer at the end of a chain of redirects. Throws ServiceFailure, or AppError `cancelled`. */
  ask(call: EndpointCall): Promise<EndpointAnswer>;
  health(): readonly ServiceHealth[];
}

const maxConcurrent = 8;
const maxAnswerBytes = 1_000_000;
/** Each holds for up to 150 s on Modal, which adds up to more than anybody waits. */
const maxHops = 10;
/** A chain of redirects that began within the first call's time may take this much longer. */
const chainTimeoutMs = 180_000;

/**
 * Modal answers what takes longer than 150 s with 303 and an address that has `__modal_function_call_id`: it is to be
 * read by GET and holds until there is an answer, or redirects again. Only the endpoint's own site is followed to, and
 * only its own hosts are shown the token.
 */
export function createEndpoint({ addresses, token, log }: EndpointOptions): Endpoint {
  const credentials: Record<string, string> = token
    ? { 'modal-key': token.key, 'modal-secret': token.secret }
    : {};
  const clients = new Map<string, ServiceClient>();
  const clientOf = (origin: string, mayHaveKeys: boolean): ServiceClient => {
    const known = clients.get(origin);
    if (known) return known;
    const options = { name: serviceName, baseUrl: origin, maxConcurrent, log };
    const client = createServiceClient({ ...options, credentials: mayHaveKeys ? credentials : {} });
    clients.set(origin, client);
    return client;
  };
  const own = Object.values<URL>({ ...addresses }).map(({ origin }) => clientOf(origin, true));

  const follow = async (first: ServiceAnswer, from: URL, signal: AbortSignal): Promise<ServiceAnswer> => {
    const endsAt = performance.now() + chainTimeoutMs;
    let answer = first;
    let at = from;
    for (let hops = 0; answer.status === 303; hops += 1) {
      const timeoutMs = Math.floor(endsAt - performance.now());
      if (hops >= maxHops || timeoutMs <= 0) throw chainFailure('too-slow', 'it leads on and on');
      at = nextHop(answer, at, addresses);
      const read = { method: 'GET', path: at.href, timeoutMs, maxAnswerBytes, signal } as const;
      answer = await clientOf(at.origin, false).call({ ...read, mayRepeat: true });
    }
    return answer;
  };

  return {
    isLoopback: own.every(({ isLoopback }) => isLoopback),
    ask: async ({ to, query, json, headers, timeoutMs, signal }) => {
      const url = addresses[to];
      const first = await clientOf(url.origin, true).call({
        method: json === undefined ? 'GET' : 'POST',
        path: url.href,
        ...(query && { query }),
        ...(headers && { headers }),
        ...(json === undefined ? { mayRepeat: true } : { json }),
        timeoutMs,
        maxAnswerBytes,
        signal,
      });
      return { ...(await follow(first, url, signal)), wasRedirected: first.status === 303 };
    },
    health: () => [...clients.values()].map((client) => client.health()),
  };
}

function nextHop({ headers }: ServiceAnswer, from: URL, addresses: OverlayAddresses): URL {
  const location = headers.get('location') ?? '';
  const next = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (next?.searchParams.has('__modal_function_call_id') && isSameSite(next, addresses)) return next;
  throw chainFailure('not-json', 'it leads somewhere else');
}

/** The first call of a chain has arrived, whatever comes after it. */
function chainFailure(problem: 'too-slow' | 'not-json', how: string): ServiceFailure {
  return new ServiceFailure(serviceName, problem, {
    message: `${serviceName} gave no answer: ${how}.`,
    mayHaveArrived: true,
  });
}
