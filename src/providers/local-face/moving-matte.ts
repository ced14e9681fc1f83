import type { Box, Point, Size } from '../../domain/geometry.ts';
import { type ColourPlanes, guidedFilter } from './guided-filter.ts';
import { onlyPersonAt } from './mask-components.ts';
import { coloursOfRaster, drawMatte } from './matte-drawing.ts';
import { personProbability } from './person-probability.ts';
import { type Plane, planeOf } from './plane.ts';
import { keptRegion, regionOfPerson } from './person-region.ts';
import type { Raster } from './raster.ts';
import { frameRasters, type RgbFrames } from './rgb-frames.ts';
import { pyramidOf } from './sample-picture.ts';
import { facesIn, type SightModels } from './sight-frames.ts';
import { steadied } from './steady-plane.ts';
import type { TaskAnswer } from './worker-protocol.ts';

/** Edges are refined at a third of the frame, and the result is applied to the frame itself. */
export const matteStep = 3;
/** Between two looks at the whole frame, for where the person is. */
const framesBetweenLooks = 12;
const rim = 5;
const filterOptions = { radius: 4, epsilon: 3e-4 } as const;

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
  let face: Point | undefined;
  return {
    next(frame) {
      const picture = pyramidOf(frame);
      const whole = { x: 0, y: 0, width: frame.width, height: frame.height };
      const work = { width: frame.width / matteStep, height: frame.height / matteStep };
      const colours = coloursOfRaster(frame, matteStep);
      if (framesSeen++ % framesBetweenLooks === 0 || !region) {
        face = centreOf(largest(facesIn(models, picture))) ?? face;
        const seen = regionOfPerson(personProbability(models.selfie, picture, whole), frame, face);
        region = keptRegion(region, seen, frame);
      }
      const fresh = ontoPlane(personProbability(models.selfie, picture, region), region, whole, work);
      const probability = past ? steadied(fresh, colours, past) : fresh;
      past = { probability, colours };
      region = keptRegion(region, regionOfPerson(probability, frame, face), frame);
      const at = face ?? middleOf(region);
      const person = onlyPersonAt(probability, { x: at.x / matteStep, y: at.y / matteStep }, rim);
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

function middleOf(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A person that covers less of a frame is none. */
const leastPerson = 0.01;

export function matteFrames(moving: MovingMatte, frames: RgbFrames): TaskAnswer<'mattes'> {
  const size = frames.width * frames.height;
  const mattes = new Uint8Array(Math.floor(frames.rgb.length / (3 * size)) * size);
  let framesWithPerson = 0;
  let at = 0;
  for (const frame of frameRasters(frames)) {
    const matte = moving.next(frame);
    mattes.set(matte, at);
    at += size;
    const covered = matte.reduce((sum, value) => sum + value, 0) / 255;
    if (covered >= leastPerson * size) framesWithPerson++;
  }
  return { mattes, framesWithPerson };
}
