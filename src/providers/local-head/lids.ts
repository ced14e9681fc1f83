import { type EyeTopology, eyes } from './canonical-face.ts';
import type { FaceFrame } from './face-frame.ts';
import { mean, smoothstep, type Vector3 } from './vectors.ts';

/** How far the rings round the eye go with a shut lid, as a share of its way; the lower lid rises to meet it. */
const shares = { lowerLid: -0.06, fold: 0.52, underBrow: 0.14 };

/** How far the upper lid goes over the lower one, in inter-ocular distances. */
const overlap = 0.016;

interface Control {
  readonly x: number;
  readonly y: number;
  readonly moveX: number;
  readonly moveY: number;
}

/** Displacement of a full blink in pixels, measured on this very eye, so that the lids meet whatever its opening is. */
export function lidClosing(frame: FaceFrame, pointCount: number): readonly [number, number][] {
  const closing = Array.from({ length: pointCount }, (): [number, number] => [0, 0]);
  for (const eye of eyes) {
    const controls = controlsOf(frame, eye);
    const centre = mean(eye.upperLid.map((index) => frame.points[index] as Vector3));
    closing.forEach((move, vertex) => {
      const [x, y] = frame.points[vertex] as Vector3;
      const away = Math.hypot(x - centre[0], y - centre[1]);
      const fall = 1 - smoothstep(frame.interOcular * 0.35, frame.interOcular * 0.6, away);
      if (fall === 0) return;
      const [moveX, moveY] = interpolated(controls, x, y);
      move[0] += moveX * fall;
      move[1] += moveY * fall;
    });
  }
  return closing;
}

function controlsOf(frame: FaceFrame, eye: EyeTopology): Control[] {
  const at = (index: number | undefined) => frame.points[index as number] as Vector3;
  const moved = (index: number | undefined, way: readonly [number, number], share: number): Control => {
    const [x, y] = at(index);
    return { x, y, moveX: way[0] * share, moveY: way[1] * share };
  };
  const controls = eye.still.map((index) => moved(index, [0, 0], 0));
  const shutLine = shutLineOf(frame, eye);
  eye.upperLid.forEach((upper, place) => {
    const way = shutLine(at(upper));
    controls.push(
      moved(upper, way, 1),
      moved(eye.lowerLid[place], way, shares.lowerLid),
      moved(eye.fold[place], way, shares.fold),
      moved(eye.underBrow[place], way, shares.underBrow),
    );
  });
  return controls;
}

/**
 * The way from a point of the upper lid to the line of the shut eye: a bow through the corners, deeper on one side than on
 * the other, fitted to the lower lid, since its points alone are rounded and would leave a jagged edge.
 */
function shutLineOf(frame: FaceFrame, eye: EyeTopology): (point: Vector3) => readonly [number, number] {
  const [outer, inner] = eye.corners.map((index) => frame.points[index] as Vector3) as [Vector3, Vector3];
  const [spanX, spanY] = [inner[0] - outer[0], inner[1] - outer[1]];
  const span = Math.hypot(spanX, spanY);
  const across: [number, number] = [-spanY / span, spanX / span];
  if (across[0] * frame.down[0] + across[1] * frame.down[1] < 0)
    across.forEach((value, axis) => {
      across[axis as 0] = -value;
    });
  const local = ([x, y]: Vector3): [number, number] => {
    const [fromX, fromY] = [x - outer[0], y - outer[1]];
    return [(fromX * spanX + fromY * spanY) / span ** 2, fromX * across[0] + fromY * across[1]];
  };
  const bow = fittedBow(eye.lowerLid.map((index) => local(frame.points[index] as Vector3)));
  return (point) => {
    const [along, below] = local(point);
    const inside = Math.min(1, Math.max(0, along));
    const move = bow(inside) + overlap * frame.interOcular * bulgeAt(inside) ** 0.3 - below;
    return [across[0] * move, across[1] * move];
  };
}

/** Least squares of (depth + lean × (along − ½)) × bulge through points of (along, below). */
function fittedBow(points: readonly (readonly [number, number])[]): (along: number) => number {
  let [ss, st, tt, sy, ty] = [0, 0, 0, 0, 0];
  for (const [along, below] of points) {
    const even = bulgeAt(along);
    const leaning = even * (along - 0.5);
    ss += even * even;
    st += even * leaning;
    tt += leaning * leaning;
    sy += even * below;
    ty += leaning * below;
  }
  const determinant = ss * tt - st * st || 1;
  const depth = (sy * tt - ty * st) / determinant;
  const lean = (ty * ss - sy * st) / determinant;
  return (along) => (depth + lean * (along - 0.5)) * bulgeAt(along);
}

/** A little fuller than a parabola, as lids are. */
function bulgeAt(along: number): number {
  return Math.max(0, 4 * along * (1 - along)) ** 0.8;
}

function interpolated(controls: readonly Control[], x: number, y: number): [number, number] {
  let [total, moveX, moveY] = [0, 0, 0];
  for (const control of controls) {
    const weight = 1 / (Math.hypot(control.x - x, control.y - y) ** 3 + 0.02);
    total += weight;
    moveX += weight * control.moveX;
    moveY += weight * control.moveY;
  }
  return [moveX / total, moveY / total];
}
