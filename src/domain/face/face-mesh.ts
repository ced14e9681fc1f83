import type { Box, Size } from '../geometry.ts';

/** x and y in pixels of the picture; z in pixels of the same scale, smaller is nearer to the viewer. */
export type MeshPoint = readonly [x: number, y: number, z: number];

/** 478 points in MediaPipe's order: 468 of the face mesh, then ten of the irises. */
export interface FaceMesh {
  /** The picture that the points are measured in. */
  readonly picture: Size;
  readonly points: readonly MeshPoint[];
  readonly box: Box;
  /** Radians by the model's own estimate; yaw is positive when the face turns to the viewer's right. */
  readonly angle: { readonly yaw: number; readonly pitch: number; readonly roll: number };
  /** The model's own confidence that this is a face, 0–1. */
  readonly confidence: number;
}

/** What a look at a picture found; judging it is `judgePortrait`'s. */
export interface FaceInspection {
  readonly picture: Size;
  /** Largest first. */
  readonly faces: readonly FaceMesh[];
}

/** Inner-lip gap over face height, read from one frame; `gap` is null where no face was found. */
export interface MouthSample {
  readonly atSeconds: number;
  readonly gap: number | null;
}
