import type { GraphModel } from '@tensorflow/tfjs-converter';
import { faceMeshOf } from '../../domain/face/face-geometry.ts';
import type { FaceInspection, FaceMesh } from '../../domain/face/face-mesh.ts';
import {
  type Detection,
  detectInSquare,
  detectionLevels,
  overlap,
  withoutDuplicates,
} from './face-detector.ts';
import { measureCarefully, measureMesh, squareAroundDetection, squareAroundMesh } from './face-mesh-model.ts';
import type { Raster } from './raster.ts';
import { type Pyramid, pyramidOf } from './sample-picture.ts';

export interface FaceModels {
  readonly detector: GraphModel;
  readonly mesh: GraphModel;
}

const minConfidence = 0.5;
/** Bounds the work on a picture of a crowd. */
const maxCandidates = 12;
const sameFaceOverlap = 0.5;
/**
 * A face this high, as a part of the square that showed it, ends the search: what only smaller squares could show is
 * less than half its size and can't be mistaken for the picture's subject.
 */
const ampleFace = 0.25;

/** Every face of a flattened picture, largest first. */
export function inspectPicture(models: FaceModels, raster: Raster): FaceInspection {
  const picture = pyramidOf(raster);
  const size = { width: raster.width, height: raster.height };
  let faces: FaceMesh[] = [];
  for (const squares of detectionLevels(size)) {
    const found = squares.flatMap((square) => detectInSquare(models.detector, picture, square));
    faces = withFaces(models, picture, faces, withoutDuplicates(found).slice(0, maxCandidates));
    const largest = Math.max(0, ...faces.map(({ box }) => box.height));
    if (largest >= ampleFace * (squares[0]?.side ?? 0)) break;
  }
  return { picture: size, faces: faces.toSorted((a, b) => area(b) - area(a)) };
}

/** Adds what the mesh model confirms; of two looks at one face the first, which is the coarser, is as good. */
function withFaces(
  models: FaceModels,
  picture: Pyramid,
  known: readonly FaceMesh[],
  detections: readonly Detection[],
): FaceMesh[] {
  const faces = [...known];
  const isKnown = (box: FaceMesh['box']) => faces.some((face) => overlap(face.box, box) > sameFaceOverlap);
  for (const detection of detections) {
    if (isKnown(detection.box)) continue;
    const first = measureMesh(models.mesh, picture, squareAroundDetection(detection));
    if (first.confidence < minConfidence) continue;
    const careful = measureCarefully(models.mesh, picture, squareAroundMesh(first.points));
    if (careful.confidence < minConfidence) continue;
    const face = faceMeshOf(
      careful.points,
      { width: picture.width, height: picture.height },
      careful.confidence,
    );
    if (!isKnown(face.box)) faces.push(face);
  }
  return faces;
}

function area({ box }: FaceMesh): number {
  return box.width * box.height;
}
