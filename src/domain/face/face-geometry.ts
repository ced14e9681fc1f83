import type { Box, Size } from '../geometry.ts';
import type { FaceMesh, MeshPoint } from './face-mesh.ts';

/** Points of MediaPipe's face mesh that the product measures by; left and right are the picture's. */
export const meshIndex = {
  foreheadTop: 10,
  chin: 152,
  leftEar: 234,
  rightEar: 454,
  leftEyeOuter: 33,
  rightEyeOuter: 263,
} as const;

const facePointCount = 468;
/** Upper and lower point of the inner lips: middle, then a third of the way to each corner. */
const innerLipPairs = [
  [13, 14],
  [82, 87],
  [312, 317],
] as const;

/** Completes measured points with the face's box and the direction it looks in. */
export function faceMeshOf(points: readonly MeshPoint[], picture: Size, confidence: number): FaceMesh {
  return { picture, points, box: boxOf(points), angle: angleOf(points), confidence };
}

/** Distance between the ears (points 234 and 454) in pixels, as the camera sees it. */
export function earDistance(points: readonly MeshPoint[]): number {
  return flatDistance(pointAt(points, meshIndex.leftEar), pointAt(points, meshIndex.rightEar));
}

/** Mean inner-lip gap over face height (forehead to chin): about 0 for closed lips, 0.2 for a wide open mouth. */
export function mouthGap(points: readonly MeshPoint[]): number {
  const height = flatDistance(pointAt(points, meshIndex.foreheadTop), pointAt(points, meshIndex.chin));
  let sum = 0;
  for (const [upper, lower] of innerLipPairs) {
    sum += flatDistance(pointAt(points, upper), pointAt(points, lower));
  }
  return sum / innerLipPairs.length / height;
}

function boxOf(points: readonly MeshPoint[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points.slice(0, facePointCount)) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * The face's axes run from ear to ear and from forehead to chin; their cross product is where it looks. Yaw is
 * positive to the viewer's right, pitch positive downwards, roll positive clockwise.
 */
function angleOf(points: readonly MeshPoint[]): FaceMesh['angle'] {
  const across = direction(pointAt(points, meshIndex.leftEar), pointAt(points, meshIndex.rightEar));
  const down = direction(pointAt(points, meshIndex.foreheadTop), pointAt(points, meshIndex.chin));
  const [backX, backY, backZ] = cross(across, down);
  return {
    yaw: Math.atan2(-backX, backZ),
    pitch: Math.atan2(-backY, Math.hypot(backX, backZ)),
    roll: Math.atan2(across[1], across[0]),
  };
}

function direction(from: MeshPoint, to: MeshPoint): MeshPoint {
  const [x, y, z] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

function cross(a: MeshPoint, b: MeshPoint): MeshPoint {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function flatDistance(a: MeshPoint, b: MeshPoint): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function pointAt(points: readonly MeshPoint[], index: number): MeshPoint {
  const point = points[index];
  if (!point) throw new RangeError(`A face mesh has 478 points, point ${index} is missing.`);
  return point;
}
