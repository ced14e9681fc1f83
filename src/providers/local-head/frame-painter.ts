import { cameraGap } from './lips.ts';
import { createKitMouth, drawMouthOpening, type MouthInsideOf } from './mouth-interior.ts';
import { createPhotoMouth } from './photo-mouth.ts';
import { emptyFrame, type FramePlanes, type Layer } from './planes.ts';
import { type FramePose, type PosedVertices, poseVertices, turnedPoint } from './pose.ts';
import { type Clip, type Corners, drawTriangles, type RasterTarget } from './raster.ts';
import type { Rig } from './rig.ts';
import type { Scene } from './scene.ts';
import { chromaSpan, coveredChromaSpan, coveredLumaSpan, planeSpan } from './spans.ts';

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

/** A triangle list split by how its part of the picture covers what is behind. */
interface TriangleKinds {
  readonly covering: Uint16Array;
  readonly seeThrough: Uint16Array;
}

export function createFramePainter(scene: Scene): FramePainter {
  const { rig, layer, resting, moving } = scene;
  const frame = emptyFrame(scene.frame);
  frame.bytes.set(resting.bytes);
  const kinds = kindsOf(rig, layer);
  const posed: PosedVertices = { x: new Float32Array(rig.vertexCount), y: new Float32Array(rig.vertexCount) };
  const half = { x: new Float32Array(rig.vertexCount), y: new Float32Array(rig.vertexCount) };
  const drawFull = fullSizeDrawing(scene, frame, kinds);
  const drawHalf = halfSizeDrawing(scene, frame, kinds);
  const teethAnchor = upperTeethAnchor(rig);
  const insideOf = mouthOf(scene, teethAnchor);
  return {
    frame,
    matte: drawHalf.matte,
    paint(pose) {
      poseVertices(rig, pose, posed);
      if (scene.plate) restorePlate(frame, scene.plate, moving);
      for (let vertex = 0; vertex < rig.vertexCount; vertex += 1) {
        half.x[vertex] = (posed.x[vertex] as number) / 2;
        half.y[vertex] = (posed.y[vertex] as number) / 2;
      }
      drawFull(posed);
      drawHalf.draw(half);
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

function fullSizeDrawing(scene: Scene, frame: FramePlanes, kinds: TriangleKinds): (posed: Corners) => void {
  const { layer, plate, rig } = scene;
  const from = texturePlaces(rig, layer.marginPx, 1);
  const target = {
    stride: frame.width,
    clip: scene.moving,
    textureWidth: layer.width,
    textureHeight: layer.height,
  };
  const covering: RasterTarget = { ...target, draw: planeSpan(frame.luma, layer.luma, layer.width) };
  const seeThrough: RasterTarget | undefined = layer.cover &&
    plate && { ...target, draw: coveredLumaSpan(frame.luma, plate.luma, layer.cover.luma, layer.width) };
  return (posed) => {
    if (seeThrough) drawTriangles(seeThrough, kinds.seeThrough, posed, from);
    drawTriangles(covering, kinds.covering, posed, from);
  };
}

function halfSizeDrawing(scene: Scene, frame: FramePlanes, kinds: TriangleKinds) {
  const { layer, plate, rig, moving } = scene;
  const from = texturePlaces(rig, layer.marginPx, 0.5);
  const width = layer.width / 2;
  const target = {
    stride: frame.width / 2,
    clip: { left: moving.left / 2, top: moving.top / 2, right: moving.right / 2, bottom: moving.bottom / 2 },
    textureWidth: width,
    textureHeight: layer.height / 2,
  };
  const covering: RasterTarget = { ...target, draw: chromaSpan(frame, layer.chroma, width) };
  const seeThrough: RasterTarget | undefined = layer.cover &&
    plate && {
      ...target,
      draw: coveredChromaSpan(
        frame,
        plate,
        { chroma: layer.cover.chroma, alpha: layer.cover.halfAlpha },
        width,
      ),
    };
  const matte = scene.matte && restingMatte(scene.matte, layer, frame);
  const matteTarget: RasterTarget | undefined = scene.matte &&
    matte && { ...target, draw: planeSpan(matte, scene.matte, width) };
  return {
    matte,
    draw: (posed: Corners) => {
      if (seeThrough) drawTriangles(seeThrough, kinds.seeThrough, posed, from);
      drawTriangles(covering, kinds.covering, posed, from);
      if (!matteTarget || !matte) return;
      if (layer.cover) clearRows(matte, target.stride, target.clip);
      drawTriangles(matteTarget, kinds.seeThrough, posed, from);
      drawTriangles(matteTarget, kinds.covering, posed, from);
    },
  };
}

function texturePlaces(rig: Rig, marginPx: number, scale: number): Corners {
  const placed = (rest: Float32Array) => rest.map((value) => (value + marginPx) * scale);
  return { x: placed(rig.restX), y: placed(rig.restY) };
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

function clearRows(plane: Uint8Array, stride: number, clip: Clip): void {
  for (let row = clip.top; row < clip.bottom; row += 1)
    plane.fill(0, row * stride + clip.left, row * stride + clip.right);
}

function restorePlate(frame: FramePlanes, plate: FramePlanes, clip: Clip): void {
  const copy = (to: Uint8Array, from: Uint8Array, stride: number, scale: number) => {
    const [left, right] = [clip.left / scale, clip.right / scale];
    for (let row = clip.top / scale; row < clip.bottom / scale; row += 1) {
      to.set(from.subarray(row * stride + left, row * stride + right), row * stride + left);
    }
  };
  copy(frame.luma, plate.luma, frame.width, 1);
  copy(frame.u, plate.u, frame.width / 2, 2);
  copy(frame.v, plate.v, frame.width / 2, 2);
}

/** Triangles that show nothing of the person are left out. */
function kindsOf(rig: Rig, layer: Layer): TriangleKinds {
  if (!layer.cover) return { covering: rig.triangles, seeThrough: new Uint16Array(0) };
  const covering: number[] = [];
  const seeThrough: number[] = [];
  for (let at = 0; at < rig.triangles.length; at += 3) {
    const corners = [...rig.triangles.subarray(at, at + 3)];
    const [lowest, highest] = alphaRange(layer.cover.alpha, layer, boundsOf(rig, layer, corners));
    if (highest === 0) continue;
    (lowest >= 254 ? covering : seeThrough).push(...corners);
  }
  return { covering: Uint16Array.from(covering), seeThrough: Uint16Array.from(seeThrough) };
}

function boundsOf(rig: Rig, layer: Layer, corners: readonly number[]): Clip {
  const xs = corners.map((vertex) => (rig.restX[vertex] as number) + layer.marginPx);
  const ys = corners.map((vertex) => (rig.restY[vertex] as number) + layer.marginPx);
  return {
    left: Math.max(0, Math.floor(Math.min(...xs)) - 2),
    top: Math.max(0, Math.floor(Math.min(...ys)) - 2),
    right: Math.min(layer.width, Math.ceil(Math.max(...xs)) + 2),
    bottom: Math.min(layer.height, Math.ceil(Math.max(...ys)) + 2),
  };
}

function alphaRange(alpha: Uint8Array, layer: Layer, clip: Clip): [number, number] {
  let [lowest, highest] = [255, 0];
  for (let row = clip.top; row < clip.bottom; row += 1) {
    for (let column = clip.left; column < clip.right; column += 1) {
      const value = alpha[row * layer.width + column] as number;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
  }
  return [lowest, highest];
}
