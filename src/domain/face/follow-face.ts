import type { Box, Size } from '../geometry.ts';

/** What one sampled frame of a video shows. */
export interface FaceSighting {
  readonly atSeconds: number;
  readonly faces: readonly Box[];
  /** Where the head of the visible person would be, for frames without a face. */
  readonly body?: Box;
}

/** Of the picture's width: nobody crosses it faster in front of a camera that they speak to. */
const fastestWidthsPerSecond = 1.6;
/** Between two looks, at most. */
const largestGrowth = 1.6;
/** In face heights: what lies farther off the way of its neighbours is another face, or none. */
const outlierFaceHeights = 0.45;
const neighbours = 2;

/** Of each sighting the face that is the same person's, the largest one's of all; none where it isn't seen. */
export function followFace(sightings: readonly FaceSighting[], picture: Size): (Box | undefined)[] {
  const followed: (Box | undefined)[] = sightings.map(() => undefined);
  const start = startOf(sightings);
  if (!start) return followed;
  followed[start.index] = start.face;
  for (const step of [-1, 1] as const) walk(sightings, followed, { ...start, step, picture });
  return withoutOutliers(followed);
}

function startOf(sightings: readonly FaceSighting[]): { index: number; face: Box } | undefined {
  let best: { index: number; face: Box } | undefined;
  for (const [index, { faces }] of sightings.entries()) {
    for (const face of faces) {
      if (!best || face.width * face.height > best.face.width * best.face.height) best = { index, face };
    }
  }
  return best;
}

interface Walk {
  readonly index: number;
  readonly face: Box;
  readonly step: -1 | 1;
  readonly picture: Size;
}

function walk(
  sightings: readonly FaceSighting[],
  followed: (Box | undefined)[],
  { index, face, step, picture }: Walk,
): void {
  let last = { face, atSeconds: sightings[index]?.atSeconds ?? 0 };
  for (let next = index + step; next >= 0 && next < sightings.length; next += step) {
    const sighting = sightings[next];
    if (!sighting) continue;
    const seconds = Math.abs(sighting.atSeconds - last.atSeconds);
    const reach = fastestWidthsPerSecond * picture.width * seconds + 0.3 * last.face.height;
    const candidates = sighting.faces.filter((candidate) => {
      const growth = candidate.height / last.face.height;
      const isLike = growth < largestGrowth && growth > 1 / largestGrowth;
      // After a second unseen nothing but the place is known of the face.
      return (isLike || seconds > 1) && distance(candidate, last.face) <= reach;
    });
    const nearest = candidates.sort((a, b) => distance(a, last.face) - distance(b, last.face))[0];
    if (!nearest) continue;
    followed[next] = nearest;
    last = { face: nearest, atSeconds: sighting.atSeconds };
  }
}

/** Drops what leaves the way that its neighbours describe; the median of a steady movement is its middle. */
function withoutOutliers(followed: readonly (Box | undefined)[]): (Box | undefined)[] {
  return followed.map((face, index) => {
    if (!face) return undefined;
    const around = followed
      .slice(Math.max(0, index - neighbours), index + neighbours + 1)
      .filter((box) => box !== undefined);
    if (around.length < 2 * neighbours + 1) return face;
    const x = median(around.map((box) => box.x + box.width / 2));
    const y = median(around.map((box) => box.y + box.height / 2));
    const height = median(around.map((box) => box.height));
    const off = Math.hypot(face.x + face.width / 2 - x, face.y + face.height / 2 - y);
    const spread = median(
      around.map((box) => Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y)),
    );
    const growth = face.height / height;
    const isFar = off > outlierFaceHeights * height + 2 * spread;
    return isFar || growth > largestGrowth || growth < 1 / largestGrowth ? undefined : face;
  });
}

function distance(a: Box, b: Box): number {
  return Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
