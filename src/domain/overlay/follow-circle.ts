import type { Box, Size } from '../geometry.ts';
import type { FaceTrack } from '../face/face-track.ts';
import { autoCircle } from './auto-circle.ts';
import type { CircleKeyframe, HeadCircle } from './circle.ts';

export interface FollowedCircle {
  /** The one circle that shows most of what the face does. */
  readonly circle: HeadCircle;
  /** How the circle moves where one circle is not enough; in the order of time, at least two. */
  readonly track?: readonly CircleKeyframe[];
}

/** Of the picture's width: a face that stays this near its usual place is shown by a circle that stands still. */
const stillReach = 0.02;
/** As a factor: a circle that grows and shrinks with each nod looks like breathing. */
const stillGrowth = 1.1;
/** Of the frames: the others may leave the reach for a moment. */
const mostFrames = 0.95;
/** Of the picture's shorter side: nobody sees a circle that is off by less. */
const finest = 0.0008;
/** Bounds what is stored and what ffmpeg has to read. */
const mostKeyframes = 160;
/** A track's numbers are kept to a twentieth of a pixel. */
const digits = 1e5;

/** The circle that follows a track's face: still while the face is, of one size while the face's is. */
export function followCircle(track: FaceTrack): FollowedCircle {
  const { picture, framesPerSecond } = track;
  const faces = withCalmSize(track.faces);
  const circle = autoCircle(medianBox(faces), picture);
  if (isStill(faces, picture)) return { circle };
  const circles = faces.map((face) => autoCircle(face, picture));
  const keyframes = simplified(circles, picture).map((frame): CircleKeyframe => {
    const { radius, centre } = circles[frame] ?? circle;
    return {
      atSeconds: rounded(frame / framesPerSecond),
      radius: rounded(radius),
      centre: { x: rounded(centre.x), y: rounded(centre.y) },
    };
  });
  return { circle, track: keyframes };
}

function isStill(faces: readonly Box[], picture: Size): boolean {
  const usual = medianBox(faces);
  const isNear = (face: Box) => {
    const off = Math.hypot(
      face.x + face.width / 2 - usual.x - usual.width / 2,
      face.y + face.height / 2 - usual.y - usual.height / 2,
    );
    return off <= stillReach * picture.width && face.height === usual.height;
  };
  return faces.filter(isNear).length >= mostFrames * faces.length;
}

/** All faces of the usual size, where it changes too little to follow. */
function withCalmSize(faces: readonly Box[]): readonly Box[] {
  const heights = faces.map(({ height }) => height).toSorted((a, b) => a - b);
  const at = (part: number) => heights[Math.round(part * (heights.length - 1))] ?? 0;
  if (at(1 - (1 - mostFrames) / 2) > stillGrowth * at((1 - mostFrames) / 2)) return faces;
  const { width, height } = medianBox(faces);
  return faces.map((face) => ({
    x: face.x + (face.width - width) / 2,
    y: face.y + (face.height - height) / 2,
    width,
    height,
  }));
}

/** The frames between which the circle's way is straight (Ramer–Douglas–Peucker), as few as serve. */
function simplified(circles: readonly HeadCircle[], picture: Size): number[] {
  for (let tolerance = finest; ; tolerance *= 1.5) {
    const kept = corners(circles, picture, tolerance);
    if (kept.length <= mostKeyframes) return kept;
  }
}

function corners(circles: readonly HeadCircle[], picture: Size, tolerance: number): number[] {
  const shorter = Math.min(picture.width, picture.height);
  const off = (at: HeadCircle, from: HeadCircle, to: HeadCircle, part: number) =>
    Math.max(
      Math.abs(at.centre.x - mix(from.centre.x, to.centre.x, part)) * (picture.width / shorter),
      Math.abs(at.centre.y - mix(from.centre.y, to.centre.y, part)) * (picture.height / shorter),
      Math.abs(at.radius - mix(from.radius, to.radius, part)),
    );
  const kept = new Set([0, circles.length - 1]);
  const spans: [number, number][] = [[0, circles.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const [start, end] = [circles[from], circles[to]];
    if (!start || !end) continue;
    let farthest = { frame: -1, off: tolerance };
    for (let frame = from + 1; frame < to; frame++) {
      const circle = circles[frame];
      const distance = circle ? off(circle, start, end, (frame - from) / (to - from)) : 0;
      if (distance > farthest.off) farthest = { frame, off: distance };
    }
    if (farthest.frame < 0) continue;
    kept.add(farthest.frame);
    spans.push([from, farthest.frame], [farthest.frame, to]);
  }
  return [...kept].toSorted((a, b) => a - b);
}

function medianBox(boxes: readonly Box[]): Box {
  const median = (value: (box: Box) => number) => {
    const sorted = boxes.map(value).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  };
  const width = median((box) => box.width);
  const height = median((box) => box.height);
  const x = median((box) => box.x + box.width / 2) - width / 2;
  return { x, y: median((box) => box.y + box.height / 2) - height / 2, width, height };
}

function mix(from: number, to: number, part: number): number {
  return from + part * (to - from);
}

function rounded(value: number): number {
  return Math.round(value * digits) / digits;
}
