import type { Box } from '../../domain/geometry.ts';
import type { Presenter } from '../../domain/presenter/presenter.ts';
import { AppError } from '../../kernel/errors.ts';
import { sha256OfFile } from '../../platform/files/sha256.ts';
import type { PictureLayer } from '../../platform/pictures/picture-plan.ts';
import { findOwnPresenter, type OwnPresenter } from '../../store/own-presenters.ts';
import type { ActionParts } from '../parts.ts';
import type { PresenterRef } from '../presenters/find-presenter.ts';
import { castLayers, castSize } from './cast-picture.ts';
import { faceShare, windowAround } from './face-window.ts';
import { ownDrawing } from './own-drawings.ts';

export type ShownPresenter =
  | { readonly kind: 'cast'; readonly presenter: Presenter }
  | { readonly kind: 'own'; readonly presenter: OwnPresenter };

/** Throws `not-found`, also for somebody else's. */
export async function shownPresenter(
  parts: Pick<ActionParts, 'cast' | 'database'>,
  personId: string,
  { kind, id }: PresenterRef,
): Promise<ShownPresenter> {
  if (kind === 'cast') {
    const presenter = parts.cast.presenters.find((candidate) => candidate.id === id);
    if (presenter) return { kind, presenter };
  } else {
    const presenter = await findOwnPresenter(parts.database.db, personId, id);
    if (presenter) return { kind, presenter };
  }
  throw new AppError('not-found', 'There is no such presenter any more.');
}

/** Stands for what is seen of a presenter: another picture under the same name is another look. */
export async function lookOf(shown: ShownPresenter): Promise<string> {
  if (shown.kind === 'own') return shown.presenter.pictureSha256;
  const { picturePath, backgroundPath } = shown.presenter;
  const hashes = await Promise.all([picturePath, backgroundPath].map(sha256OfFile));
  return hashes.join(' ');
}

/** A card: the face, large enough to know a person by. */
export async function faceLayers(
  parts: ActionParts,
  shown: ShownPresenter,
  target: Box,
  cornerRadius: number,
): Promise<PictureLayer[]> {
  if (shown.kind === 'own') {
    const { file } = await ownDrawing(parts, shown.presenter, 'face');
    return [{ draw: 'image', path: file.path, target, cornerRadius }];
  }
  const { box } = await parts.cast.faceOf(shown.presenter.id);
  return castLayers(shown.presenter, target, windowAround(box, castSize, faceShare), cornerRadius);
}
