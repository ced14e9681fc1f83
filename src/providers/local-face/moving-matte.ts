import type { Box, Point, Size } from '../../domain/geometry.ts';
import { type ColourPlanes, guidedFilter } from './guided-filter.ts';
import { onlyPersonAt } from './mask-components.ts';
import { coloursOfRaster, drawMatte } from './matte-drawing.ts';
import { quickProbability } from './person-probability.ts';
import { type Plane, planeOf } from './plane.ts';
import { keptRegion, regionOfPerson } from './person-region.ts';
import type { Raster } from './raster.ts';
import { frameRasters, type RgbaFrames } from './rgb-frames.ts';
import { pyramidOf } from './sample-picture.ts';
import { facesIn, type SightModels } from './sight-frames.ts';
import { steadied } from './steady-plane.ts';
import type { TaskAnswer } from './worker-protocol.ts';

/** Edges are refined at a quarter of the frame's sides, and the result is applied to the frame itself. */
export const matteStep = 4;
/** Between two looks at the whole frame, for where the person is, and for whose face is theirs. */
const framesBetweenLooks = 12;
const framesBetweenFaces = 48;
const rim = 4;
const filterOptions = { radius: 3, epsilon: 3e-4 } as const;

export interface MovingMatte {
  /** The person of the next frame, 0–255; the frame's sides are multiples of `matteStep`. */
  next(frame: Raster): Uint8Array;
}

interface Past {
  readonly probability: Plane;
  readonly colours: ColourPlanes;
}

/** Cuts a person out of frame after frame of one video. What it remembers is a few small planes, however long the video. */
export function createMovingMatte(models: SightModels): MovingMatte {
  let framesSeen = 0;
  let past: Past | undefined;
  let region: Box | undefined;
  /** A point of the person: what hangs together with it is theirs. */
  let anchor: Point | undefined;
  return {
    next(frame) {
      const whole = { x: 0, y: 0, width: frame.width, height: frame.height };
      const work = { width: frame.width / matteStep, height: frame.height / matteStep };
      const colours = coloursOfRaster(frame, matteStep);
      if (framesSeen % framesBetweenFaces === 0) {
        anchor = centreOf(largest(facesIn(models, pyramidOf(frame)))) ?? anchor;
      }
      if (framesSeen++ % framesBetweenLooks === 0 || !region) {
        const seen = regionOfPerson(quickProbability(models.selfie, frame, whole), frame);
        region = keptRegion(region, seen, frame);
      }
      const fresh = ontoPlane(quickProbability(models.selfie, frame, region), region, whole, work);
      const probability = past ? steadied(fresh, colours, past) : fresh;
      past = { probability, colours };
      region = keptRegion(region, regionOfPerson(probability, frame), frame);
      anchor ??= middleOfSolid(probability);
      const at = anchor && { x: anchor.x / matteStep, y: anchor.y / matteStep };
      const person = at ? onlyPersonAt(probability, at, rim) : probability;
      anchor = middleOfSolid(person) ?? anchor;
      return drawMatte(guidedFilter(person, colours, filterOptions), person, frame, matteStep);
    },
  };
}

/** What is known of `region` laid onto a plane over `whole`; nobody is beyond the region. */
function ontoPlane(known: Plane, region: Box, whole: Box, size: Size): Plane {
  const across = whole.width / size.width;
  const down = whole.height / size.height;
  return planeOf(size.width, size.height, (index) => {
    const x = (((index % size.width) + 0.5) * across - region.x) / region.width;
    const y = ((Math.floor(index / size.width) + 0.5) * down - region.y) / region.height;
    return x < 0 || y < 0 || x > 1 || y > 1
      ? 0
      : bilinear(known, x * known.width - 0.5, y * known.height - 0.5);
  });
}

function bilinear({ width, height, values }: Plane, x: number, y: number): number {
  const left = Math.max(0, Math.min(width - 1, Math.floor(x)));
  const top = Math.max(0, Math.min(height - 1, Math.floor(y)));
  const right = Math.min(width - 1, left + 1);
  const bottom = Math.min(height - 1, top + 1);
  const fx = Math.max(0, x - left);
  const fy = Math.max(0, y - top);
  const above = (values[top * width + left] ?? 0) * (1 - fx) + (values[top * width + right] ?? 0) * fx;
  const below = (values[bottom * width + left] ?? 0) * (1 - fx) + (values[bottom * width + right] ?? 0) * fx;
  return above * (1 - fy) + below * fy;
}

function largest(boxes: readonly Box[]): Box | undefined {
  return boxes.toSorted((a, b) => b.width * b.height - a.width * a.height)[0];
}

function centreOf(box: Box | undefined): Point | undefined {
  return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** In pixels of the frame: the middle of all that is surely a person's. */
function middleOfSolid({ width, values }: Plane): Point | undefined {
  let [x, y, count] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if ((values[i] ?? 0) < 0.5) continue;
    x += i % width;
    y += Math.floor(i / width);
    count++;
  }
  return count === 0 ? undefined : { x: (x / count + 0.5) * matteStep, y: (y / count + 0.5) * matteStep };
}

/** A person that covers less of a frame is none. */
const leastPerson = 0.01;

export function matteFrames(moving: MovingMatte, frames: RgbaFrames): TaskAnswer<'mattes'> {
  const size = frames.width * frames.height;
  const mattes = new Uint8Array(Math.floor(frames.rgba.length / (4 * size)) * size);
  let framesWithPerson = 0;
  let at = 0;
  for (const frame of frameRasters(frames)) {
    const matte = moving.next(frame);
    mattes.set(matte, at);
    at += size;
    if (covered(matte) >= leastPerson * size) framesWithPerson++;
  }
  return { mattes, framesWithPerson };
}

/** Pixels that are the person's, by every thirteenth of them. */
function covered(matte: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < matte.length; i += 13) if ((matte[i] ?? 0) > 127) count += 13;
  return count;
}
