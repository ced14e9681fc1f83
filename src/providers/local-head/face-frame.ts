import type { MeshPoint } from '../../domain/face/face-mesh.ts';
import { eyes } from './canonical-face.ts';
import { cross, dot, length, mean, scaled, subtract, unit, type Vector3 } from './vectors.ts';

/** The head's own axes and measures, in pixels of the frame; z grows away from the viewer. */
export interface FaceFrame {
  readonly points: readonly Vector3[];
  /** Mean of 33 and 133 to mean of 362 and 263. */
  readonly interOcular: number;
  /** Unit vectors: to the viewer's right, from forehead to chin, away from the viewer. */
  readonly right: Vector3;
  readonly down: Vector3;
  readonly away: Vector3;
  readonly centre: Vector3;
  readonly width: number;
  readonly height: number;
  /** Radians by the landmark model's estimate. */
  readonly yaw: number;
}

export function faceFrameOf(points: readonly MeshPoint[], yaw: number): FaceFrame {
  const at = (index: number): Vector3 => points[index] as Vector3;
  const [leftEye, rightEye] = eyes.map(({ corners }) => mean(corners.map(at))) as [Vector3, Vector3];
  const right = unit(subtract(rightEye, leftEye));
  const spine = subtract(at(152), at(10));
  const down = unit(subtract(spine, scaled(right, dot(spine, right))));
  return {
    points,
    interOcular: length(subtract(rightEye, leftEye)),
    right,
    down,
    away: cross(right, down),
    centre: mean([at(33), at(263), at(152), at(10)]),
    width: length(subtract(at(454), at(234))),
    height: length(spine),
    yaw,
  };
}
