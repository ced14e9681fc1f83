import { isIP } from 'node:net';
import { extname } from 'node:path';
import { lentFolder, temporaryLifeDays } from '../domain/files/temporary-folders.ts';
import { throwIfCancelled } from '../platform/process/throw-if-cancelled.ts';
import { isPublicAddress } from '../platform/http/public-network.ts';
import type { FilesPort } from '../ports/files.ts';
import type { LendFile } from '../ports/lend-file.ts';
import type { InputFile } from '../ports/work.ts';

export interface LendFileOptions {
  readonly files: FilesPort;
  /** Whether links of `files` lead to a place that services outside can reach. */
  readonly canBeReached: boolean;
}

/** A file is removed some time after its day, and a service may be slow to come. */
const marginMs = 60 * 60_000;
const lifeMs = temporaryLifeDays * 24 * 3_600_000;

/**
 * Lends by a link to where the file is kept already, or else to a copy that is kept by its content for a day, so that it
 * is brought once however often it is lent.
 */
export function createLendFile({ files, canBeReached }: LendFileOptions): LendFile {
  return async (file, ttlSeconds, signal) => {
    if (!canBeReached) return undefined;
    throwIfCancelled(signal, 'Lending a file');
    const key = (await ownKey(files, file)) ?? (await lentKey(files, file, ttlSeconds, signal));
    return (await files.link(key, ttlSeconds)).href;
  };
}

/** Of a file that is still kept as it was opened. */
async function ownKey(files: FilesPort, { path, bytes }: InputFile): Promise<string | undefined> {
  const key = files.keyOf(path);
  // A copy of the lent ones is near its end.
  if (key === undefined || key.startsWith(`${lentFolder}/`)) return undefined;
  return (await files.find(key))?.bytes === bytes ? key : undefined;
}

async function lentKey(
  files: FilesPort,
  file: InputFile,
  ttlSeconds: number,
  signal: AbortSignal,
): Promise<string> {
  const extension = /^\.[a-z0-9]{1,8}$/.exec(extname(file.path).toLowerCase())?.[0] ?? '';
  const key = `${lentFolder}/${file.sha256}${extension}`;
  const kept = await files.find(key);
  const lastsUntilMs = (kept?.storedAt.getTime() ?? 0) + lifeMs - marginMs;
  if (kept?.bytes === file.bytes && lastsUntilMs > Date.now() + ttlSeconds * 1000) return key;
  throwIfCancelled(signal, 'Lending a file');
  await files.store(key, file);
  return key;
}

/** Whether a service outside can fetch from our own server: over https at a public address, and on loopback in tests. */
export function isReachedFromOutside(publicUrl: string, allowsLoopback = false): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isLoopback = host === 'localhost' || host === '::1' || /^127\./.test(host);
  if (isLoopback) return allowsLoopback;
  return protocol === 'https:' && (isIP(host) ? isPublicAddress(host) : host.includes('.'));
}
