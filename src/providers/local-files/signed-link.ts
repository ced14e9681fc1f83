import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../kernel/errors.ts';

/** `<base>/files/<key>?expires=<seconds since 1970>&signature=<HMAC-SHA-256 of both, hex>` */
export function signLink(baseUrl: string, secret: Buffer, key: string, expiresAtSeconds: number): URL {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  const url = new URL(`files/${key}`, base);
  url.searchParams.set('expires', String(expiresAtSeconds));
  url.searchParams.set('signature', signature(secret, key, expiresAtSeconds));
  return url;
}

/** The key that a link gives access to. Throws `link-invalid` where it was altered or has ended. */
export function verifyLink(url: URL, secret: Buffer, now: Date): string {
  const [, key] = /\/files\/(.+)$/.exec(url.pathname) ?? [];
  const expiresAtSeconds = Number(url.searchParams.get('expires'));
  const given = Buffer.from(url.searchParams.get('signature') ?? '', 'hex');
  const wanted = Buffer.from(signature(secret, key ?? '', expiresAtSeconds), 'hex');
  if (key === undefined || given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new AppError('link-invalid', 'This link is not one of ours or was altered.');
  }
  if (now.getTime() / 1000 >= expiresAtSeconds) {
    throw new AppError('link-invalid', 'This link has ended; ask for a new one.');
  }
  return key;
}

function signature(secret: Buffer, key: string, expiresAtSeconds: number): string {
  return createHmac('sha256', secret).update(`${key}\n${expiresAtSeconds}`).digest('hex');
}
