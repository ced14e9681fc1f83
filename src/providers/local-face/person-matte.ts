import { writeFile } from 'node:fs/promises';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { FaceMesh } from '../../domain/face/face-mesh.ts';
import type { Box, Size } from '../../domain/geometry.ts';
import { greyPng } from './grey-png.ts';
import { type ColourFunctions, type ColourPlanes, guidedFilter } from './guided-filter.ts';
import { onlyPersonAt } from './mask-components.ts';
import { personProbability } from './person-probability.ts';
import { type Plane, planeOf, resized, resizedRows, smoothstep } from './plane.ts';
import { flattened, type Raster, readRaster } from './raster.ts';
import { type Pyramid, pyramidOf, sampleBox } from './sample-picture.ts';

/** Pixels of the working size. */
const rim = 6;
/** Longer side of the person's region while edges are refined; the result is applied at the picture's own size. */
const workSide = 720;

/** Writes the person's matte, of the picture's size: its own alpha where it has one, else found by a model. */
export async function writeMatte(
  model: GraphModel,
  request: { readonly picturePath: string; readonly face: FaceMesh; readonly outputPath: string },
): Promise<null> {
  const raster = await readRaster(request.picturePath);
  const matte = alphaOf(raster) ?? matteOf(model, flattened(raster), request.face);
  await writeFile(request.outputPath, greyPng(raster.width, raster.height, matte));
  return null;
}

function alphaOf({ rgba }: Raster): Uint8ClampedArray | undefined {
  const alpha = new Uint8ClampedArray(rgba.length / 4);
  let isOpaque = true;
  for (let i = 0; i < alpha.length; i++) {
    alpha[i] = rgba[4 * i + 3] ?? 255;
    if ((alpha[i] ?? 255) < 250) isOpaque = false;
  }
  return isOpaque ? undefined : alpha;
}

export function matteOf(model: GraphModel, raster: Raster, face: FaceMesh): Uint8ClampedArray {
  const picture = pyramidOf(raster);
  const whole = { x: 0, y: 0, width: raster.width, height: raster.height };
  const first = personProbability(model, picture, whole);
  const region = personRegion(first, picture, face);
  const scale = Math.min(1, workSide / Math.max(region.width, region.height));
  const work = { width: Math.round(region.width * scale), height: Math.round(region.height * scale) };
  const probability = cutOut(first, whole, region, work);
  const isAlmostWhole = region.width * region.height > 0.8 * whole.width * whole.height;
  const closerLooks = isAlmostWhole ? [bustBox(picture, face)] : [region, bustBox(picture, face)];
  for (const box of closerLooks) lookCloser(model, picture, { probability, region, box });
  const centre = {
    x: (face.box.x + face.box.width / 2 - region.x) * scale,
    y: (face.box.y + face.box.height / 2 - region.y) * scale,
  };
  const person = onlyPersonAt(probability, centre, rim);
  const functions = guidedFilter(person, coloursOf(picture, region, work), { radius: 6, epsilon: 2e-4 });
  return applied(functions, raster, region);
}

/** The person's box with some air, and at least head and shoulders, in whole pixels inside the picture. */
function personRegion(first: Plane, picture: Pyramid, face: FaceMesh): Box {
  const toPlane = first.width / picture.width;
  const toPlaneDown = first.height / picture.height;
  const centre = {
    x: (face.box.x + face.box.width / 2) * toPlane,
    y: (face.box.y + face.box.height / 2) * toPlaneDown,
  };
  const person = onlyPersonAt(first, centre, 1).values;
  const bust = bustBox(picture, face);
  let [left, top, right, bottom] = [bust.x, bust.y, bust.x + bust.width, bust.y + bust.height];
  person.forEach((value, i) => {
    if (value < 0.3) return;
    const x = (i % first.width) / toPlane;
    const y = Math.floor(i / first.width) / toPlaneDown;
    left = Math.min(left, x - face.box.width / 4);
    right = Math.max(right, x + face.box.width / 4);
    top = Math.min(top, y - face.box.width / 4);
    bottom = Math.max(bottom, y + face.box.width / 4);
  });
  const x = Math.max(0, Math.floor(left));
  const y = Math.max(0, Math.floor(top));
  const width = Math.min(picture.width, Math.ceil(right)) - x;
  return { x, y, width, height: Math.min(picture.height, Math.ceil(bottom)) - y };
}

/** The part of a plane over `whole` that lies over `region`, at a size of its own. */
function cutOut(plane: Plane, whole: Box, region: Box, size: Size): Plane {
  const full = resized(
    plane,
    Math.round((whole.width * size.width) / region.width),
    Math.round((whole.height * size.height) / region.height),
  );
  const left = Math.round((region.x * size.width) / region.width);
  const top = Math.round((region.y * size.height) / region.height);
  return planeOf(size.width, size.height, (i) => {
    const x = Math.min(full.width - 1, left + (i % size.width));
    const y = Math.min(full.height - 1, top + Math.floor(i / size.width));
    return full.values[y * full.width + x] ?? 0;
  });
}

interface CloserLook {
  readonly probability: Plane;
  readonly region: Box;
  readonly box: Box;
}

/** Looks at `box` alone, where the model's 256 pixels show more, and blends the answer into `probability`. */
function lookCloser(model: GraphModel, picture: Pyramid, { probability, region, box }: CloserLook): void {
  const scale = probability.width / region.width;
  const fine = resized(
    personProbability(model, picture, box),
    Math.round(box.width * scale),
    Math.round(box.height * scale),
  );
  const left = Math.round((box.x - region.x) * scale);
  const top = Math.round((box.y - region.y) * scale);
  const fade = 0.12 * Math.min(fine.width, fine.height);
  const weightAt = (distance: number, atBorder: boolean) => (atBorder ? 1 : smoothstep(0, fade, distance));
  for (let y = 0; y < fine.height; y++) {
    const targetY = top + y;
    if (targetY < 0 || targetY >= probability.height) continue;
    const down =
      weightAt(y, box.y <= 0) * weightAt(fine.height - 1 - y, box.y + box.height >= picture.height);
    for (let x = 0; x < fine.width; x++) {
      const targetX = left + x;
      if (targetX < 0 || targetX >= probability.width) continue;
      const across =
        weightAt(x, box.x <= 0) * weightAt(fine.width - 1 - x, box.x + box.width >= picture.width);
      const target = targetY * probability.width + targetX;
      const old = probability.values[target] ?? 0;
      probability.values[target] = old + down * across * ((fine.values[y * fine.width + x] ?? 0) - old);
    }
  }
}

/** A square of three and a half face heights round head and shoulders, inside the picture. */
function bustBox(picture: Pyramid, { box }: FaceMesh): Box {
  const side = Math.min(3.5 * box.height, picture.width, picture.height);
  const x = box.x + box.width / 2 - side / 2;
  const y = box.y + box.height / 2 - 0.42 * side;
  return {
    x: Math.max(0, Math.min(picture.width - side, x)),
    y: Math.max(0, Math.min(picture.height - side, y)),
    width: side,
    height: side,
  };
}

/** A region's colours, 0–1, at a smaller size. */
function coloursOf(picture: Pyramid, region: Box, size: Size): ColourPlanes {
  const rgb = sampleBox(picture, region, size);
  const channel = (offset: number) =>
    planeOf(size.width, size.height, (i) => (rgb[3 * i + offset] ?? 0) / 255);
  return [channel(0), channel(1), channel(2)];
}

/** The matte of the whole picture: the functions' values in the region, 0 elsewhere. */
function applied(
  functions: ColourFunctions,
  { width, height, rgba }: Raster,
  region: Box,
): Uint8ClampedArray {
  const rows = [functions.red, functions.green, functions.blue, functions.offset].map((plane) =>
    resizedRows(plane, region.width, region.height),
  );
  const matte = new Uint8ClampedArray(width * height);
  for (let y = 0; y < region.height; y++) {
    const [red, green, blue, offset] = rows.map((row) => row(y));
    if (!red || !green || !blue || !offset) continue;
    for (let x = 0; x < region.width; x++) {
      const at = (region.y + y) * width + region.x + x;
      const r = (red[x] ?? 0) * (rgba[4 * at] ?? 0);
      const g = (green[x] ?? 0) * (rgba[4 * at + 1] ?? 0);
      const b = (blue[x] ?? 0) * (rgba[4 * at + 2] ?? 0);
      matte[at] = 255 * smoothstep(0.12, 0.88, (r + g + b) / 255 + (offset[x] ?? 0));
    }
  }
  return matte;
}
