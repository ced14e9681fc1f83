import type { GraphModel } from '@tensorflow/tfjs-converter';
import { faceMeshOf } from '../../domain/face/face-geometry.ts';
import type { Box } from '../../domain/geometry.ts';
import { bodyHead } from './body-head.ts';
import { detectInSquare, detectionLevels, overlap, withoutDuplicates } from './face-detector.ts';
import { measureMesh, squareAroundDetection } from './face-mesh-model.ts';
import type { FaceModels } from './inspect-picture.ts';
import { personProbability } from './person-probability.ts';
import { framePyramids } from './rgb-frames.ts';
import type { Pyramid } from './sample-picture.ts';
import type { TaskAnswer, TaskRequest } from './worker-protocol.ts';

export interface SightModels extends FaceModels {
  readonly selfie: GraphModel;
}

const minConfidence = 0.5;
const mostFaces = 4;
const sameFaceOverlap = 0.5;

/** The faces of each frame, by one look each, or where the head of a person is whose face can't be seen. */
export function sightFrames(models: SightModels, request: TaskRequest<'sights'>): TaskAnswer<'sights'> {
  return [...framePyramids(request)].map((frame) => {
    const faces = facesIn(models, frame);
    if (faces.length > 0) return { faces };
    const body = bodyHead(
      personProbability(models.selfie, frame, { x: 0, y: 0, width: frame.width, height: frame.height }),
      frame,
    );
    return { faces, ...(body && { body }) };
  });
}

/** Largest squares first; smaller ones are looked at only where the larger show nobody. */
export function facesIn(models: FaceModels, frame: Pyramid): Box[] {
  for (const squares of detectionLevels(frame)) {
    const found = squares.flatMap((square) => detectInSquare(models.detector, frame, square));
    const faces: Box[] = [];
    for (const detection of withoutDuplicates(found).slice(0, mostFaces)) {
      const mesh = measureMesh(models.mesh, frame, squareAroundDetection(detection));
      if (mesh.confidence < minConfidence) continue;
      const { box } = faceMeshOf(mesh.points, frame, mesh.confidence);
      if (!faces.some((face) => overlap(face, box) > sameFaceOverlap)) faces.push(box);
    }
    if (faces.length > 0) return faces;
  }
  return [];
}
