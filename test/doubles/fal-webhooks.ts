import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** What is wrong with a delivery; nothing unless said. */
export interface DeliveryFlaws {
  readonly signedBy?: 'a stranger';
  /** How long ago it says it was signed. */
  readonly ageSeconds?: number;
  /** The body is another than was signed. */
  readonly isTampered?: boolean;
  readonly omit?: 'Request-Id' | 'User-Id' | 'Timestamp' | 'Signature';
}

export interface SignedWebhook {
  readonly raw: Buffer;
  readonly headers: Headers;
}

export interface WebhookSigner {
  sign(payload: unknown, requestId: string, flaws?: DeliveryFlaws): SignedWebhook;
  /** From now on another key signs; the old one is no longer among the public ones. */
  rotate(): void;
  jwks(): unknown;
}

interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Signs as fal.ai's webhook documentation tells, with keys of its own. */
export function createWebhookSigner(now: () => Date): WebhookSigner {
  const stranger = generateKeyPairSync('ed25519');
  let own: Pair = generateKeyPairSync('ed25519');
  return {
    rotate: () => {
      own = generateKeyPairSync('ed25519');
    },
    jwks: () => ({
      keys: [
        { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
        { ...own.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'EdDSA' },
      ],
    }),
    sign: (payload, requestId, flaws = {}) => {
      const raw = Buffer.from(JSON.stringify(payload));
      const timestamp = String(Math.floor(now().getTime() / 1000) - (flaws.ageSeconds ?? 0));
      const userId = 'auth|double';
      const hash = createHash('sha256').update(raw).digest('hex');
      const message = Buffer.from([requestId, userId, timestamp, hash].join('\n'));
      const { privateKey } = flaws.signedBy ? stranger : own;
      const values = {
        'Request-Id': requestId,
        'User-Id': userId,
        Timestamp: timestamp,
        Signature: sign(null, message, privateKey).toString('hex'),
      };
      const headers = new Headers({ 'content-type': 'application/json' });
      for (const [name, value] of Object.entries(values)) {
        if (name !== flaws.omit) headers.set(`X-Fal-Webhook-${name}`, value);
      }
      return { raw: flaws.isTampered ? Buffer.concat([raw, Buffer.from(' ')]) : raw, headers };
    },
  };
}
