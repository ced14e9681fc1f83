import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { KeptFile } from '../domain/ad/ad-order.ts';
import { mediaProblem, megabytesOf } from '../domain/media/media-problem.ts';
import { AppError, type AppErrorOptions } from '../kernel/errors.ts';
import { sha256, sha256OfFile } from '../platform/files/sha256.ts';
import type { InputFile } from '../ports/work.ts';
import type { ActionParts, Person } from './parts.ts';

/** Telegram's bound for a file that a bot may fetch; the same by every door. */
export const maxPictureBytes = 20_000_000;

export interface Upload {
  readonly path: string;
  /** As it is called in refusals: 'background', 'portrait'. */
  readonly what: string;
  readonly maxBytes: number;
}

/** A user's file, readable and small enough; its content is not looked at yet. Throws `invalid-media`. */
export async function uploadedFile({ path, what, maxBytes }: Upload, mime: string): Promise<InputFile> {
  const refuse = (found: string, options: AppErrorOptions): never => {
    throw new AppError('invalid-media', `The ${what} ${path} ${found}.`, options);
  };
  const unreadable = (cause: NodeJS.ErrnoException) =>
    refuse(`can't be read: ${whyUnreadable(cause)}`, { cause });
  const entry = await stat(path).catch(unreadable);
  if (entry.isDirectory()) refuse('is a folder, not a file', {});
  if (!entry.isFile()) refuse('is a device, pipe or socket; only a file is allowed', {});
  if (entry.size === 0) refuse('is empty', { details: mediaProblem('empty', {}) });
  if (entry.size > maxBytes) {
    const details = mediaProblem('too-big', tooBig(entry.size, maxBytes));
    refuse(`has ${megabytes(entry.size)} MB; at most ${megabytes(maxBytes)} MB are allowed`, { details });
  }
  const digest = await sha256OfFile(path).catch(unreadable);
  return { path: resolve(path), sha256: digest, mime, bytes: entry.size };
}

function whyUnreadable({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'you may not read it';
  return message;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** The values of the problem `too-big`. */
export function tooBig(foundBytes: number, allowedBytes: number) {
  return { foundMegabytes: megabytesOf(foundBytes), allowedMegabytes: megabytesOf(allowedBytes) };
}

/**
 * Keeps a user's file under a key of its owner and content, so that the same file is kept once; under its real type
 * where `container` tells it, whatever it was named.
 */
export async function keepUpload(
  { files }: Pick<ActionParts, 'files'>,
  person: Person,
  upload: InputFile,
  container?: string,
): Promise<KeptFile> {
  const named = container === undefined ? extname(upload.path) : `.${container}`;
  const extension = /^\.[a-z0-9]{1,8}$/.exec(named.toLowerCase())?.[0] ?? '';
  const key = `${uploadFolder(person.owner)}${upload.sha256}${extension}`;
  if (!(await files.exists(key))) await files.store(key, upload);
  return { key, sha256: upload.sha256 };
}

/** What the keys of an owner's uploads begin with. */
export function uploadFolder(owner: string): string {
  return `uploads/${sha256(owner).slice(0, 16)}/`;
}
