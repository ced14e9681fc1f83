import { writeFile } from 'node:fs/promises';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { FaceMesh } from '../../domain/face/face-mesh.ts';
import type { Box } from '../../domain/geometry.ts';
import { greyPng } from './grey-png.ts';
import { type ColourFunctions, type ColourPlanes, guidedFilter } from './guided-filter.ts';
import { onlyPersonAt } from './mask-components.ts';
import { runModel } from './models.ts';
import { type Plane, planeOf, resized, resizedRows, smoothstep } from './plane.ts';
import { flattened, type Raster, readRaster } from './raster.ts';
import { type Pyramid, pyramidOf, sampleBox } from './sample-picture.ts';

const inputSide = 256;
/** Pixels of the working size. */
const rim = 6;
/** Longer side of the picture while edges are refined; the result is applied at the picture's own size. */
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
  const scale = Math.min(1, workSide / Math.max(raster.width, raster.height));
  const width = Math.round(raster.width * scale);
  const height = Math.round(raster.height * scale);
  const centre = {
    x: (face.box.x + face.box.width / 2) * scale,
    y: (face.box.y + face.box.height / 2) * scale,
  };
  const picture = pyramidOf(raster);
  const coarse = onlyPersonAt(personProbability(model, picture, face, { width, height }), centre, rim);
  const functions = guidedFilter(coarse, coloursOf(raster, width, height), { radius: 6, epsilon: 2e-4 });
  return applied(functions, raster);
}

function applied(functions: ColourFunctions, { width, height, rgba }: Raster): Uint8ClampedArray {
  const rows = [functions.red, functions.green, functions.blue, functions.offset].map((plane) =>
    resizedRows(plane, width, height),
  );
  const matte = new Uint8ClampedArray(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const [red, green, blue, offset] = rows.map((row) => row(y));
    if (!red || !green || !blue || !offset) continue;
    for (let x = 0; x < width; x++, at++) {
      const r = (red[x] ?? 0) * (rgba[4 * at] ?? 0);
      const g = (green[x] ?? 0) * (rgba[4 * at + 1] ?? 0);
      const b = (blue[x] ?? 0) * (rgba[4 * at + 2] ?? 0);
      matte[at] = 255 * smoothstep(0.12, 0.88, (r + g + b) / 255 + (offset[x] ?? 0));
    }
  }
  return matte;
}

/** The model sees the whole picture, and once more head and shoulders alone, where its 256 pixels show hair. */
function personProbability(
  model: GraphModel,
  picture: Pyramid,
  face: FaceMesh,
  size: { readonly width: number; readonly height: number },
): Plane {
  const whole = probabilityIn(model, picture, { x: 0, y: 0, width: picture.width, height: picture.height });
  const combined = resized(whole, size.width, size.height);
  const bust = bustBox(picture, face);
  if (bust.width * bust.height > 0.8 * picture.width * picture.height) return combined;
  const scale = size.width / picture.width;
  const near = probabilityIn(model, picture, bust);
  const left = Math.round(bust.x * scale);
  const top = Math.round(bust.y * scale);
  const fine = resized(near, Math.round(bust.width * scale), Math.round(bust.height * scale));
  const fade = 0.12 * fine.width;
  for (let y = 0; y < fine.height; y++) {
    for (let x = 0; x < fine.width; x++) {
      const target = (top + y) * size.width + left + x;
      if (left + x >= size.width || top + y >= size.height) continue;
      const inside = (distance: number, atBorder: boolean) => (atBorder ? 1 : smoothstep(0, fade, distance));
      const weight =
        inside(x, bust.x <= 0) *
        inside(y, bust.y <= 0) *
        inside(fine.width - 1 - x, bust.x + bust.width >= picture.width) *
        inside(fine.height - 1 - y, bust.y + bust.height >= picture.height);
      const old = combined.values[target] ?? 0;
      combined.values[target] = old + weight * ((fine.values[y * fine.width + x] ?? 0) - old);
    }
  }
  return combined;
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

function probabilityIn(model: GraphModel, picture: Pyramid, box: Box): Plane {
  const rgb = sampleBox(picture, box, inputSide);
  for (let i = 0; i < rgb.length; i++) rgb[i] = (rgb[i] ?? 0) / 255;
  const values = runModel(model, rgb, inputSide).get('activation_10');
  if (!values) throw new Error('The segmentation model lacks its output.');
  return { width: inputSide, height: inputSide, values };
}

/** The picture in colours 0–1 at a smaller size. */
function coloursOf(raster: Raster, width: number, height: number): ColourPlanes {
  const channel = (offset: number): Plane => {
    const full = planeOf(raster.width, raster.height, (i) => (raster.rgba[4 * i + offset] ?? 0) / 255);
    return resized(full, width, height);
  };
  return [channel(0), channel(1), channel(2)];
}
