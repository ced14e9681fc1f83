import type { GraphModel } from '@tensorflow/tfjs-converter';
import { meshIndex } from '../../domain/face/face-geometry.ts';
import type { MeshPoint } from '../../domain/face/face-mesh.ts';
import type { Detection } from './face-detector.ts';
import { leftEyePoints, lipPoints, rightEyePoints } from './mesh-refinement.ts';
import { runModel } from './models.ts';
import { type Pyramid, type Square, sampleSquare, toPicture } from './sample-picture.ts';

export interface MeasuredMesh {
  readonly points: readonly MeshPoint[];
  /** The model's own estimate that the square shows a face, 0–1. */
  readonly confidence: number;
}

const inputSide = 192;
/** How much larger than the face the square is that the model was trained on (MediaPipe's `rect_transformation`). */
const margin = 1.5;

/**
 * The model's face flag, as measured: 12 to 36 on faces, also turned or dark ones, and -18 to 8 on plants, cups and
 * ornaments that the detector took for faces. Its plain logistic would be sure of both.
 */
const evenFlag = 10;
const flagScale = 1.5;

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

export function measureMesh(model: GraphModel, picture: Pyramid, square: Square): MeasuredMesh {
  const rgb = sampleSquare(picture, square, inputSide);
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
  return { points, confidence: 1 / (1 + Math.exp((evenFlag - flag) / flagScale)) };
}

/**
 * The mean of four looks at slightly moved and turned squares: one look is off by 1.2–1.9 pixels of a face of 330,
 * their mean by half of that.
 */
export function measureCarefully(model: GraphModel, picture: Pyramid, square: Square): MeasuredMesh {
  const looks = carefulLooks.map(({ right, down, turn }) => {
    const centre = { x: square.centre.x + right * square.side, y: square.centre.y + down * square.side };
    return measureMesh(model, picture, { centre, side: square.side, angle: square.angle + turn });
  });
  const mean = (value: (look: MeasuredMesh) => number) =>
    looks.reduce((sum, look) => sum + value(look), 0) / looks.length;
  const points = (looks[0]?.points ?? []).map((_, i): MeshPoint => {
    const coordinate = (axis: 0 | 1 | 2) => mean((look) => look.points[i]?.[axis] ?? 0);
    return [coordinate(0), coordinate(1), coordinate(2)];
  });
  return { points, confidence: mean((look) => look.confidence) };
}

/** Fractions of the square's side, and radians. */
const carefulLooks = [
  { right: 0.025, down: 0.015, turn: 0.03 },
  { right: -0.015, down: 0.025, turn: -0.03 },
  { right: -0.025, down: -0.015, turn: 0.03 },
  { right: 0.015, down: -0.025, turn: -0.03 },
] as const;

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
