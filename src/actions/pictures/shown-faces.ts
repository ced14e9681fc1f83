import { join } from 'node:path';
import type { Box, Size } from '../../domain/geometry.ts';
import type { Presenter } from '../../domain/presenter/presenter.ts';
import { AppError } from '../../kernel/errors.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import { drawPicture } from '../../platform/pictures/draw-picture.ts';
import type { PictureLayer } from '../../platform/pictures/picture-plan.ts';
import type { WorkContext } from '../../ports/work.ts';
import { findOwnPresenter, type OwnPresenter } from '../../store/own-presenters.ts';
import { uploadedFile } from '../keep-upload.ts';
import type { ActionParts } from '../parts.ts';
import type { PresenterRef } from '../presenters/find-presenter.ts';
import { ownDrawingsFolder } from '../presenters/picture-keys.ts';
import { castLayers, castSize } from './cast-picture.ts';
import { keptDrawing, type ShownFile } from './kept-drawing.ts';

/** Raised when the drawings are to look different. */
export const drawingVersion = 1;
/** Of every picture of a single presenter, and of a card. */
const portraitShape = 4 / 5;

export type ShownPresenter =
  | { readonly kind: 'cast'; readonly presenter: Presenter }
  | { readonly kind: 'own'; readonly presenter: OwnPresenter };

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

/** Stands for what is seen of a presenter. */
export function lookOf(shown: ShownPresenter): string {
  return shown.kind === 'cast' ? shown.presenter.id : shown.presenter.pictureSha256;
}

/** A card of the size: the face, large enough to know a person by. */
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

/** How much of a window's height the face takes, forehead to chin. */
const faceShare = 0.4;
/** Where the middle of the face stands, from the window's top. */
const faceLevel = 0.48;

/** A 4:5 window round a face, wholly inside the picture. */
function windowAround(face: Box, picture: Size, share: number): Box {
  const height = Math.min(face.height / share, picture.height, picture.width / portraitShape);
  const width = height * portraitShape;
  const x = face.x + face.width / 2 - width / 2;
  const y = face.y + face.height / 2 - height * faceLevel;
  return {
    x: Math.min(Math.max(0, x), picture.width - width),
    y: Math.min(Math.max(0, y), picture.height - height),
    width,
    height,
  };
}

const sizeOf = { face: { width: 480, height: 600 }, portrait: { width: 1080, height: 1350 } } as const;
/** Of the portrait: as much of the picture as 4:5 allows. */
const wholeShare = 0.01;

/** A person's own picture as a card or as a portrait; kept with their other drawings. */
export async function ownDrawing(
  parts: ActionParts,
  presenter: OwnPresenter,
  what: keyof typeof sizeOf,
): Promise<ShownFile> {
  const name = sha256(`${presenter.pictureSha256} ${what} ${drawingVersion}`).slice(0, 32);
  const key = `${ownDrawingsFolder(presenter.owner)}/${what}-${name}.jpg`;
  return await keptDrawing(parts, key, 'image/jpeg', async (context) => {
    const { path, face, picture } = await lookedAt(parts, presenter, context);
    const size = sizeOf[what];
    const target = { x: 0, y: 0, ...size };
    const source = windowAround(face, picture, what === 'face' ? faceShare : wholeShare);
    const output = { path: join(context.workFolder, 'drawn.jpg'), format: 'jpeg' } as const;
    const layers: PictureLayer[] = [
      // Behind a cut-out.
      { draw: 'fill', colours: ['#f3e9dd', '#d9c4ae'], target },
      { draw: 'image', path, source, target },
    ];
    await drawPicture({ ...size, layers, fonts: [], output }, context.signal);
    return output.path;
  });
}

async function lookedAt(parts: ActionParts, presenter: OwnPresenter, context: WorkContext) {
  const original = await parts.files.open(presenter.pictureKey);
  const { picturePath } = await parts.faces.upright(original, context);
  const upright = await uploadedFile(
    { path: picturePath, what: 'picture', maxBytes: Number.POSITIVE_INFINITY },
    'image/png',
  );
  const { picture, faces } = await parts.faces.inspect(upright, context);
  const whole = { x: 0, y: 0, ...picture };
  return { path: picturePath, face: faces[0]?.box ?? whole, picture };
}
