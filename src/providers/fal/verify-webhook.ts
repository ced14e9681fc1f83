import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import type { ServiceClient } from '../../platform/service/service-client.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import { failureOf } from './fal-errors.ts';

export interface VerifiedWebhook {
  /** Of the queue's; all else that the body says is to be asked for again. */
  readonly requestId: string;
}

/** Undefined for whatever fal.ai did not sign just now. Throws `provider-unavailable` where its keys can't be had. */
export type VerifyFalWebhook = (
  /** As it came, to the byte: that is what is signed. */
  raw: Buffer,
  headers: Headers,
  signal: AbortSignal,
) => Promise<VerifiedWebhook | undefined>;

export interface VerifyFalWebhookOptions {
  readonly jwksUrl: string;
  /** Of the keys' origin; without our key. */
  readonly client: ServiceClient;
  readonly clock: Clock;
}

const windowSeconds = 300;
const keysLiveMs = 24 * 3_600_000;
/** So often keys are asked for because of a signature that none of them made: strangers' calls must cost fal.ai nothing. */
const refetchEveryMs = 60_000;
const timeoutMs = 10_000;

/**
 * Webhooks are signed with Ed25519 over request id, user id, time and the body's SHA-256 (fal's webhook documentation,
 * November 2026). A signature that no known key made has the keys fetched anew, so that a change of keys locks nobody out.
 */
export function createVerifyFalWebhook(options: VerifyFalWebhookOptions): VerifyFalWebhook {
  const keys = createKeys(options);
  return async (raw, headers, signal) => {
    const now = options.clock.now().getTime();
    const signed = signedPart(raw, headers, now);
    if (!signed) return undefined;
    const isGenuine =
      isSignedBy(await keys.known(now, signal), signed) || isSignedBy(await keys.newer(now, signal), signed);
    return isGenuine ? requestOf(raw, signed.requestId) : undefined;
  };
}

interface Signed {
  readonly requestId: string;
  readonly message: Buffer;
  readonly signature: Buffer;
}

function signedPart(raw: Buffer, headers: Headers, now: number): Signed | undefined {
  const [requestId, userId, timestamp, signature] = ['Request-Id', 'User-Id', 'Timestamp', 'Signature'].map(
    (name) => headers.get(`X-Fal-Webhook-${name}`),
  );
  if (!requestId || !userId || !timestamp || !signature) return undefined;
  if (!/^\d{1,12}$/.test(timestamp) || !/^[0-9a-f]{128}$/i.test(signature)) return undefined;
  if (Math.abs(now / 1000 - Number(timestamp)) > windowSeconds) return undefined;
  const bodyHash = createHash('sha256').update(raw).digest('hex');
  const message = Buffer.from([requestId, userId, timestamp, bodyHash].join('\n'), 'utf8');
  return { requestId, message, signature: Buffer.from(signature, 'hex') };
}

function isSignedBy(keys: readonly KeyObject[], { message, signature }: Signed): boolean {
  return keys.some((key) => verify(null, message, key, signature));
}

const body = z.looseObject({ request_id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/) });

/** The body's id is the queue's; the header's may be that of a try of the gateway's own. */
function requestOf(raw: Buffer, signedId: string): VerifiedWebhook | undefined {
  try {
    const parsed = body.safeParse(JSON.parse(raw.toString('utf8')));
    if (parsed.success) return { requestId: parsed.data.request_id };
  } catch {
    // Signed, but nothing that can be read: the header still names it.
  }
  return /^[A-Za-z0-9_-]{1,100}$/.test(signedId) ? { requestId: signedId } : undefined;
}

interface Keys {
  /** Not older than a day. */
  known(now: number, signal: AbortSignal): Promise<readonly KeyObject[]>;
  /** Fetched since the known ones, where that may be; none otherwise. */
  newer(now: number, signal: AbortSignal): Promise<readonly KeyObject[]>;
}

function createKeys(options: VerifyFalWebhookOptions): Keys {
  let cached: readonly KeyObject[] = [];
  let fetchedAt = Number.NEGATIVE_INFINITY;
  const refetched = async (now: number, signal: AbortSignal) => {
    const fresh = await fetchKeys(options, signal);
    cached = fresh;
    fetchedAt = now;
    return fresh;
  };
  return {
    known: async (now, signal) => (now - fetchedAt < keysLiveMs ? cached : await refetched(now, signal)),
    newer: async (now, signal) => (now - fetchedAt < refetchEveryMs ? [] : await refetched(now, signal)),
  };
}

const jwks = z.looseObject({
  keys: z.array(z.looseObject({ kty: z.string(), crv: z.string().optional(), x: z.string().optional() })),
});

async function fetchKeys(
  { client, jwksUrl }: VerifyFalWebhookOptions,
  signal: AbortSignal,
): Promise<readonly KeyObject[]> {
  try {
    const answer = await client.call({ method: 'GET', path: jwksUrl, timeoutMs, signal, mayRepeat: true });
    if (answer.status !== 200) throw failureOf(answer, { isFinal: false });
    const found = jwks.safeParse(answer.json());
    return (found.data?.keys ?? []).flatMap(({ kty, crv, x }) =>
      kty === 'OKP' && crv === 'Ed25519' && x !== undefined ? publicKey(x) : [],
    );
  } catch (error) {
    throw asProviderError(error);
  }
}

function publicKey(x: string): KeyObject[] {
  try {
    return [createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })];
  } catch {
    return [];
  }
}
