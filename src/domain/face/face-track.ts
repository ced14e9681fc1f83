import type { Box, Size } from '../geometry.ts';
import { type FaceSighting, followFace } from './follow-face.ts';
import { smoothBoxes, type TimedBox } from './smooth-boxes.ts';

/** Where the face of a video's person is, frame by frame. */
export interface FaceTrack {
  /** What the boxes are measured in. */
  readonly picture: Size;
  readonly framesPerSecond: number;
  /** From chin to hair line and ear to ear, one a frame, never beyond the picture. */
  readonly faces: readonly Box[];
  /** Where it had to be guessed, in words. */
  readonly warnings: readonly string[];
  /** The poorest guess that stands for the face during more than a moment in all. */
  readonly guess?: FaceGuess;
}

/** What is taken for a face that isn't seen: its last place, where the body has its head, the middle of the picture. */
export type FaceGuess = 'held' | 'body' | 'centre';

export interface FaceTrackRequest {
  readonly picture: Size;
  readonly framesPerSecond: number;
  readonly durationSeconds: number;
}

/** A blink of the detector, or a hand before the face: shorter than this nobody calls the face lost. */
const holdSeconds = 1;
/** What is guessed for no longer nobody notices. */
const momentSeconds = 0.5;

type Source = 'face' | FaceGuess;

interface Place extends TimedBox {
  readonly source: Source;
}

/**
 * Follows one face through what was seen of it: other faces and false ones are left out, gaps are bridged, and the way
 * is smoothed without delay. A face that is lost is taken for where it last was, then for where the body has its head,
 * then for the middle of the picture; `warnings` and `guess` tell of it.
 */
export function faceTrack(sightings: readonly FaceSighting[], request: FaceTrackRequest): FaceTrack {
  const { picture, framesPerSecond, durationSeconds } = request;
  const places = filled(sightings, followFace(sightings, picture), picture);
  const frames = Math.max(1, Math.round(durationSeconds * framesPerSecond));
  const times = Array.from({ length: frames }, (_, frame) => frame / framesPerSecond);
  const guess = poorestGuess(places, durationSeconds);
  return {
    picture,
    framesPerSecond,
    faces: smoothBoxes(places, times).map((box) => insidePicture(box, picture)),
    warnings: warningsOf(places),
    ...(guess && { guess }),
  };
}

const poorestFirst = ['centre', 'body', 'held'] as const satisfies readonly FaceGuess[];

function poorestGuess(places: readonly Place[], durationSeconds: number): FaceGuess | undefined {
  const seconds = (guess: FaceGuess) =>
    (durationSeconds * places.filter(({ source }) => source === guess).length) / places.length;
  const isNoFace = places.every(({ source }) => source !== 'face');
  return poorestFirst.find((guess) => seconds(guess) > (isNoFace ? 0 : momentSeconds));
}

function filled(
  sightings: readonly FaceSighting[],
  faces: readonly (Box | undefined)[],
  picture: Size,
): Place[] {
  if (sightings.length === 0) return [{ atSeconds: 0, box: middleOf(picture), source: 'centre' }];
  return sightings.map((sighting, index): Place => {
    const { atSeconds, body } = sighting;
    const face = faces[index];
    if (face) return { atSeconds, box: face, source: 'face' };
    const before = nearestSeen(sightings, faces, index, -1);
    const after = nearestSeen(sightings, faces, index, 1);
    if (before && after && after.atSeconds - before.atSeconds <= holdSeconds + 1e-6) {
      return { atSeconds, box: between(before, after, atSeconds), source: 'face' };
    }
    const held = before ?? after;
    const isFresh = held && Math.abs(atSeconds - held.atSeconds) <= holdSeconds;
    if (held && (isFresh || !body)) return { atSeconds, box: held.box, source: 'held' };
    if (body) return { atSeconds, box: body, source: 'body' };
    return { atSeconds, box: middleOf(picture), source: 'centre' };
  });
}

function nearestSeen(
  sightings: readonly FaceSighting[],
  faces: readonly (Box | undefined)[],
  from: number,
  step: -1 | 1,
): TimedBox | undefined {
  for (let index = from + step; index >= 0 && index < faces.length; index += step) {
    const box = faces[index];
    const sighting = sightings[index];
    if (box && sighting) return { atSeconds: sighting.atSeconds, box };
  }
  return undefined;
}

function between(before: TimedBox, after: TimedBox, atSeconds: number): Box {
  const part = (atSeconds - before.atSeconds) / (after.atSeconds - before.atSeconds);
  const mixed = (key: keyof Box) => before.box[key] + part * (after.box[key] - before.box[key]);
  return { x: mixed('x'), y: mixed('y'), width: mixed('width'), height: mixed('height') };
}

/** Where a presenter's face is in most pictures: the middle, a third from the top. */
function middleOf(picture: Size): Box {
  const height = 0.38 * Math.min(picture.width, picture.height);
  const width = 0.85 * height;
  const y = Math.max(height, 0.38 * picture.height) - height / 2;
  return { x: (picture.width - width) / 2, y, width, height };
}

function insidePicture(box: Box, picture: Size): Box {
  const width = Math.min(box.width, picture.width);
  const height = Math.min(box.height, picture.height);
  return {
    x: Math.max(0, Math.min(picture.width - width, box.x)),
    y: Math.max(0, Math.min(picture.height - height, box.y)),
    width,
    height,
  };
}

const wordsOf: Readonly<Record<FaceGuess, string>> = {
  held: 'its last place was kept',
  body: "the person's body was followed instead",
  centre: 'the middle of the picture was taken instead',
};

/** One sentence for each stretch without the face that could not be bridged. */
function warningsOf(places: readonly Place[]): string[] {
  const warnings: string[] = [];
  for (let from = 0; from < places.length; ) {
    const source = places[from]?.source ?? 'face';
    let to = from;
    while (to + 1 < places.length && places[to + 1]?.source === source) to++;
    const start = places[from]?.atSeconds ?? 0;
    const end = places[to]?.atSeconds ?? 0;
    if (source !== 'face') {
      const when = places.length - 1 === to - from ? 'in the whole head video' : stretchOf(start, end);
      warnings.push(`No face was found ${when}; ${wordsOf[source]}.`);
    }
    from = to + 1;
  }
  return warnings;
}

function stretchOf(start: number, end: number): string {
  return start === end
    ? `at ${start.toFixed(1)} s of the head video`
    : `from ${start.toFixed(1)} s to ${end.toFixed(1)} s of the head video`;
}
