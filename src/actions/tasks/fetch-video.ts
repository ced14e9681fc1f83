import { join } from 'node:path';
import { claimedKind } from '../../domain/media/file-hint.ts';
import { type FoundKind, mediaProblem } from '../../domain/media/media-problem.ts';
import { maxLinkBytes, maxUploadBytes } from '../../domain/media/upload-limits.ts';
import type { SentFile } from '../../domain/task/task.ts';
import { AppError } from '../../kernel/errors.ts';
import type { WorkContext } from '../../ports/work.ts';
import { tooBig } from '../keep-upload.ts';
import { fetchLink, refusedAsLink } from './fetch-link.ts';
import type { TaskTools } from './task-work.ts';

export interface FetchedVideo {
  readonly path: string;
  readonly maxBytes: number;
}

/**
 * Brings a person's video into the work folder and lets it be judged there: what can be seen before it is fetched is
 * refused before, and what a link turned out to lead to is refused as the link's fault.
 */
export async function withFetchedVideo<T>(
  tools: TaskTools,
  source: { readonly file: SentFile } | { readonly url: string },
  context: WorkContext,
  judge: (fetched: FetchedVideo) => Promise<T>,
): Promise<T> {
  const path = join(context.workFolder, 'fetched');
  if ('file' in source) {
    checkClaims(source.file);
    await tools.fetchSentFile(source.file, path, context.signal);
    return await judge({ path, maxBytes: maxUploadBytes });
  }
  const service = await fetchLink(source.url, path, context.signal, tools.network);
  return await refusedAsLink(service, () => judge({ path, maxBytes: maxLinkBytes }));
}

function checkClaims(file: SentFile): void {
  if ((file.bytes ?? 0) > maxUploadBytes) {
    throw new AppError(
      'invalid-media',
      `The video has ${file.bytes} bytes; at most ${maxUploadBytes} can be sent here.`,
      { details: mediaProblem('too-big', tooBig(file.bytes ?? 0, maxUploadBytes)) },
    );
  }
  const kind = file.kind === 'photo' ? 'picture' : claimedKind(file);
  if (kind === undefined || kind === 'video' || file.kind === 'video') return;
  throw new AppError(
    'invalid-media',
    `The file is sent as ${kind}; MP4, MOV and WebM videos are accepted; convert it first.`,
    { details: mediaProblem(isOtherVideo(kind) ? 'container' : 'not-a-video', { kind }) },
  );
}

function isOtherVideo(kind: FoundKind): boolean {
  return ['avi', 'mkv', 'wmv', 'flv', 'mpeg'].includes(kind);
}
