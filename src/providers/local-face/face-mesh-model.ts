import type { GraphModel } from '@tensorflow/tfjs-converter';
import { meshIndex } from '../../domain/face/face-geometry.ts';
import type { MeshPoint } from '../../domain/face/face-mesh.ts';
import type { Detection } from './face-detector.ts';
import { leftEyePoints, lipPoints, rightEyePoints } from './mesh-refinement.ts';
import { runModel } from './models.ts';
import { type Raster, type Square, sampleSquare, toPicture } from './raster.ts';

export interface MeasuredMesh {
  readonly points: readonly MeshPoint[];
  /** The model's own estimate that the square shows a face, 0–1. */
  readonly confidence: number;
}

const inputSide = 192;
/** How much larger than the face the square is that the model was trained on (MediaPipe's `rect_transformation`). */
const margin = 1.5;

export function squareAroundDetection({ box, leftEye, rightEye }: Detection): Square {
  return {
    centre: { x: box.x + box.width / 2, y: box.y + box.height / 2 },
    side: Math.max(box.width, box.height) * margin,
    angle: Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x),
  };
}

/** The square for a second, finer look: upright by the eyes' outer corners, centred on the points themselves. */
export function squareAroundMesh(points: readonly MeshPoint[]): Square {
  const left = points[meshIndex.leftEyeOuter] ?? [0, 0, 0];
  const right = points[meshIndex.rightEyeOuter] ?? [0, 0, 0];
  const angle = Math.atan2(right[1] - left[1], right[0] - left[0]);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const along = points.map(([x, y]) => x * cos + y * sin);
  const across = points.map(([x, y]) => y * cos - x * sin);
  const u = middleAndLength(along);
  const v = middleAndLength(across);
  return {
    centre: { x: u.middle * cos - v.middle * sin, y: u.middle * sin + v.middle * cos },
    side: Math.max(u.length, v.length) * margin,
    angle,
  };
}

function middleAndLength(values: readonly number[]): { middle: number; length: number } {
  const least = Math.min(...values);
  const most = Math.max(...values);
  return { middle: (least + most) / 2, length: most - least };
}

export function measureMesh(model: GraphModel, raster: Raster, square: Square): MeasuredMesh {
  const rgb = sampleSquare(raster, square, inputSide);
  for (let i = 0; i < rgb.length; i++) rgb[i] = (rgb[i] ?? 0) / 255;
  const outputs = runModel(model, rgb, inputSide);
  const output = (name: string): Float32Array => {
    const values = outputs.get(name);
    if (!values) throw new Error(`The face mesh model lacks its output ${name}.`);
    return values;
  };
  const flag = output('conv_faceflag')[0] ?? -Infinity;
  const zScale = square.side / inputSide;
  const points = refinedPoints(output).map(([u, v, z]): MeshPoint => {
    const { x, y } = toPicture(square, inputSide, u, v);
    return [x, y, z * zScale];
  });
  return { points, confidence: 1 / (1 + Math.exp(-flag)) };
}

/** 468 points in the model's pixels with lips and eyes replaced by their finer twins, then the irises. */
function refinedPoints(output: (name: string) => Float32Array): MeshPoint[] {
  const mesh = output('output_mesh_identity');
  const points = Array.from({ length: mesh.length / 3 }, (_, i): MeshPoint => {
    return [mesh[3 * i] ?? 0, mesh[3 * i + 1] ?? 0, mesh[3 * i + 2] ?? 0];
  });
  const refine = (indices: readonly number[], finer: Float32Array) => {
    indices.forEach((index, i) => {
      points[index] = [finer[2 * i] ?? 0, finer[2 * i + 1] ?? 0, points[index]?.[2] ?? 0];
    });
  };
  refine(leftEyePoints, output('output_left_eye'));
  refine(rightEyePoints, output('output_right_eye'));
  refine(lipPoints, output('output_lips'));
  for (const [eye, name] of [
    [leftEyePoints, 'output_left_iris'],
    [rightEyePoints, 'output_right_iris'],
  ] as const) {
    const depth = eye.reduce((sum, index) => sum + (points[index]?.[2] ?? 0), 0) / eye.length;
    const iris = output(name);
    for (let i = 0; i < iris.length; i += 2) points.push([iris[i] ?? 0, iris[i + 1] ?? 0, depth]);
  }
  return points;
}
