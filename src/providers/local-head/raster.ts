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

/**
 * Draws textured triangles with affine mapping. Each pixel whose centre lies inside belongs to exactly one of two
 * neighbours (top-left rule), so that joined triangles leave no gap. Both corner sets are in pixels, of the target and
 * of the texture; a texel's centre is at a half.
 */
export function drawTriangles(
  target: RasterTarget,
  triangles: Uint16Array,
  to: Corners,
  from: Corners,
): void {
  for (let at = 0; at < triangles.length; at += 3) {
    drawTriangle(
      target,
      triangles[at] as number,
      triangles[at + 1] as number,
      triangles[at + 2] as number,
      to,
      from,
    );
  }
}

function drawTriangle(
  target: RasterTarget,
  a: number,
  b: number,
  c: number,
  to: Corners,
  from: Corners,
): void {
  const ax = to.x[a] as number;
  const ay = to.y[a] as number;
  const bx = to.x[b] as number;
  const by = to.y[b] as number;
  const cx = to.x[c] as number;
  const cy = to.y[c] as number;
  const { clip } = target;
  const firstRow = Math.max(clip.top, Math.ceil(Math.min(ay, by, cy) - 0.5));
  const lastRow = Math.min(clip.bottom, Math.ceil(Math.max(ay, by, cy) - 0.5)) - 1;
  if (lastRow < firstRow) return;
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (Math.abs(area) < 1e-6) return;
  const fromX = from.x[a] as number;
  const fromY = from.y[a] as number;
  const abU = ((from.x[b] as number) - fromX) / area;
  const abV = ((from.y[b] as number) - fromY) / area;
  const acU = ((from.x[c] as number) - fromX) / area;
  const acV = ((from.y[c] as number) - fromY) / area;
  const uPerX = abU * (cy - ay) - acU * (by - ay);
  const vPerX = abV * (cy - ay) - acV * (by - ay);
  const uPerY = acU * (bx - ax) - abU * (cx - ax);
  const vPerY = acV * (bx - ax) - abV * (cx - ax);

  let [x0, y0, x1, y1, x2, y2] = [ax, ay, bx, by, cx, cy];
  if (y1 < y0) [x0, y0, x1, y1] = [x1, y1, x0, y0];
  if (y2 < y0) [x0, y0, x2, y2] = [x2, y2, x0, y0];
  if (y2 < y1) [x1, y1, x2, y2] = [x2, y2, x1, y1];
  const longSlope = (x2 - x0) / (y2 - y0);
  const upperSlope = y1 > y0 ? (x1 - x0) / (y1 - y0) : 0;
  const lowerSlope = y2 > y1 ? (x2 - x1) / (y2 - y1) : 0;
  const maxU = (target.textureWidth - 2) * one;
  const maxV = (target.textureHeight - 2) * one;
  const stepU = Math.round(uPerX * one);
  const stepV = Math.round(vPerX * one);
  for (let row = firstRow; row <= lastRow; row += 1) {
    const y = row + 0.5;
    const onLong = x0 + (y - y0) * longSlope;
    const onShort = y < y1 ? x0 + (y - y0) * upperSlope : x1 + (y - y1) * lowerSlope;
    const left = Math.max(clip.left, Math.ceil(Math.min(onLong, onShort) - 0.5));
    const right = Math.min(clip.right, Math.ceil(Math.max(onLong, onShort) - 0.5));
    const count = right - left;
    if (count <= 0) continue;
    const u = Math.round((fromX + uPerX * (left + 0.5 - ax) + uPerY * (y - ay) - 0.5) * one);
    const v = Math.round((fromY + vPerX * (left + 0.5 - ax) + vPerY * (y - ay) - 0.5) * one);
    const lastU = u + stepU * (count - 1);
    const lastV = v + stepV * (count - 1);
    if (
      u >= 0 &&
      v >= 0 &&
      lastU >= 0 &&
      lastV >= 0 &&
      u <= maxU &&
      v <= maxV &&
      lastU <= maxU &&
      lastV <= maxV
    ) {
      target.draw(row * target.stride + left, count, u, v, stepU, stepV);
    } else {
      // Only slivers and the texture's own edge come here.
      for (let pixel = 0; pixel < count; pixel += 1) {
        const nearU = Math.min(maxU, Math.max(0, u + stepU * pixel));
        const nearV = Math.min(maxV, Math.max(0, v + stepV * pixel));
        target.draw(row * target.stride + left + pixel, 1, nearU, nearV, 0, 0);
      }
    }
  }
}
