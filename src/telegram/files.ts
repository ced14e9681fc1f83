import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SentFile } from '../domain/task/task.ts';
import { AppError, isAppError } from '../kernel/errors.ts';
import { namingDiskFull } from '../platform/files/disk-full.ts';
import type { Telegram } from './client.ts';
import { classifyTelegramError } from './errors.ts';

/** Telegram's own bound for bots. */
export const maxSentFileBytes = 20 * 1024 * 1024;
const downloadTimeoutMs = 300_000;

/**
 * Copies what somebody sent to the given path. Its name, type and size are only what the sender says: look at the
 * content before it is used. Throws `invalid-media` (`details`: `bytes`, `maxBytes`) for one that is too big or gone,
 * `provider-unavailable` or `timed-out` (retryable), `cancelled`, `disk-full`. Nothing is left after a failure.
 */
export async function fetchSentFile(
  telegram: Telegram,
  file: SentFile,
  destinationPath: string,
  signal: AbortSignal,
): Promise<void> {
  if (file.bytes !== undefined && file.bytes > maxSentFileBytes) throw tooBig(file.bytes);
  const path = await pathOf(telegram, file, signal);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(downloadTimeoutMs)]);
  try {
    await namingDiskFull(destinationPath, () => download(telegram, path, destinationPath, limit));
  } catch (error) {
    await rm(destinationPath, { force: true });
    if (signal.aborted) throw new AppError('cancelled', 'Fetching a file from Telegram was cancelled.');
    // Not the cause: the address that it names holds the token.
    throw isAppError(error)
      ? error
      : new AppError('provider-unavailable', 'Telegram broke off while a file was fetched.', {
          retryable: true,
        });
  }
}

async function pathOf(telegram: Telegram, file: SentFile, signal: AbortSignal): Promise<string> {
  try {
    const { file_path: path } = await telegram.getFile(file.fileId, signal as never);
    if (path === undefined) throw new AppError('invalid-media', 'Telegram has that file no more.');
    return path;
  } catch (error) {
    const failure = classifyTelegramError(error);
    if (failure === 'too-big') throw tooBig(file.bytes ?? maxSentFileBytes + 1);
    if (isAppError(error)) throw error;
    throw new AppError('invalid-media', 'Telegram does not give that file out.', { cause: error });
  }
}

async function download(
  telegram: Telegram,
  path: string,
  destinationPath: string,
  signal: AbortSignal,
): Promise<void> {
  const answer = await fetch(fileUrl(telegram, path), { signal, redirect: 'error' });
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel();
    throw new AppError('provider-unavailable', `Telegram answered ${answer.status} when asked for a file.`, {
      retryable: answer.status >= 500 || answer.status === 429,
    });
  }
  await pipeline(Readable.fromWeb(answer.body), atMost(maxSentFileBytes), createWriteStream(destinationPath));
}

/** A secret: it holds the token. */
function fileUrl(telegram: Telegram, path: string): URL {
  const parts = path.split('/').map(encodeURIComponent).join('/');
  return new URL(`${telegram.options?.apiRoot}/file/bot${telegram.token}/${parts}`);
}

function atMost(maxBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(tooBig(bytes));
      else done(null, chunk);
    },
  });
}

function tooBig(bytes: number): AppError {
  const megabytes = (bytes / 1024 / 1024).toFixed(1);
  return new AppError('invalid-media', `The file has ${megabytes} MB; at most 20 MB can be fetched.`, {
    details: { bytes, maxBytes: maxSentFileBytes },
  });
}
