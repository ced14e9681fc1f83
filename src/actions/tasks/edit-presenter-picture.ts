import { AppError } from '../../kernel/errors.ts';
import type { PictureEditRequest } from '../../ports/picture-edit.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import { findOwnPresenter } from '../../store/own-presenters.ts';
import { maxPictureBytes, uploadedFile } from '../keep-upload.ts';
import type { ActionParts } from '../parts.ts';
import { castAsPhoto } from '../pictures/cast-picture.ts';
import { isConsentMissing } from '../presenters/consent-missing.ts';
import { keepCheckedPicture, type PictureOrigin } from '../presenters/keep-picture.ts';
import { slowTaskWork } from './slow-task-work.ts';
import type { TaskWork } from './task-work.ts';

/** Changes a presenter's picture by a prompt and keeps the result as a draft of its own. The original stays. */
export const editPresenterPicture: TaskWork<'edit-picture'> = async (tools, personId, task, context) => {
  const { parts } = tools;
  const { request, origin } = await sourceOf(parts, personId, task.presenter, context);
  const { maxEdits } = parts.limits;
  if (origin.prompts.length >= maxEdits) {
    throw new AppError('limit-reached', `The picture was edited ${maxEdits} times; no more are allowed.`, {
      details: { limit: maxEdits },
    });
  }
  const port = task.engine === 'local' ? parts.local.pictureEdit : parts.pictureEdit;
  const edited = await slowTaskWork(
    parts,
    { port, request: { ...request, prompt: task.prompt }, capability: 'picture-edit', personId },
    context,
  );
  const picture = await pictureAt(edited.picturePath);
  const prompts = [...origin.prompts, task.prompt.replace(/\s+/g, ' ').trim()];
  const kept = await keepCheckedPicture(parts, personId, picture, { ...origin, prompts }, context);
  return { kind: 'edit-picture', presenterId: kept.presenterId, applied: [...edited.applied] };
};

interface Source {
  readonly request: Omit<PictureEditRequest, 'prompt'>;
  /** Of what it becomes, but for the new prompt. */
  readonly origin: PictureOrigin;
}

async function sourceOf(
  parts: ActionParts,
  personId: string,
  { kind, id }: { readonly kind: 'cast' | 'own'; readonly id: string },
  context: WorkContext,
): Promise<Source> {
  const source =
    kind === 'cast' ? await castSource(parts, id, context) : await ownSource(parts, personId, id, context);
  if (source) return source;
  throw new AppError('not-found', 'There is no such presenter any more.');
}

async function castSource(parts: ActionParts, id: string, context: WorkContext): Promise<Source | undefined> {
  const presenter = parts.cast.presenters.find((candidate) => candidate.id === id);
  if (!presenter) return undefined;
  const { picturePath, mattePath } = await castAsPhoto(presenter, context);
  const [picture, matte, face] = await Promise.all([
    pictureAt(picturePath),
    pictureAt(mattePath),
    parts.cast.faceOf(id),
  ]);
  return {
    request: { picture, matte, face },
    origin: { origin: 'edit', gender: presenter.gender, madeFrom: id, prompts: [] },
  };
}

async function ownSource(
  parts: ActionParts,
  personId: string,
  id: string,
  context: WorkContext,
): Promise<Source | undefined> {
  const presenter = await findOwnPresenter(parts.database.db, personId, id);
  if (!presenter) return undefined;
  if (await isConsentMissing(parts, presenter)) {
    throw new AppError('consent-missing', 'A photo is edited only with the consent of who is shown in it.');
  }
  const original = await parts.files.open(presenter.pictureKey);
  const { picturePath } = await parts.faces.upright(original, context);
  const { gender, prompts } = presenter;
  return {
    request: { picture: await pictureAt(picturePath) },
    origin: { origin: 'edit', gender, madeFrom: id, prompts },
  };
}

async function pictureAt(path: string): Promise<InputFile> {
  return await uploadedFile({ path, what: 'picture', maxBytes: maxPictureBytes }, 'image/png');
}
