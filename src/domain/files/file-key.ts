import { AppError } from '../../kernel/errors.ts';

const part = /^[a-z0-9][a-z0-9._-]{0,127}$/;
const maxLength = 512;

/** Of a file or a folder of files. Such a key names one thing in a folder as well as in a bucket, and nothing outside. */
export function isFileKey(key: string): boolean {
  return key.length <= maxLength && key.split('/').every((name) => part.test(name));
}

/** The key's parts. Throws `internal` where it is malformed. */
export function fileKeyParts(key: string): string[] {
  if (isFileKey(key)) return key.split('/');
  throw new AppError(
    'internal',
    `The file key ${JSON.stringify(key.slice(0, 80))} is malformed: parts of a-z, 0-9, '.', '_' and '-' joined by '/' are allowed.`,
  );
}

const unknownMime = 'application/octet-stream';

const mimeOfExtension: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  wav: 'audio/wav',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  json: 'application/json',
};

/** What a file is, by the end of its name: where it is kept, nothing else is known of it. */
export function mimeOfFileKey(key: string): string {
  const [, extension = ''] = /\.([a-z0-9]+)$/.exec(key) ?? [];
  return mimeOfExtension[extension] ?? unknownMime;
}

/** The same where something else has been said of it: that counts only for names that tell nothing. */
export function mimeOfFile(key: string, stated: string): string {
  const named = mimeOfFileKey(key);
  return named === unknownMime ? stated : named;
}

/** Services take no link that outlives this: what Signature Version 4 allows. */
export const maxLinkSeconds = 7 * 24 * 3600;

/** Throws `internal` where the link would live too long. */
export function requireLinkLifetime(ttlSeconds: number): void {
  if (ttlSeconds <= maxLinkSeconds) return;
  throw new AppError('internal', `A link may live ${maxLinkSeconds} s; ${ttlSeconds} s were asked for.`);
}
