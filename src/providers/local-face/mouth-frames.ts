import type { MeshPoint } from '../../domain/face/face-mesh.ts';
import type { Point } from '../../domain/geometry.ts';
import { detectInSquare } from './face-detector.ts';
import { measureMesh, squareAroundDetection, squareAroundMesh } from './face-mesh-model.ts';
import type { FaceModels } from './inspect-picture.ts';
import { type Pyramid, pyramidOf, type Square } from './sample-picture.ts';
import type { TaskAnswer, TaskRequest } from './worker-protocol.ts';

const minConfidence = 0.5;
/** Of the square's side: while the face stays this near, the square stays, so that it adds no jitter of its own. */
const maxDrift = 0.06;
const maxTurn = 0.08;

/** Measures the face of each frame; a face that was lost is looked for again in the next frame. */
export function readMouths(models: FaceModels, request: TaskRequest<'mouths'>): TaskAnswer<'mouths'> {
  const { rgb, width, height } = request;
  const frameBytes = width * height * 3;
  let square = request.square;
  const meshes: (readonly MeshPoint[] | null)[] = [];
  for (let from = 0; from + frameBytes <= rgb.length; from += frameBytes) {
    const frame = frameOf(rgb.subarray(from, from + frameBytes), width, height);
    square ??= findFace(models, frame);
    const mesh = square && measureMesh(models.mesh, frame, square);
    if (!mesh || mesh.confidence < minConfidence) {
      square = undefined;
      meshes.push(null);
      continue;
    }
    meshes.push(mesh.points);
    square = steadied(square, squareAroundMesh(mesh.points));
  }
  return { meshes, ...(square && { square }) };
}

function frameOf(rgb: Uint8Array, width: number, height: number): Pyramid {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from] ?? 0;
    rgba[to + 1] = rgb[from + 1] ?? 0;
    rgba[to + 2] = rgb[from + 2] ?? 0;
    rgba[to + 3] = 255;
  }
  return pyramidOf({ width, height, rgba });
}

function findFace(models: FaceModels, frame: Pyramid): Square | undefined {
  const side = Math.max(frame.width, frame.height);
  const whole = { centre: { x: frame.width / 2, y: frame.height / 2 }, side, angle: 0 };
  const [best] = detectInSquare(models.detector, frame, whole);
  if (!best) return undefined;
  const first = measureMesh(models.mesh, frame, squareAroundDetection(best));
  return first.confidence < minConfidence ? undefined : squareAroundMesh(first.points);
}

function steadied(held: Square | undefined, fresh: Square): Square {
  if (!held) return fresh;
  const moved = distance(held.centre, fresh.centre) + Math.abs(held.side - fresh.side);
  const keeps = moved < maxDrift * held.side && Math.abs(held.angle - fresh.angle) < maxTurn;
  return keeps ? held : fresh;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
