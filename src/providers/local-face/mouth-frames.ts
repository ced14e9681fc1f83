import type { MeshPoint } from '../../domain/face/face-mesh.ts';
import type { Point } from '../../domain/geometry.ts';
import { detectInSquare } from './face-detector.ts';
import { measureMesh, squareAroundDetection, squareAroundMesh } from './face-mesh-model.ts';
import type { FaceModels } from './inspect-picture.ts';
import { framePyramids } from './rgb-frames.ts';
import type { Pyramid, Square } from './sample-picture.ts';
import type { TaskAnswer, TaskRequest } from './worker-protocol.ts';

const minConfidence = 0.5;
/** Of the square's side: while the face stays this near, the square stays, so that it adds no jitter of its own. */
const maxDrift = 0.06;
const maxTurn = 0.08;

/** Measures the face of each frame; a face that was lost is looked for again in the next frame. */
export function readMouths(models: FaceModels, request: TaskRequest<'mouths'>): TaskAnswer<'mouths'> {
  let square = request.square;
  const meshes: (readonly MeshPoint[] | null)[] = [];
  for (const frame of framePyramids(request)) {
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
