import { join } from 'node:path';
import type { Box, Size } from '../../domain/geometry.ts';
import { drawPicture } from '../../platform/pictures/draw-picture.ts';
import type { PictureLayer } from '../../platform/pictures/picture-plan.ts';
import type { WorkContext } from '../../ports/work.ts';
import type { OwnPresenter } from '../../store/own-presenters.ts';
import { uploadedFile } from '../keep-upload.ts';
import type { ActionParts } from '../parts.ts';
import { pictureFolder } from '../presenters/picture-keys.ts';
import { drawingVersion, faceShare, windowAround } from './face-window.ts';
import { keptDrawing, type ShownFile } from './kept-drawing.ts';

/** A card of a sheet, and the picture that is shown alone; both 4:5. */
const sizeOf = { face: { width: 480, height: 600 }, portrait: { width: 1080, height: 1350 } } as const;
type Drawing = keyof typeof sizeOf;

/** Of the portrait: as much of the picture as 4:5 allows. */
const shareOf: Readonly<Record<Drawing, number>> = { face: faceShare, portrait: 0.01 };

/** An upright picture and where the face is in it. */
export interface LookedAt {
  readonly picturePath: string;
  readonly picture: Size;
  readonly face: Box;
}

type Own = Pick<OwnPresenter, 'owner' | 'pictureSha256'>;

function keyOf({ owner, pictureSha256 }: Own, drawing: Drawing): string {
  return `${pictureFolder(owner, pictureSha256)}/${drawing}-${drawingVersion}.jpg`;
}

/** Draws what a gallery will ask for while the picture is looked at anyway. */
export async function keepOwnDrawings(
  parts: ActionParts,
  own: Own,
  looked: LookedAt,
  context: WorkContext,
): Promise<void> {
  for (const drawing of ['face', 'portrait'] as const) {
    const path = await draw(drawing, looked, context);
    await parts.files.store(keyOf(own, drawing), { path, mime: 'image/jpeg' });
  }
}

/** A person's own picture, kept with it; drawn anew where another version drew it. */
export async function ownDrawing(
  parts: ActionParts,
  presenter: OwnPresenter,
  drawing: Drawing,
): Promise<ShownFile> {
  return await keptDrawing(
    parts,
    keyOf(presenter, drawing),
    'image/jpeg',
    async (context) => await draw(drawing, await lookAt(parts, presenter, context), context),
  );
}

async function draw(
  drawing: Drawing,
  { picturePath, picture, face }: LookedAt,
  { workFolder, signal }: WorkContext,
): Promise<string> {
  const size = sizeOf[drawing];
  const target = { x: 0, y: 0, ...size };
  const source = windowAround(face, picture, shareOf[drawing]);
  const output = { path: join(workFolder, `${drawing}.jpg`), format: 'jpeg' } as const;
  const layers: PictureLayer[] = [
    // Behind a cut-out.
    { draw: 'fill', colours: ['#f3e9dd', '#d9c4ae'], target },
    { draw: 'image', path: picturePath, source, target },
  ];
  await drawPicture({ ...size, layers, fonts: [], output }, signal);
  return output.path;
}

async function lookAt(parts: ActionParts, presenter: OwnPresenter, context: WorkContext): Promise<LookedAt> {
  const original = await parts.files.open(presenter.pictureKey);
  const { picturePath } = await parts.faces.upright(original, context);
  const limits = { what: 'picture', maxBytes: Number.POSITIVE_INFINITY };
  const upright = await uploadedFile({ path: picturePath, ...limits }, 'image/png');
  const { picture, faces } = await parts.faces.inspect(upright, context);
  return { picturePath, picture, face: faces[0]?.box ?? { x: 0, y: 0, ...picture } };
}
