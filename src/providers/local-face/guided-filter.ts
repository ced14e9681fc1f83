import { boxMean, type Plane, planeOf } from './plane.ts';

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
  const [red, green, blue] = a.map((plane) => boxMean(plane, options.radius));
  if (!red || !green || !blue) throw new RangeError('A colour guide has three planes.');
  return { red, green, blue, offset: boxMean(b, options.radius) };
}

function linearFunctions(
  input: Plane,
  guide: ColourPlanes,
  { radius, epsilon }: { readonly radius: number; readonly epsilon: number },
): { a: Plane[]; b: Plane } {
  const { width, height } = input;
  const product = (p: Plane, q: Plane) => planeOf(width, height, (i) => at(p.values, i) * at(q.values, i));
  const mean = (plane: Plane) => boxMean(plane, radius).values;
  const [r, g, bl] = guide;
  const means = guide.map(mean);
  const meanInput = mean(input);
  const covariance = guide.map((plane) => mean(product(plane, input)));
  const pairs = [
    product(r, r),
    product(r, g),
    product(r, bl),
    product(g, g),
    product(g, bl),
    product(bl, bl),
  ];
  const moments = pairs.map(mean);
  const a = guide.map(() => new Float32Array(width * height));
  const b = new Float32Array(width * height);
  for (let i = 0; i < b.length; i++) {
    const [mr, mg, mb] = [at(means[0], i), at(means[1], i), at(means[2], i)];
    const mi = at(meanInput, i);
    const slope = solveSymmetric(
      at(moments[0], i) - mr * mr + epsilon,
      at(moments[1], i) - mr * mg,
      at(moments[2], i) - mr * mb,
      at(moments[3], i) - mg * mg + epsilon,
      at(moments[4], i) - mg * mb,
      at(moments[5], i) - mb * mb + epsilon,
      [at(covariance[0], i) - mr * mi, at(covariance[1], i) - mg * mi, at(covariance[2], i) - mb * mi],
    );
    slope.forEach((value, channel) => {
      const plane = a[channel];
      if (plane) plane[i] = value;
    });
    b[i] = mi - slope[0] * mr - slope[1] * mg - slope[2] * mb;
  }
  return { a: a.map((values) => ({ width, height, values })), b: { width, height, values: b } };
}

type Vector = readonly [number, number, number];

/** Solves [xx xy xz; xy yy yz; xz yz zz] · s = v by its adjugate. */
function solveSymmetric(
  xx: number,
  xy: number,
  xz: number,
  yy: number,
  yz: number,
  zz: number,
  v: Vector,
): Vector {
  const ixx = yy * zz - yz * yz;
  const ixy = xz * yz - xy * zz;
  const ixz = xy * yz - xz * yy;
  const iyy = xx * zz - xz * xz;
  const iyz = xy * xz - xx * yz;
  const izz = xx * yy - xy * xy;
  const determinant = xx * ixx + xy * ixy + xz * ixz;
  return [
    (ixx * v[0] + ixy * v[1] + ixz * v[2]) / determinant,
    (ixy * v[0] + iyy * v[1] + iyz * v[2]) / determinant,
    (ixz * v[0] + iyz * v[1] + izz * v[2]) / determinant,
  ];
}

function at(values: Float32Array | undefined, index: number): number {
  return values?.[index] ?? 0;
}
