import type { GraphModel } from '@tensorflow/tfjs-converter';
import { faceMeshOf } from '../../domain/face/face-geometry.ts';
import type { FaceInspection, FaceMesh } from '../../domain/face/face-mesh.ts';
import { detectFaces, overlap } from './face-detector.ts';
import { measureMesh, squareAroundDetection, squareAroundMesh } from './face-mesh-model.ts';
import type { Raster } from './raster.ts';

export interface FaceModels {
  readonly detector: GraphModel;
  readonly mesh: GraphModel;
}

const minConfidence = 0.5;
/** More are named by nobody; the limit bounds the work on a picture of a crowd. */
const maxCandidates = 12;
const sameFaceOverlap = 0.5;

/** Every face of a flattened picture, largest first. */
export function inspectPicture(models: FaceModels, raster: Raster): FaceInspection {
  const size = { width: raster.width, height: raster.height };
  const faces: FaceMesh[] = [];
  for (const detection of detectFaces(models.detector, raster).slice(0, maxCandidates)) {
    const first = measureMesh(models.mesh, raster, squareAroundDetection(detection));
    if (first.confidence < minConfidence) continue;
    const second = measureMesh(models.mesh, raster, squareAroundMesh(first.points));
    if (second.confidence < minConfidence) continue;
    const face = faceMeshOf(second.points, size, second.confidence);
    if (!faces.some((other) => overlap(other.box, face.box) > sameFaceOverlap)) faces.push(face);
  }
  return { picture: size, faces: faces.toSorted((a, b) => area(b) - area(a)) };
}

function area({ box }: FaceMesh): number {
  return box.width * box.height;
}
