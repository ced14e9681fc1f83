import { join } from 'node:path';
import { sha256 } from '../../platform/files/sha256.ts';
import { drawPicture } from '../../platform/pictures/draw-picture.ts';
import type { ActionParts } from '../parts.ts';
import type { PresenterRef } from '../presenters/find-presenter.ts';
import { castLayers, castSize } from './cast-picture.ts';
import { drawingVersion } from './face-window.ts';
import { keptDrawing, type ShownFile } from './kept-drawing.ts';
import { ownDrawing } from './own-drawings.ts';
import { lookOf, shownPresenter } from './shown-faces.ts';

/** One presenter as a 4:5 JPEG, 1080×1350: of the cast before their plate. Throws `not-found`. */
export async function presenterPicture(
  parts: ActionParts,
  personId: string,
  ref: PresenterRef,
): Promise<ShownFile> {
  const shown = await shownPresenter(parts, personId, ref);
  if (shown.kind === 'own') return await ownDrawing(parts, shown.presenter, 'portrait');
  const { presenter } = shown;
  const look = sha256(await lookOf(shown));
  const key = `drawings/cast/${presenter.id}-${look.slice(0, 16)}-${drawingVersion}.jpg`;
  return await keptDrawing(parts, key, 'image/jpeg', async ({ workFolder, signal }) => {
    const output = { path: join(workFolder, 'drawn.jpg'), format: 'jpeg' } as const;
    const layers = castLayers(presenter, { x: 0, y: 0, ...castSize });
    await drawPicture({ ...castSize, layers, fonts: [], output }, signal);
    return output.path;
  });
}
