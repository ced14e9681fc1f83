import { createHmac, timingSafeEqual } from 'node:crypto';

/** Addresses at which services may tell that work is done. */
export interface Callbacks {
  /** Undefined where this machine can't be reached from outside. */
  urlOf(adapter: string, tag: string): string | undefined;
  /** Undefined for a token that is none of ours, or another adapter's. */
  tagOf(adapter: string, token: string): string | undefined;
}

export interface CallbacksOptions {
  readonly publicUrl: string;
  readonly secret: string;
  /** Whether services outside can come to `publicUrl`. */
  readonly canBeReached: boolean;
}

/** The tag stands in the address, signed: a report is known by it even if it comes before we wrote down what was sent. */
export function createCallbacks({ publicUrl, secret, canBeReached }: CallbacksOptions): Callbacks {
  const sign = (adapter: string, tag: string) =>
    createHmac('sha256', secret).update(`hook\n${adapter}\n${tag}`).digest();
  return {
    urlOf: (adapter, tag) => {
      if (!canBeReached) return undefined;
      const token = `${Buffer.from(tag).toString('base64url')}.${sign(adapter, tag).toString('base64url')}`;
      return `${publicUrl.replace(/\/+$/, '')}/hooks/${encodeURIComponent(adapter)}/${token}`;
    },
    tagOf: (adapter, token) => {
      const [encoded = '', signature = '', ...more] = token.split('.');
      const tag = Buffer.from(encoded, 'base64url').toString('utf8');
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(adapter, tag);
      const isOurs =
        more.length === 0 && given.length === expected.length && timingSafeEqual(given, expected);
      return isOurs ? tag : undefined;
    },
  };
}
