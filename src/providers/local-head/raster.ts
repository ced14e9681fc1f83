/** Draws one run of pixels: `offset` in the target, then fixed-point (16.16) texture coordinates and their steps. */
export type DrawSpan = (
  offset: number,
  count: number,
  u: number,
  v: number,
  stepU: number,
  stepV: number,
) => void;

export interface Clip {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface RasterTarget {
  /** Pixels of a row in the target. */
  readonly stride: number;
  /** Pixels outside are not drawn; right and bottom are exclusive. */
  readonly clip: Clip;
  /** Size of the texture that `draw` samples. */
  readonly textureWidth: number;
  readonly textureHeight: number;
  readonly draw: DrawSpan;
}

export interface Corners {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

const one = 65536;
const tinyArea = 1e-6;
/** Below it, in square pixels doubled, rounding may throw a texture coordinate far off. */
const sliverArea = 1;

/** How texture coordinates (16.16) follow from a pixel's column and row; reused from triangle to triangle. */
const mapping = { u0: 0, v0: 0, uPerX: 0, vPerX: 0, uPerY: 0, vPerY: 0, isSliver: false };

/**
 * Draws textured triangles with affine mapping. Each pixel whose centre lies inside belongs to exactly one of two
 * neighbours (top-left rule), so that joined triangles leave no gap. Both corner sets are in pixels, of the target and
 * of the texture; a texel's centre is at a half. No allocation: it runs a hundred thousand times a second.
 */
export function drawTriangles(
  target: RasterTarget,
  triangles: Uint16Array,
  to: Corners,
  from: Corners,
): void {
  const { y } = to;
  for (let at = 0; at < triangles.length; at += 3) {
    const a = triangles[at] as number;
    const b = triangles[at + 1] as number;
    const c = triangles[at + 2] as number;
    if (!mapTexture(a, b, c, to, from)) continue;
    let top = a;
    let middle = b;
    let bottom = c;
    if ((y[b] as number) < (y[a] as number)) {
      top = b;
      middle = a;
    }
    if ((y[c] as number) < (y[top] as number)) {
      bottom = middle;
      middle = top;
      top = c;
    } else if ((y[c] as number) < (y[middle] as number)) {
      bottom = middle;
      middle = c;
    }
    drawRows(target, to, top, middle, bottom);
  }
}

/** False where the triangle has no area. */
function mapTexture(a: number, b: number, c: number, to: Corners, from: Corners): boolean {
  const ax = to.x[a] as number;
  const ay = to.y[a] as number;
  const bx = (to.x[b] as number) - ax;
  const by = (to.y[b] as number) - ay;
  const cx = (to.x[c] as number) - ax;
  const cy = (to.y[c] as number) - ay;
  const area = bx * cy - cx * by;
  if (area < tinyArea && area > -tinyArea) return false;
  const fromX = from.x[a] as number;
  const fromY = from.y[a] as number;
  const abU = (((from.x[b] as number) - fromX) / area) * one;
  const abV = (((from.y[b] as number) - fromY) / area) * one;
  const acU = (((from.x[c] as number) - fromX) / area) * one;
  const acV = (((from.y[c] as number) - fromY) / area) * one;
  mapping.uPerX = abU * cy - acU * by;
  mapping.vPerX = abV * cy - acV * by;
  mapping.uPerY = acU * bx - abU * cx;
  mapping.vPerY = acV * bx - abV * cx;
  mapping.u0 = (fromX - 0.5) * one + mapping.uPerX * (0.5 - ax) + mapping.uPerY * (0.5 - ay) + 0.5;
  mapping.v0 = (fromY - 0.5) * one + mapping.vPerX * (0.5 - ax) + mapping.vPerY * (0.5 - ay) + 0.5;
  mapping.isSliver = area < sliverArea && area > -sliverArea;
  return true;
}

/** The corners from top to bottom. */
function drawRows(target: RasterTarget, to: Corners, top: number, middle: number, bottom: number): void {
  const { clip, stride, draw } = target;
  const { u0, v0, uPerX, vPerX, uPerY, vPerY, isSliver } = mapping;
  const x0 = to.x[top] as number;
  const y0 = to.y[top] as number;
  const x1 = to.x[middle] as number;
  const y1 = to.y[middle] as number;
  const longSlope = ((to.x[bottom] as number) - x0) / ((to.y[bottom] as number) - y0);
  const upperSlope = y1 > y0 ? (x1 - x0) / (y1 - y0) : 0;
  const lowerSlope =
    (to.y[bottom] as number) > y1 ? ((to.x[bottom] as number) - x1) / ((to.y[bottom] as number) - y1) : 0;
  const firstRow = Math.max(clip.top, Math.ceil(y0 - 0.5)) | 0;
  const endRow = Math.min(clip.bottom, Math.ceil((to.y[bottom] as number) - 0.5)) | 0;
  // Whole numbers all: a fraction handed on would be boxed for each row.
  const stepU = Math.round(uPerX) | 0;
  const stepV = Math.round(vPerX) | 0;
  for (let row = firstRow; row < endRow; row += 1) {
    const y = row + 0.5;
    const onLong = x0 + (y - y0) * longSlope - 0.5;
    const onShort = (y < y1 ? x0 + (y - y0) * upperSlope : x1 + (y - y1) * lowerSlope) - 0.5;
    const left = Math.max(clip.left, Math.ceil(Math.min(onLong, onShort))) | 0;
    const count = (Math.min(clip.right, Math.ceil(Math.max(onLong, onShort))) - left) | 0;
    if (count <= 0) continue;
    const u = (u0 + uPerX * left + uPerY * row) | 0;
    const v = (v0 + vPerX * left + vPerY * row) | 0;
    const offset = row * stride + left;
    if (isSliver) drawClamped(target, offset, count, u, v);
    else draw(offset, count, u, v, stepU, stepV);
  }
}

/** One texel for a whole run. */
function drawClamped(target: RasterTarget, offset: number, count: number, u: number, v: number): void {
  const nearU = Math.min((target.textureWidth - 2) * one, Math.max(0, u)) | 0;
  const nearV = Math.min((target.textureHeight - 2) * one, Math.max(0, v)) | 0;
  target.draw(offset, count, nearU, nearV, 0, 0);
}
