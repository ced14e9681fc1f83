import { type Drawn, layerDrawing, type TriangleChoice } from './layer-drawing.ts';
import { cameraGap } from './lips.ts';
import { createKitMouth, drawMouthOpening, type MouthInsideOf } from './mouth-interior.ts';
import { createPhotoMouth } from './photo-mouth.ts';
import { emptyFrame, type FramePlanes, type Layer } from './planes.ts';
import { type FramePose, type PosedVertices, poseVertices, turnedPoint } from './pose.ts';
import type { Clip } from './raster.ts';
import type { Rig } from './rig.ts';
import type { Scene } from './scene.ts';

export interface PainterPose extends FramePose {
  /** 0 flat, 1 raised. */
  readonly tongue: number;
}

export interface FramePainter {
  /** The frame as last painted; the same buffer for every frame. */
  readonly frame: FramePlanes;
  /** Half size, 255 where the person is; absent where the scene has no matte. */
  readonly matte: Uint8Array | undefined;
  /** Paints the moving part anew and returns the mouth's gap as a camera would read it. */
  paint(pose: PainterPose): number;
}

export function createFramePainter(scene: Scene): FramePainter {
  const { rig, resting } = scene;
  const frame = emptyFrame(scene.frame);
  frame.bytes.set(resting.bytes);
  const matte = scene.matte && restingMatte(scene.matte, scene.layer, frame);
  const restore = behindMotion(scene, { frame, matte });
  const draw = layerDrawing(scene, { frame, matte }, trianglesOf(rig, true));
  const posed: PosedVertices = { x: new Float32Array(rig.vertexCount), y: new Float32Array(rig.vertexCount) };
  const teethAnchor = upperTeethAnchor(rig);
  const insideOf = mouthOf(scene, teethAnchor);
  return {
    frame,
    matte,
    paint(pose) {
      poseVertices(rig, pose, posed);
      restore();
      draw(posed);
      const state = {
        jaw: pose.units['mouth-open'] ?? 0,
        tongue: pose.tongue,
        anchor: turnedPoint(rig, pose.head, teethAnchor),
      };
      drawMouthOpening(rig, posed, state, insideOf, frame);
      return cameraGap(posed.x, posed.y);
    },
  };
}

/** Those of which something moves, or those that stand still. */
function trianglesOf(rig: Rig, isMoving: boolean): TriangleChoice {
  const chosen = (triangles: Uint16Array) => {
    const kept: number[] = [];
    for (let at = 0; at < triangles.length; at += 3) {
      const corners = [...triangles.subarray(at, at + 3)];
      if (corners.some((vertex) => rig.moves[vertex]) === isMoving) kept.push(...corners);
    }
    return Uint16Array.from(kept);
  };
  return { full: chosen(rig.triangles), half: chosen(rig.coarseTriangles) };
}

/**
 * Brings back what a person who moves away uncovers: the plate with the person's still parts. A photo has nothing behind
 * it; its triangles cover every pixel that they move over.
 */
function behindMotion(scene: Scene, into: Drawn): () => void {
  const { plate, rig, moving } = scene;
  if (!plate) return () => undefined;
  const frame = emptyFrame(scene.frame);
  frame.bytes.set(plate.bytes);
  const matte = into.matte && new Uint8Array(into.matte.length);
  layerDrawing(scene, { frame, matte }, trianglesOf(rig, false))({ x: rig.restX, y: rig.restY });
  const copies = [
    rowsCopy(frame.luma, into.frame.luma, frame.width, moving),
    rowsCopy(frame.u, into.frame.u, frame.width / 4, moving),
    rowsCopy(frame.v, into.frame.v, frame.width / 4, moving),
    ...(matte && into.matte ? [rowsCopy(matte, into.matte, frame.width / 4, moving)] : []),
  ];
  return () => {
    for (const copy of copies) copy();
  };
}

/** Whole rows: beside the moving part there is nothing but plate. `perRow`: samples for each row of the frame. */
function rowsCopy(from: Uint8Array, to: Uint8Array, perRow: number, { top, bottom }: Clip): () => void {
  const rows = from.subarray(top * perRow, bottom * perRow);
  return () => to.set(rows, top * perRow);
}

/** The photo's own teeth where it shows them, the kit's where its lips are shut. */
function mouthOf(scene: Scene, anchor: readonly [number, number, number]): MouthInsideOf {
  const { rig, kit, teethLight: light, smile } = scene;
  const behind = createKitMouth(kit, rig.face.interOcular, { light, hasTeeth: smile === undefined });
  if (smile === undefined) return behind;
  return createPhotoMouth({
    ...rig,
    picture: smile,
    marginPx: scene.layer.marginPx,
    anchor: [anchor[0], anchor[1]],
    jawDropPx: kit.jawDrop * rig.face.interOcular,
    behind,
  });
}

/** A little behind the lips. */
function upperTeethAnchor(rig: Rig): [number, number, number] {
  const [upper, lower] = [rig.face.points[13], rig.face.points[14]];
  const middle = [0, 1].map((axis) => ((upper?.[axis as 0] ?? 0) + (lower?.[axis as 0] ?? 0)) / 2);
  return [middle[0] as number, middle[1] as number, (upper?.[2] ?? 0) + rig.face.interOcular * 0.12];
}

function restingMatte(matte: Uint8Array, layer: Layer, frame: FramePlanes): Uint8Array {
  const resting = new Uint8Array((frame.width / 2) * (frame.height / 2));
  const margin = layer.marginPx / 2;
  for (let row = 0; row < frame.height / 2; row += 1) {
    const start = (row + margin) * (layer.width / 2) + margin;
    resting.set(matte.subarray(start, start + frame.width / 2), (row * frame.width) / 2);
  }
  return resting;
}
