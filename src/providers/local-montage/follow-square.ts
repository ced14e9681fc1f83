import type { SquareKeyframe } from '../../domain/montage/moving-square.ts';
import { type Filter, filter } from './filter-graph.ts';
import type { CutPlan } from '../../domain/montage/video-plan.ts';

/** The follower counts frames, so they must come evenly; 25 is a head video's own rate. */
const framesPerSecond = 25;

/**
 * Turns a cropped part of the head into what the square in it shows, stretched to that part's shape. ffmpeg's `crop` moves
 * by whole pixels, which shows as a tremble where a face drifts slowly; `perspective` takes its corners in fractions.
 */
export function followSquare(
  { crop, at }: CutPlan,
  motion: readonly SquareKeyframe[],
  fromSeconds: number,
): Filter[] {
  const largest = Math.max(...motion.map(({ side }) => side));
  const scale = Math.min(1, at.width / largest);
  const width = 2 * Math.ceil((crop.width * scale) / 2);
  const height = 2 * Math.ceil((crop.height * scale) / 2);
  const along = (value: (square: SquareKeyframe) => number) =>
    evenlyBetween(
      motion.map((square) => ({
        // The filter's first frame is 1.
        frame: (square.atSeconds - fromSeconds) * framesPerSecond + 1,
        value: value(square),
      })),
    );
  const left = along(({ x }) => ((x - crop.x) * width) / crop.width);
  const right = along(({ x, side }) => ((x + side - crop.x) * width) / crop.width);
  const top = along(({ y }) => ((y - crop.y) * height) / crop.height);
  const bottom = along(({ y, side }) => ((y + side - crop.y) * height) / crop.height);
  return [
    filter('fps', { fps: framesPerSecond, start_time: 0 }),
    filter('scale', { w: width, h: height, flags: 'bilinear' }),
    filter('perspective', {
      ...{ x0: left, y0: top, x1: right, y1: top },
      ...{ x2: left, y2: bottom, x3: right, y3: bottom },
      ...{ interpolation: 'linear', sense: 'source', eval: 'frame' },
    }),
  ];
}

interface FrameValue {
  readonly frame: number;
  readonly value: number;
}

/** An expression of ffmpeg's in the frame number `on`: straight lines between the values, and the outer ones beyond them. */
function evenlyBetween(values: readonly FrameValue[]): string {
  const [first] = values;
  const last = values.at(-1);
  if (!first || !last) throw new RangeError('a movement needs at least one place');
  if (values.length === 1) return written(first.value);
  return `if(lt(on,${written(first.frame)}),${written(first.value)},if(gte(on,${written(last.frame)}),${written(last.value)},${lines(values)}))`;
}

/** Halved again and again: as many comparisons as the number of lines has binary digits. */
function lines(values: readonly FrameValue[]): string {
  const [from, to] = [values[0], values.at(-1)];
  if (!from || !to) return '0';
  if (values.length === 2) {
    const slope = (to.value - from.value) / (to.frame - from.frame);
    return `${written(from.value)}+${written(slope)}*(on-${written(from.frame)})`;
  }
  const middle = Math.floor(values.length / 2);
  const before = lines(values.slice(0, middle + 1));
  const after = lines(values.slice(middle));
  return `if(lt(on,${written(values[middle]?.frame ?? 0)}),${before},${after})`;
}

function written(value: number): string {
  return String(Number(value.toFixed(3)));
}
