import { lowerInnerLip, lipGapPairs, upperInnerLip } from './canonical-face.ts';
import type { FaceFrame } from './face-frame.ts';
import { length, scaled, smoothstep, subtract, type Vector3 } from './vectors.ts';

/** Below this share of the inter-ocular distance lips count as shut: the landmark model reads a smile's seam as a gap. */
const shutBelow = 0.05;

/** Largest distance between the inner lips, in inter-ocular distances. */
export function restingGap(frame: FaceFrame): number {
  let gap = 0;
  for (let at = 1; at + 1 < upperInnerLip.length; at += 1) {
    const upper = frame.points[upperInnerLip[at] as number] as Vector3;
    const lower = frame.points[lowerInnerLip[at] as number] as Vector3;
    gap = Math.max(gap, length(subtract(lower, upper)));
  }
  return gap / frame.interOcular;
}

/** Joins the inner lips of a shut mouth. */
export function withJoinedLips(frame: FaceFrame): FaceFrame {
  const points = [...frame.points];
  for (let at = 1; at + 1 < upperInnerLip.length; at += 1) {
    const [upper, lower] = [upperInnerLip[at] as number, lowerInnerLip[at] as number];
    const [first, second] = [points[upper] as Vector3, points[lower] as Vector3];
    const middle = scaled([first[0] + second[0], first[1] + second[1], first[2] + second[2]], 0.5);
    points[upper] = middle;
    points[lower] = middle;
  }
  return { ...frame, points };
}

export function isShut(frame: FaceFrame): boolean {
  return restingGap(frame) <= shutBelow;
}

/** Mean of the camera's three gaps over the face's height, for points anywhere. */
export function cameraGap(x: Float32Array, y: Float32Array): number {
  const distance = (first: number, second: number) =>
    Math.hypot((x[first] as number) - (x[second] as number), (y[first] as number) - (y[second] as number));
  const gaps = lipGapPairs.map(([upper, lower]) => distance(upper, lower));
  return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / distance(10, 152);
}

interface Displacement {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/**
 * What brings the parted lips of a smiling photo together: the upper lip comes down by 42 % of the gap, the lower one
 * with the chin up by 58 %, fading with the distance from the lips.
 */
export function lipClosing(
  frame: FaceFrame,
  vertices: Displacement,
  lips: { readonly upper: readonly number[]; readonly lower: readonly number[] },
): Displacement {
  const count = vertices.x.length;
  const closing = { x: new Float32Array(count), y: new Float32Array(count) };
  if (isShut(frame)) return closing;
  const line = mouthLine(frame);
  const upperCurve = upperInnerLip.map((index) => line.local(frame.points[index] as Vector3));
  const lowerCurve = lowerInnerLip.map((index) => line.local(frame.points[index] as Vector3));
  const [upper, lower] = [new Set(lips.upper), new Set(lips.lower)];
  for (let vertex = 0; vertex < count; vertex += 1) {
    const [along, across] = line.local([vertices.x[vertex] as number, vertices.y[vertex] as number, 0]);
    if (along <= 0 || along >= 1) continue;
    const [top, bottom] = [heightAt(upperCurve, along), heightAt(lowerCurve, along)];
    const gap = Math.max(0, bottom - top);
    const isUpper = upper.has(vertex) || (!lower.has(vertex) && across < (top + bottom) / 2);
    const beyond = Math.max(0, isUpper ? top - across : across - bottom);
    const fall = (1 - smoothstep(0, frame.interOcular * (isUpper ? 0.42 : 0.62), beyond)) ** 1.3;
    const move = (isUpper ? 0.42 : -0.58) * gap * fall;
    closing.x[vertex] = line.across[0] * move;
    closing.y[vertex] = line.across[1] * move;
  }
  return closing;
}

function mouthLine(frame: FaceFrame) {
  const [left, right] = [frame.points[78] as Vector3, frame.points[308] as Vector3];
  const width = Math.hypot(right[0] - left[0], right[1] - left[1]);
  const along = [(right[0] - left[0]) / width, (right[1] - left[1]) / width] as const;
  const across = [-along[1], along[0]] as const;
  return {
    across,
    /** Share of the way from corner to corner, and pixels below that line. */
    local: (point: Vector3): readonly [number, number] => {
      const [x, y] = [point[0] - left[0], point[1] - left[1]];
      return [(x * along[0] + y * along[1]) / width, x * across[0] + y * across[1]];
    },
  };
}

function heightAt(curve: readonly (readonly [number, number])[], along: number): number {
  for (let at = 0; at + 1 < curve.length; at += 1) {
    const [from, to] = [curve[at] as readonly [number, number], curve[at + 1] as readonly [number, number]];
    if (along > to[0]) continue;
    const share = Math.min(1, Math.max(0, (along - from[0]) / (to[0] - from[0] || 1)));
    return from[1] + (to[1] - from[1]) * share;
  }
  return curve.at(-1)?.[1] ?? 0;
}
