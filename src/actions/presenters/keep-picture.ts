import { open } from 'node:fs/promises';
import {
  judgePortrait,
  type PortraitJudgement,
  type PortraitWarningKind,
} from '../../domain/face/judge-portrait.ts';
import type { Box } from '../../domain/geometry.ts';
import { AppError } from '../../kernel/errors.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import { keepOwnPresenter, type OwnPresenter } from '../../store/own-presenters.ts';
import { removeFilesLater } from '../file-removal.ts';
import { uploadedFile } from '../keep-upload.ts';
import type { ActionParts } from '../parts.ts';
import { keepOwnDrawings } from '../pictures/own-drawings.ts';
import { draftLifetimeHours } from './expire-presenter-drafts.ts';
import { checkPictureKey, pictureFolder, presenterIdOf } from './picture-keys.ts';

export type PictureOrigin = Pick<OwnPresenter, 'origin' | 'gender' | 'madeFrom' | 'prompts'>;

export interface KeptPicture {
  readonly presenterId: string;
  readonly warnings: readonly PortraitWarningKind[];
}

/**
 * Looks for the one clear face and keeps the picture as a draft that waits for consent. The same picture again finds
 * the presenter that it is. Throws `invalid-portrait`; where the face was the reason, `details.checkPictureKey` shows it.
 */
export async function keepCheckedPicture(
  parts: ActionParts,
  personId: string,
  picture: InputFile,
  origin: PictureOrigin,
  context: WorkContext,
): Promise<KeptPicture> {
  const upright = await uprightOf(parts, picture, context);
  const inspection = await parts.faces.inspect(upright, context);
  const judged = judgePortrait(inspection);
  const checkKey = checkPictureKey(personId, picture.sha256);
  const preview = await parts.faces.preview(upright, boxesOf(judged), context);
  await parts.files.store(checkKey, { path: preview.picturePath, mime: 'image/jpeg' });
  const presenterId = presenterIdOf(personId, picture.sha256);
  if (!judged.ok) {
    const { kind, message, details } = judged.refusal;
    const folder = pictureFolder(personId, picture.sha256);
    await removeRefusedLater(parts, { folder, presenterId });
    throw new AppError('invalid-portrait', message, {
      details: { problem: kind, ...details, checkPictureKey: checkKey },
    });
  }
  const pictureKey = await keepOriginal(parts, personId, picture);
  const looked = { picturePath: upright.path, picture: inspection.picture, face: judged.face.box };
  await keepOwnDrawings(parts, { owner: personId, pictureSha256: picture.sha256 }, looked, context);
  await keepOwnPresenter(parts.database.db, {
    id: presenterId,
    owner: personId,
    ...origin,
    pictureKey,
    pictureSha256: picture.sha256,
    checkPictureKey: checkKey,
  });
  return { presenterId, warnings: judged.warnings.map(({ kind }) => kind) };
}

async function uprightOf(parts: ActionParts, picture: InputFile, context: WorkContext): Promise<InputFile> {
  const { picturePath } = await parts.faces.upright(picture, context);
  // Ours by now, and bounded by its 2160 pixels a side.
  return await uploadedFile(
    { path: picturePath, what: 'picture', maxBytes: Number.POSITIVE_INFINITY },
    'image/png',
  );
}

/** Whom the judgement speaks of: who will speak, those in the background, or those it is refused for. */
function boxesOf(judged: PortraitJudgement): readonly Box[] {
  if (!judged.ok) return judged.refusal.faces;
  const others = judged.warnings.filter(({ kind }) => kind === 'people-in-background');
  return [judged.face.box, ...others.flatMap(({ faces }) => faces)];
}

/** A refused picture has no row that could expire. */
async function removeRefusedLater(
  { queue, database }: ActionParts,
  refused: { readonly folder: string; readonly presenterId: string },
): Promise<void> {
  await removeFilesLater(queue, database.db, { folders: [refused] }, draftLifetimeHours * 3600);
}

async function keepOriginal({ files }: ActionParts, personId: string, picture: InputFile): Promise<string> {
  const format = await formatOf(picture.path);
  const name = `picture.${format === 'jpeg' ? 'jpg' : format}`;
  const key = `${pictureFolder(personId, picture.sha256)}/${name}`;
  await files.store(key, { path: picture.path, mime: `image/${format}` });
  return key;
}

/** Of a picture that was decoded, so it is one of the three. */
async function formatOf(path: string): Promise<'jpeg' | 'png' | 'webp'> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (buffer[0] === 0xff) return 'jpeg';
    return buffer[0] === 0x89 ? 'png' : 'webp';
  } finally {
    await file.close();
  }
}
