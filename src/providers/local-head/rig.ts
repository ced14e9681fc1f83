import type { FaceFrame } from './face-frame.ts';
import { buildFaceSurface, positionColumns, unitNames } from './face-rig.ts';
import { lipClosing } from './lips.ts';
import type { MotionBasis } from './motion-basis.ts';
import { addOuterGrid, type Region } from './outer-grid.ts';
import { dot, smoothstep, type Vector3 } from './vectors.ts';

export interface Displacement {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Everything about a person that stays the same from frame to frame; pixels of the frame. */
export interface Rig {
  readonly face: FaceFrame;
  readonly vertexCount: number;
  readonly restX: Float32Array;
  readonly restY: Float32Array;
  readonly restZ: Float32Array;
  /** 1 moves with the head, 0 stays. */
  readonly headWeight: Float32Array;
  /** 1 where anything may move a vertex. */
  readonly moves: Uint8Array;
  readonly units: ReadonlyMap<string, Displacement>;
  readonly lipsTogether: Displacement;
  /** Back to front, three indices a triangle. */
  readonly triangles: Uint16Array;
  /** The same in larger triangles, for colour and matte at half size. */
  readonly coarseTriangles: Uint16Array;
  readonly upperLip: readonly number[];
  readonly lowerLip: readonly number[];
  readonly region: Region;
}

export interface RigAssets {
  readonly basis: MotionBasis;
  readonly triangles: Uint16Array;
}

/** `cutout`: only the person moves, so hair goes with the head; `photo`: the motion fades into the surroundings. */
export type RigKind = 'cutout' | 'photo';

const gridStepInterOcular = 0.4;

export function buildRig(face: FaceFrame, assets: RigAssets, kind: RigKind, region: Region): Rig {
  const surface = buildFaceSurface(face, assets.triangles, assets.basis);
  const outer = addOuterGrid(surface, {
    region,
    stepPx: face.interOcular * gridStepInterOcular,
    reachPx: face.height * 0.55,
  });
  const { rows } = surface;
  const column = (at: number) => Float32Array.from(rows, (row) => row[at] as number);
  const [restX, restY, restZ] = [column(0), column(1), column(2)];
  const units = unitNames.map((name, at): [string, Displacement] => [
    name,
    { x: column(positionColumns + at * 2), y: column(positionColumns + at * 2 + 1) },
  ]);
  const headWeight = Float32Array.from(rows, (row) =>
    headWeightAt(face, kind, row[0] as number, row[1] as number),
  );
  return {
    face,
    vertexCount: rows.length,
    restX,
    restY,
    restZ,
    headWeight,
    moves: Uint8Array.from(rows, (row, vertex) => (headWeight[vertex] || movesWithFace(row) ? 1 : 0)),
    units: new Map(units),
    lipsTogether: lipClosing(
      face,
      { x: restX, y: restY },
      { upper: surface.upperLip, lower: surface.lowerLip },
    ),
    triangles: Uint16Array.from([
      ...outer,
      ...surface.mouthFill,
      ...surface.eyeFill,
      ...backToFront(surface.coarse, restZ),
      ...backToFront(surface.fine, restZ),
    ]),
    coarseTriangles: Uint16Array.from([
      ...outer,
      ...surface.mouthFill,
      ...surface.eyeFill,
      ...backToFront([...assets.triangles], restZ),
    ]),
    upperLip: surface.upperLip,
    lowerLip: surface.lowerLip,
    region,
  };
}

/** Beyond this height below the face's centre (in face heights) nothing moves with the head. */
export const stillBelow = 1.45;

function headWeightAt(face: FaceFrame, kind: RigKind, x: number, y: number): number {
  const offset: Vector3 = [x - face.centre[0], y - face.centre[1], 0];
  const below = dot(offset, face.down) / face.height;
  if (kind === 'cutout') {
    const aside = Math.abs(dot(offset, face.right)) / face.width;
    const shoulder = smoothstep(0.55, 0.95, below) * smoothstep(0.75, 1.35, aside);
    return noticed((1 - smoothstep(0.5, stillBelow, below)) * (1 - shoulder));
  }
  const aside = dot(offset, face.right) / (face.width * 0.78);
  const raised = below + 0.12;
  return noticed(1 - smoothstep(1, 2.3, Math.hypot(aside, raised / (raised > 0 ? 0.68 : 0.86))));
}

/** Less than a tenth of a pixel of motion is none. */
function noticed(weight: number): number {
  return weight < 0.012 ? 0 : weight;
}

function movesWithFace(row: Float64Array): boolean {
  return row.subarray(positionColumns).some((displacement) => Math.abs(displacement) > 0.1);
}

/** A turned head's far cheek is drawn before its near one. */
function backToFront(triangles: readonly number[], depth: Float32Array): number[] {
  const starts = Array.from({ length: triangles.length / 3 }, (_, at) => at * 3);
  const depthOf = (start: number) =>
    [0, 1, 2].reduce((sum, corner) => sum + (depth[triangles[start + corner] as number] as number), 0);
  starts.sort((first, second) => depthOf(second) - depthOf(first) || first - second);
  return starts.flatMap((start) => triangles.slice(start, start + 3));
}
