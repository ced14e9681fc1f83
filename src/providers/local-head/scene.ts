import type { FaceMesh } from '../../domain/face/face-mesh.ts';
import {
  coveringPlacement,
  leavesBars,
  type Placement,
  placeCutout,
  placedPoints,
  placePhoto,
} from '../../domain/face/portrait-framing.ts';
import type { Size } from '../../domain/geometry.ts';
import {
  type DecodedPicture,
  decodePicture,
  firstRowCutAtSide,
  hasTransparency,
} from '../../platform/pictures/decoded-picture.ts';
import { type TeethLight, teethLight } from './eye-whites.ts';
import { type FaceFrame, faceFrameOf } from './face-frame.ts';
import { hasGlasses } from './glasses.ts';
import { withLidsFound } from './lid-edges.ts';
import { withSoftSeam } from './lip-shadow.ts';
import { withLipEdgesFound, withSeamFound } from './lip-seam.ts';
import { isShut, withJoinedLips } from './lips.ts';
import { loadFaceTriangles, loadMotionBasis } from './motion-basis.ts';
import { loadMouthKit, type MouthKit } from './mouth-kit.ts';
import type { Region } from './outer-grid.ts';
import { photoOverBlur } from './photo-bars.ts';
import { placedPicture, withEdgesContinued } from './pictures.ts';
import {
  drawResting,
  emptyFrame,
  type FramePlanes,
  type Layer,
  layerOf,
  type RgbaPicture,
} from './planes.ts';
import type { Clip } from './raster.ts';
import { buildRig, type Rig, stillBelow } from './rig.ts';

export interface SceneRequest {
  readonly assetsFolder: string;
  readonly portraitPath: string;
  readonly face: FaceMesh;
  readonly mattePath?: string;
  readonly backgroundPath?: string;
  readonly frame: Size;
}

/** All that a clip is drawn from. */
export interface Scene {
  readonly frame: Size;
  readonly rig: Rig;
  readonly kit: MouthKit;
  readonly teethLight: TeethLight;
  readonly hasGlasses: boolean;
  /** The placed portrait where its own teeth show; it reaches as far as the layer. */
  readonly smile: RgbaPicture | undefined;
  readonly layer: Layer;
  /** What is behind a cut-out. */
  readonly plate: FramePlanes | undefined;
  /** The whole frame at rest. */
  readonly resting: FramePlanes;
  /** How far the person covers each pixel of the layer at half size; absent for photos without a matte. */
  readonly matte: Uint8Array | undefined;
  /** Pixels of the frame that motion may change; even. */
  readonly moving: Clip;
}

export async function buildScene(request: SceneRequest): Promise<Scene> {
  const { face, frame } = request;
  const portrait = await decodePicture(request.portraitPath);
  const measured = { ...face, picture: { width: portrait.width, height: portrait.height } };
  const cutout = placeCutout(measured, frame, firstRowCutAtSide(portrait));
  const photo = placePhoto(measured, frame);
  const isCutout = hasTransparency(portrait);
  const placement = isCutout ? cutout : photo;
  const measuredFrame = faceFrameOf(placedPoints(measured, placement), face.angle.yaw);
  const marginPx = 2 * Math.ceil(Math.max(12, measuredFrame.interOcular * 0.3) / 2);
  const placed = isCutout
    ? placedPicture(portrait, placement, frame, marginPx)
    : placedPhoto(portrait, placement, frame, marginPx);
  const eyesFound = withLidsFound(measuredFrame, placed, marginPx);
  const lipsShut = isShut(eyesFound);
  const faceFrame = lipsShut
    ? withJoinedLips(withSeamFound(eyesFound, placed, marginPx))
    : withLipEdgesFound(eyesFound, placed, marginPx);
  const layer = layerOf(lipsShut ? withSoftSeam(faceFrame, placed, marginPx) : placed, marginPx, isCutout);
  const plate = isCutout ? await plateOf(request.backgroundPath, frame) : undefined;
  const resting = emptyFrame(frame);
  drawResting(layer, plate, resting);
  const [basis, triangles, kit] = await Promise.all([
    loadMotionBasis(request.assetsFolder),
    loadFaceTriangles(request.assetsFolder),
    loadMouthKit(request.assetsFolder, faceFrame.interOcular),
  ]);
  const region = regionOf(faceFrame, isCutout, frame, marginPx);
  return {
    frame,
    rig: buildRig(faceFrame, { basis, triangles }, isCutout ? 'cutout' : 'photo', region),
    kit,
    hasGlasses: hasGlasses(placed, marginPx, faceFrame),
    smile: lipsShut ? undefined : placed,
    teethLight: teethLight(placed, marginPx, faceFrame),
    layer,
    plate,
    resting,
    matte: layer.cover?.halfAlpha ?? (await matteOf(request.mattePath, portrait, placement, frame, marginPx)),
    moving: movingPart(region, layer, frame),
  };
}

function placedPhoto(
  photo: DecodedPicture,
  placement: Placement,
  frame: Size,
  marginPx: number,
): RgbaPicture {
  if (leavesBars(photo, placement, frame)) return photoOverBlur(photo, placement, frame, marginPx);
  return withEdgesContinued(placedPicture(photo, placement, frame, marginPx), placement, photo, marginPx);
}

async function plateOf(path: string | undefined, frame: Size): Promise<FramePlanes> {
  const planes = emptyFrame(frame);
  if (path === undefined) {
    planes.luma.fill(180);
    planes.u.fill(128);
    planes.v.fill(128);
    return planes;
  }
  const picture = await decodePicture(path);
  drawResting(
    layerOf(placedPicture(picture, coveringPlacement(picture, frame), frame, 0), 0, false),
    undefined,
    planes,
  );
  return planes;
}

async function matteOf(
  path: string | undefined,
  portrait: Size,
  placement: Placement,
  frame: Size,
  marginPx: number,
): Promise<Uint8Array | undefined> {
  if (path === undefined) return undefined;
  const picture = await decodePicture(path);
  const ownPlacement = { ...placement, scale: (placement.scale * portrait.width) / picture.width };
  const placed = placedPicture(picture, ownPlacement, frame, marginPx);
  if (leavesBars(portrait, placement, frame)) return halved(placed);
  return halved(withEdgesContinued(placed, ownPlacement, picture, marginPx));
}

/** The red channel at half size, as alpha. */
function halved({ width, height, data }: RgbaPicture): Uint8Array {
  const half = new Uint8Array((width / 2) * (height / 2));
  for (let row = 0, at = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2, at += 1) {
      const [first, second] = [(row * width + column) * 4, ((row + 1) * width + column) * 4];
      const sum = [first, first + 4, second, second + 4].reduce(
        (total, pixel) => total + (data[pixel] as number),
        2,
      );
      half[at] = sum >> 2;
    }
  }
  return half;
}

/** Where the picture may move: a cut-out from its hair down to the shoulders, a photo round the head. Even pixels. */
function regionOf(face: FaceFrame, isCutout: boolean, frame: Size, marginPx: number): Region {
  const limits = {
    left: -marginPx,
    top: -marginPx,
    right: frame.width + marginPx,
    bottom: frame.height + marginPx,
  };
  const even = (value: number) => 2 * Math.round(value / 2);
  if (isCutout) {
    const tilt = Math.abs(face.down[0]) * face.width * 2;
    const bottom = face.centre[1] + stillBelow * face.height + tilt;
    return { ...limits, bottom: Math.min(limits.bottom, even(bottom)) };
  }
  const aside = face.width * 1.8;
  return {
    left: Math.max(limits.left, even(face.centre[0] - aside)),
    right: Math.min(limits.right, even(face.centre[0] + aside)),
    top: Math.max(limits.top, even(face.centre[1] - face.height * 2.1)),
    bottom: Math.min(limits.bottom, even(face.centre[1] + face.height * 1.5)),
  };
}

/** The region as far as anything of the person is near: a plate alone never changes. */
function movingPart(region: Region, layer: Layer, frame: Size): Clip {
  let [left, top, right, bottom] = [region.left, region.top, region.right, region.bottom];
  if (layer.cover) {
    const seen = coveredBounds(layer.cover.alpha, layer, region);
    const reach = layer.marginPx;
    [left, top, right, bottom] = [
      seen.left - reach,
      seen.top - reach,
      seen.right + reach,
      Math.min(bottom, seen.bottom + reach),
    ];
  }
  const even = (value: number, limit: number) => Math.min(limit, Math.max(0, 2 * Math.floor(value / 2)));
  return {
    left: even(left, frame.width),
    top: even(top, frame.height),
    right: even(right, frame.width),
    bottom: even(bottom, frame.height),
  };
}

function coveredBounds(alpha: Uint8Array, layer: Layer, region: Region): Clip {
  let [left, top, right, bottom] = [region.right, region.bottom, region.left, region.top];
  for (
    let row = Math.max(0, region.top + layer.marginPx);
    row < Math.min(layer.height, region.bottom + layer.marginPx);
    row += 1
  ) {
    for (let column = 0; column < layer.width; column += 1) {
      if (alpha[row * layer.width + column] === 0) continue;
      left = Math.min(left, column - layer.marginPx);
      right = Math.max(right, column - layer.marginPx + 1);
      top = Math.min(top, row - layer.marginPx);
      bottom = row - layer.marginPx + 1;
    }
  }
  return { left, top, right, bottom };
}
