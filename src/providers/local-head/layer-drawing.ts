import type { FramePlanes, Layer } from './planes.ts';
import type { PosedVertices } from './pose.ts';
import { type Clip, type Corners, drawTriangles, type RasterTarget } from './raster.ts';
import type { Rig } from './rig.ts';
import type { Scene } from './scene.ts';
import { chromaSpan, coveredChromaSpan, coveredLumaSpan, planeSpan } from './spans.ts';

/** Triangles for luma at full size, and for colour and matte at half size. */
export interface TriangleChoice {
  readonly full: Uint16Array;
  readonly half: Uint16Array;
}

/** A picture in the making: its planes and, where the scene has one, the matte at half size. */
export interface Drawn {
  readonly frame: FramePlanes;
  readonly matte: Uint8Array | undefined;
}

/** Lays the scene's person into `into`, moved to where the vertices are. */
export function layerDrawing(
  scene: Scene,
  into: Drawn,
  chosen: TriangleChoice,
): (posed: PosedVertices) => void {
  const { rig, layer } = scene;
  const drawFull = fullSizeDrawing(scene, into.frame, kindsOf(chosen.full, rig, layer));
  const drawHalf = halfSizeDrawing(scene, into, kindsOf(chosen.half, rig, layer));
  const half = { x: new Float32Array(rig.vertexCount), y: new Float32Array(rig.vertexCount) };
  return (posed) => {
    for (let vertex = 0; vertex < rig.vertexCount; vertex += 1) {
      half.x[vertex] = (posed.x[vertex] as number) / 2;
      half.y[vertex] = (posed.y[vertex] as number) / 2;
    }
    drawFull(posed);
    drawHalf(half);
  };
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

function halfSizeDrawing(
  scene: Scene,
  { frame, matte }: Drawn,
  kinds: TriangleKinds,
): (posed: Corners) => void {
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
  const texture = layer.cover && { chroma: layer.cover.chroma, alpha: layer.cover.halfAlpha };
  const seeThrough: RasterTarget | undefined = texture &&
    plate && { ...target, draw: coveredChromaSpan(frame, plate, texture, width) };
  const matteTarget: RasterTarget | undefined = scene.matte &&
    matte && { ...target, draw: planeSpan(matte, scene.matte, width) };
  return (posed) => {
    if (seeThrough) drawTriangles(seeThrough, kinds.seeThrough, posed, from);
    drawTriangles(covering, kinds.covering, posed, from);
    if (!matteTarget) return;
    drawTriangles(matteTarget, kinds.seeThrough, posed, from);
    drawTriangles(matteTarget, kinds.covering, posed, from);
  };
}

function texturePlaces(rig: Rig, marginPx: number, scale: number): Corners {
  const placed = (rest: Float32Array) => rest.map((value) => (value + marginPx) * scale);
  return { x: placed(rig.restX), y: placed(rig.restY) };
}

/** A triangle list split by how its part of the picture covers what is behind. */
interface TriangleKinds {
  readonly covering: Uint16Array;
  readonly seeThrough: Uint16Array;
}

/** Triangles that show nothing of the person are left out. */
function kindsOf(triangles: Uint16Array, rig: Rig, layer: Layer): TriangleKinds {
  if (!layer.cover) return { covering: triangles, seeThrough: new Uint16Array(0) };
  const covering: number[] = [];
  const seeThrough: number[] = [];
  for (let at = 0; at < triangles.length; at += 3) {
    const corners = [...triangles.subarray(at, at + 3)];
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
