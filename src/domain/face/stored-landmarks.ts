import { faceMeshOf, meshIndex } from './face-geometry.ts';
import type { FaceMesh, MeshPoint } from './face-mesh.ts';

/** A cast presenter's `*.landmarks.json`, as the authoring tool wrote it. */
export interface StoredLandmarks {
  readonly width: number;
  readonly height: number;
  /** x, y, width, height of the square that the model looked at. */
  readonly box: readonly number[];
  readonly points: readonly (readonly number[])[];
}

/** Side of the square that the model sees; stored z values are in its pixels, x and y in the picture's. */
const modelInputSide = 192;
const leftIris = { from: 468, to: 473 } as const;
const rightIris = { from: 473, to: 478 } as const;

/**
 * The face of a cast presenter in the domain's own units: z is brought to the picture's pixels, and the irises to
 * MediaPipe's order (the picture's left eye first), which the stored files have the other way round.
 */
export function faceMeshOfStoredLandmarks(stored: StoredLandmarks): FaceMesh {
  const zScale = Math.max(stored.box[2] ?? 0, stored.box[3] ?? 0) / modelInputSide;
  const points = stored.points.map(([x = 0, y = 0, z = 0]): MeshPoint => [x, y, z * zScale]);
  return faceMeshOf(inIrisOrder(points), { width: stored.width, height: stored.height }, 1);
}

function inIrisOrder(points: readonly MeshPoint[]): readonly MeshPoint[] {
  const iris = points[leftIris.from];
  const left = points[meshIndex.leftEyeOuter];
  const right = points[meshIndex.rightEyeOuter];
  if (!iris || !left || !right) return points;
  if (Math.abs(iris[0] - left[0]) <= Math.abs(iris[0] - right[0])) return points;
  return [
    ...points.slice(0, leftIris.from),
    ...points.slice(rightIris.from, rightIris.to),
    ...points.slice(leftIris.from, leftIris.to),
  ];
}
