import type { FaceMesh } from '../../../src/domain/face/face-mesh.ts';
import type { Box, Point, Size } from '../../../src/domain/geometry.ts';

/** Where somebody stands before the camera; the lower edge of their picture is the frame's. */
export interface Pose {
  /** Middle of the face, in widths of the frame. */
  readonly across: number;
  /** Width of the person's picture, in widths of the frame. */
  readonly size: number;
}

/** Somebody who moves about while they speak, with all of it known. */
export interface Walk {
  readonly id: string;
  readonly presenterId: string;
  /** Also what the walk is known by: no two have the same. */
  readonly script: string;
  pose(seconds: number): Pose;
  /** When a hand or a product is held before the face. */
  readonly hidden?: { readonly fromSeconds: number; readonly toSeconds: number };
  /** Before it the person stands like a statue. */
  readonly standsUntilSeconds?: number;
}

const wave = (seconds: number, period: number) => Math.sin((2 * Math.PI * seconds) / period);
/** From 0 to 1 between the two moments, gently at both ends. */
function passage(seconds: number, from: number, to: number): number {
  const part = Math.max(0, Math.min(1, (seconds - from) / (to - from)));
  return part * part * (3 - 2 * part);
}

export const walks: readonly Walk[] = [
  {
    id: 'slowly to and fro',
    presenterId: 'sofia',
    script: 'I walk about my room, and the picture stays with me.',
    pose: (seconds) => ({ across: 0.5 + 0.22 * wave(seconds, 4), size: 0.7 }),
  },
  {
    id: 'quickly, once a second',
    presenterId: 'samuel',
    script: 'My friends say that I can never stand still.',
    pose: (seconds) => ({ across: 0.5 + 0.09 * wave(seconds, 1), size: 0.8 }),
  },
  {
    id: 'towards the camera',
    presenterId: 'amina',
    script: 'Come nearer, and look at this with me.',
    pose: (seconds) => ({ across: 0.5, size: 0.5 + 0.75 * passage(seconds, 0.3, 2.3) }),
  },
  {
    id: 'to the edge and back',
    presenterId: 'ken',
    script: 'I nearly walk out of the picture, and then I return.',
    pose: (seconds) => ({
      across: 0.5 - 0.4 * Math.sin((Math.PI * Math.min(3, seconds)) / 3) ** 2,
      size: 0.7,
    }),
  },
  {
    id: 'behind a product',
    presenterId: 'mira',
    script: 'Here it is, right before my face, and away again.',
    pose: (seconds) => ({ across: 0.5 + 0.12 * wave(seconds, 3), size: 0.7 }),
    hidden: { fromSeconds: 1, toSeconds: 1.6 },
  },
  {
    id: 'a step aside',
    presenterId: 'victor',
    script: 'First I stand still, and then I make a step aside.',
    pose: (seconds) => ({ across: 0.4 + 0.25 * passage(seconds, 1.7, 2.3), size: 0.7 }),
    standsUntilSeconds: 1.4,
  },
];

/** The presenter's picture in the frame; the face in pixels of the picture. */
export function personBox(
  { across, size }: Pose,
  picture: Size,
  face: Pick<FaceMesh, 'box'>,
  frame: Size,
): Box {
  const scale = (size * frame.width) / picture.width;
  const height = picture.height * scale;
  const x = across * frame.width - scale * (face.box.x + face.box.width / 2);
  return { x, y: frame.height - height, width: size * frame.width, height };
}

export interface FacePlaces {
  readonly face: Box;
  readonly marks: { readonly middle: Point; readonly top: Point; readonly chin: Point };
}

/** In face heights above the face: where every presenter of the cast still has hair. */
const hairAboveFace = 0.2;

/** Just above the chin's line, which detectors look for. */
const chinOfFace = 0.96;

export function facePlaces(
  pose: Pose,
  picture: Size,
  { box }: Pick<FaceMesh, 'box'>,
  frame: Size,
): FacePlaces {
  const person = personBox(pose, picture, { box }, frame);
  const scale = person.width / picture.width;
  const face = {
    x: person.x + scale * box.x,
    y: person.y + scale * box.y,
    width: scale * box.width,
    height: scale * box.height,
  };
  const x = face.x + face.width / 2;
  return {
    face,
    marks: {
      middle: { x, y: face.y + face.height / 2 },
      top: { x, y: face.y - hairAboveFace * face.height },
      chin: { x, y: face.y + chinOfFace * face.height },
    },
  };
}
