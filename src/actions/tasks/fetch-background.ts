import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { claimedKind } from '../../domain/media/file-hint.ts';
import { type FoundKind, mediaProblem } from '../../domain/media/media-problem.ts';
import { maxLinkBytes, maxUploadBytes } from '../../domain/media/upload-limits.ts';
import type { SentFile } from '../../domain/task/task.ts';
import { AppError } from '../../kernel/errors.ts';
import type { WorkContext } from '../../ports/work.ts';
import { keepUpload, tooBig, uploadedFile } from '../keep-upload.ts';
import type { ActionParts } from '../parts.ts';
import { fetchLink, refusedAsLink } from './fetch-link.ts';
import type { TaskTools, TaskWork } from './task-work.ts';

/** Brings a person's video into our keeping: what can be seen before it is fetched is judged before. */
export const fetchBackground: TaskWork<'fetch-background'> = async (tools, personId, { source }, context) => {
  if ('file' in source) {
    const path = await fetchSent(tools, source.file, context);
    return await judged(tools.parts, personId, { path, maxBytes: maxUploadBytes }, context);
  }
  const path = join(context.workFolder, 'fetched');
  const service = await fetchLink(source.url, path, context.signal, tools.network);
  return await refusedAsLink(service, () =>
    judged(tools.parts, personId, { path, maxBytes: maxLinkBytes }, context),
  );
};

async function fetchSent(tools: TaskTools, file: SentFile, context: WorkContext): Promise<string> {
  checkClaims(file);
  const path = join(context.workFolder, 'fetched');
  await tools.fetchSentFile(file, path, context.signal);
  return path;
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

async function judged(
  parts: ActionParts,
  personId: string,
  fetched: { readonly path: string; readonly maxBytes: number },
  context: WorkContext,
) {
  const looked = await uploadedFile({ ...fetched, what: 'background' }, 'application/octet-stream');
  const found = await parts.mediaProbe.probe(looked, context);
  // Kept under its real type, whatever it was named.
  const path = `${looked.path}.${found.container}`;
  await rename(looked.path, path);
  const kept = await keepUpload(parts, { owner: personId, isOperator: false }, { ...looked, path });
  const { backgroundMaxSeconds } = parts.limits;
  const durationSeconds = Math.min(found.durationSeconds, backgroundMaxSeconds);
  return {
    kind: 'fetch-background',
    background: { ...kept, probe: { ...found, durationSeconds } },
    isTooLong: found.durationSeconds > backgroundMaxSeconds,
  } as const;
}
