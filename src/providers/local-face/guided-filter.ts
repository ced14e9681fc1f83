import { boxMean, type Plane } from './plane.ts';

export type ColourPlanes = readonly [red: Plane, green: Plane, blue: Plane];

/** In each pixel the result is red·r + green·g + blue·b + offset. */
export interface ColourFunctions {
  readonly red: Plane;
  readonly green: Plane;
  readonly blue: Plane;
  readonly offset: Plane;
}

/**
 * Guided filter with a colour guide (He, Sun, Tang, "Guided Image Filtering", 2013), values 0–1: in each window the
 * result is a linear function of the guide's colour, so its edges follow the picture's. The functions found at a small
 * size may be applied to the same picture at any size ("Fast Guided Filter", 2015).
 */
export function guidedFilter(
  input: Plane,
  guide: ColourPlanes,
  options: { readonly radius: number; readonly epsilon: number },
): ColourFunctions {
  const { a, b } = linearFunctions(input, guide, options);
  const [red, green, blue] = a.map((plane) => boxMean(plane, options.radius, plane.values));
  if (!red || !green || !blue) throw new RangeError('A colour guide has three planes.');
  return { red, green, blue, offset: boxMean(b, options.radius, b.values) };
}

const means = Array.from({ length: 13 }, () => new Float32Array(0));

/** Memory that is written anew with every call: a video's frames would leave millions of values a second to be collected. */
function meansOf(length: number): readonly Float32Array<ArrayBuffer>[] {
  means.forEach((values, index) => {
    if (values.length !== length) means[index] = new Float32Array(length);
  });
  return means;
}

function linearFunctions(
  input: Plane,
  guide: ColourPlanes,
  { radius, epsilon }: { readonly radius: number; readonly epsilon: number },
): { a: Plane[]; b: Plane } {
  const { width, height } = input;
  const memory = meansOf(width * height).values();
  const mean = (plane: Plane) => boxMean(plane, radius, memory.next().value).values;
  const meanOfProduct = (p: Plane, q: Plane) => {
    const values = memory.next().value ?? new Float32Array(p.values.length);
    return boxMean(product(p, q, values), radius, values).values;
  };
  const [r, g, bl] = guide;
  const [mr, mg, mb, mi] = [mean(r), mean(g), mean(bl), mean(input)];
  const [rp, gp, bp] = [meanOfProduct(r, input), meanOfProduct(g, input), meanOfProduct(bl, input)];
  const [rr, rg, rb] = [meanOfProduct(r, r), meanOfProduct(r, g), meanOfProduct(r, bl)];
  const [gg, gb, bb] = [meanOfProduct(g, g), meanOfProduct(g, bl), meanOfProduct(bl, bl)];
  const red = new Float32Array(width * height);
  const green = new Float32Array(width * height);
  const blue = new Float32Array(width * height);
  const b = new Float32Array(width * height);
  for (let i = 0; i < b.length; i++) {
    const x = mr[i] ?? 0;
    const y = mg[i] ?? 0;
    const z = mb[i] ?? 0;
    const p = mi[i] ?? 0;
    const xx = (rr[i] ?? 0) - x * x + epsilon;
    const xy = (rg[i] ?? 0) - x * y;
    const xz = (rb[i] ?? 0) - x * z;
    const yy = (gg[i] ?? 0) - y * y + epsilon;
    const yz = (gb[i] ?? 0) - y * z;
    const zz = (bb[i] ?? 0) - z * z + epsilon;
    const vx = (rp[i] ?? 0) - x * p;
    const vy = (gp[i] ?? 0) - y * p;
    const vz = (bp[i] ?? 0) - z * p;
    // Solves [xx xy xz; xy yy yz; xz yz zz] · s = v by its adjugate.
    const ixx = yy * zz - yz * yz;
    const ixy = xz * yz - xy * zz;
    const ixz = xy * yz - xz * yy;
    const iyy = xx * zz - xz * xz;
    const iyz = xy * xz - xx * yz;
    const izz = xx * yy - xy * xy;
    const determinant = xx * ixx + xy * ixy + xz * ixz;
    const sx = (ixx * vx + ixy * vy + ixz * vz) / determinant;
    const sy = (ixy * vx + iyy * vy + iyz * vz) / determinant;
    const sz = (ixz * vx + iyz * vy + izz * vz) / determinant;
    red[i] = sx;
    green[i] = sy;
    blue[i] = sz;
    b[i] = p - sx * x - sy * y - sz * z;
  }
  return {
    a: [red, green, blue].map((values) => ({ width, height, values })),
    b: { width, height, values: b },
  };
}

function product(p: Plane, q: Plane, values: Float32Array<ArrayBuffer>): Plane {
  for (let i = 0; i < values.length; i++) values[i] = (p.values[i] ?? 0) * (q.values[i] ?? 0);
  return { width: p.width, height: p.height, values };
}
