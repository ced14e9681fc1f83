import { join } from 'node:path';
import {
  barFill,
  barFillPlacement,
  coveringPlacement,
  leavesBars,
  type Placement,
  placeCutout,
  placePhoto,
} from '../../domain/face/portrait-framing.ts';
import { refuseIncompleteMesh } from '../../domain/face/usable-mesh.ts';
import type { Size } from '../../domain/geometry.ts';
import {
  decodePicture,
  firstRowCutAtSide,
  hasTransparency,
} from '../../platform/pictures/decoded-picture.ts';
import { drawPicture } from '../../platform/pictures/draw-picture.ts';
import type { Area, PictureLayer, PicturePlan } from '../../platform/pictures/picture-plan.ts';
import type { TalkingHeadRequest } from '../../ports/talking-head.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import { madeFile } from './made-file.ts';

/** Behind a cut-out without a plate. */
const plainGrey = '#b4b4b4';
const jpegQuality = 95;

type Pictured = Pick<TalkingHeadRequest, 'portrait' | 'background' | 'face' | 'frame'>;

/**
 * The first frame as the model is given it: the portrait where the built-in head would show it too, in the shape of the
 * frame, a cut-out before its plate. Models keep the shape of their picture, so the video needs no cropping that could
 * cost the face. Throws `invalid-portrait`.
 */
export async function portraitStill(
  request: Pictured,
  { signal, workFolder }: WorkContext,
): Promise<InputFile> {
  refuseIncompleteMesh(request.face);
  const portrait = await decodePicture(request.portrait.path);
  const path = join(workFolder, 'portrait.jpg');
  const layers = hasTransparency(portrait)
    ? await cutoutLayers(request, portrait, firstRowCutAtSide(portrait))
    : photoLayers(request, portrait);
  const { width, height } = request.frame;
  const plan: PicturePlan = {
    ...{ width, height, layers, fonts: [] },
    output: { path, format: 'jpeg', quality: jpegQuality },
  };
  await drawPicture(plan, signal);
  return await madeFile(path, 'image/jpeg');
}

async function cutoutLayers(
  { portrait, background, face, frame }: Pictured,
  size: Size,
  sideCutRow: number,
): Promise<readonly PictureLayer[]> {
  const person: PictureLayer = {
    draw: 'image',
    path: portrait.path,
    target: area(size, placeCutout({ ...face, picture: size }, frame, sideCutRow)),
  };
  if (!background) {
    const target = { x: 0, y: 0, width: frame.width, height: frame.height };
    return [{ draw: 'fill', colours: [plainGrey], target }, person];
  }
  const plate = await decodePicture(background.path);
  const target = area(plate, coveringPlacement(plate, frame));
  return [{ draw: 'image', path: background.path, target }, person];
}

function photoLayers({ portrait, face, frame }: Pictured, size: Size): readonly PictureLayer[] {
  const placement = placePhoto({ ...face, picture: size }, frame);
  const photo = { draw: 'image', path: portrait.path, target: area(size, placement) } as const;
  if (!leavesBars(size, placement, frame)) return [photo];
  const short = Math.min(frame.width, frame.height);
  const fill = area(size, barFillPlacement(size, frame));
  return [
    { ...photo, target: fill, blurPx: Math.round(short * barFill.blur) },
    { ...photo, featherPx: short * barFill.feather },
  ];
}

function area({ width, height }: Size, { scale, left, top }: Placement): Area {
  return { x: left, y: top, width: width * scale, height: height * scale };
}
