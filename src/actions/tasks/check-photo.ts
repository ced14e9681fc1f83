import { join } from 'node:path';
import { claimedKind } from '../../domain/media/file-hint.ts';
import { type FoundKind, mediaProblem } from '../../domain/media/media-problem.ts';
import type { SentFile } from '../../domain/task/task.ts';
import { AppError } from '../../kernel/errors.ts';
import { maxPictureBytes, uploadedFile } from '../keep-upload.ts';
import { keepCheckedPicture } from '../presenters/keep-picture.ts';
import type { TaskWork } from './task-work.ts';

/** Takes a photo for a presenter, if it shows one clear face. */
export const checkPhoto: TaskWork<'check-photo'> = async (tools, personId, { file, gender }, context) => {
  checkClaims(file);
  const path = join(context.workFolder, 'photo');
  await tools.fetchSentFile(file, path, context.signal);
  const picture = await uploadedFile({ path, what: 'photo', maxBytes: maxPictureBytes }, 'image/unknown');
  const origin = { origin: 'photo', gender, madeFrom: undefined, prompts: [] } as const;
  return {
    kind: 'check-photo',
    ...(await keepCheckedPicture(tools.parts, personId, picture, origin, context)),
  };
};

/** Kinds that may be a picture after all are fetched and looked at. */
const hopeless: readonly (FoundKind | undefined)[] = ['video', 'audio', 'document', 'archive', 'avi', 'mkv'];

function checkClaims(file: SentFile): void {
  if ((file.bytes ?? 0) > maxPictureBytes) {
    const allowed = maxPictureBytes;
    throw new AppError(
      'invalid-portrait',
      `The photo has ${file.bytes} bytes; at most ${allowed} are allowed.`,
      {
        details: mediaProblem('too-many-bytes', { found: file.bytes ?? 0, allowed }),
      },
    );
  }
  const kind = file.kind === 'video' ? 'video' : claimedKind(file);
  if (kind === undefined || !hopeless.includes(kind)) return;
  throw new AppError(
    'invalid-portrait',
    `The file is sent as ${kind}; a JPEG, PNG or WebP picture is needed.`,
    {
      details: mediaProblem('format', { kind, allowed: 'JPEG, PNG, WebP' }),
    },
  );
}
