import type { Box, Size } from '../geometry.ts';
import { even } from './frame-shape.ts';

/** How a picture fills a frame of another shape: a part of it, in the middle of its own blur where it doesn't reach. */
export interface FrameFill {
  /** Of the source picture. */
  readonly crop: Box;
  /** Where that part stands; the rest of the frame is blur. Covers the frame when `blurred` is false. */
  readonly at: Box;
  readonly blurred: boolean;
  /** The blur beside the part is that of its outermost columns: a wall goes on without a line. */
  readonly sidesGoOn?: boolean;
}

/** A crop that keeps less of a background than this loses its subject; then its blur fills the rest. */
const leastOfBackground = 0.4;
/** An intro is designed to its edges, with a logo or a text near them: a strip may go, no more. */
const leastOfBookend = 0.85;
/** Of the face's height: below this a crop looks like a passport photo. */
const leastFaceHeights = 2.1;
const leastFaceWidths = 1.9;
/** Width to height of the part of a head that stands in a wide frame. */
const standingRatio = 0.9;
/** What stands above the head where it fills the frame. */
export type AboveHead = 'nothing' | 'label' | 'subtitles';

/** Where the face's middle stands in the crop, from its top: low enough for the hair to stay below what is above it. */
const faceLine: Readonly<Record<AboveHead, number>> = { nothing: 0.45, label: 0.5, subtitles: 0.6 };

/** Covers the frame with the middle of the picture unless that would cut most of it away. */
export function fillWithBackground(picture: Size, frame: Size): FrameFill {
  return coveredOrBlurred(picture, frame, leastOfBackground);
}

/** The same for an intro or outro, of which less may be cut away. */
export function fillWithBookend(picture: Size, frame: Size): FrameFill {
  return coveredOrBlurred(picture, frame, leastOfBookend);
}

function coveredOrBlurred(picture: Size, frame: Size, leastKept: number): FrameFill {
  const crop = largestCrop(picture, frame.width / frame.height);
  const kept = (crop.width * crop.height) / (picture.width * picture.height);
  if (kept >= leastKept) {
    return { crop: centred(crop, picture), at: whole(frame), blurred: false };
  }
  return blurFilled(whole(picture), frame);
}

/** Keeps the face: crops around it, or sets a taller part of the head into its own blur where a crop would be too tight. */
export function fillWithHead(
  picture: Size,
  frame: Size,
  face: Box | undefined,
  above: AboveHead = 'nothing',
): FrameFill {
  const ratio = frame.width / frame.height;
  const covering = largestCrop(picture, ratio);
  const tight =
    face !== undefined
      ? covering.height < leastFaceHeights * face.height || covering.width < leastFaceWidths * face.width
      : covering.height < picture.height * 0.5;
  if (!tight)
    return { crop: around(covering, picture, face, faceLine[above]), at: whole(frame), blurred: false };
  const standing = largestCrop(picture, Math.min(standingRatio, ratio));
  return {
    ...blurFilled(around(standing, picture, face, faceLine[above]), frame),
    sidesGoOn: ratio > standingRatio,
  };
}

/** Where a part of a picture is seen in the frame, when `crop` of it stands at `at`. */
export function shownAt(part: Box, { crop, at }: { readonly crop: Box; readonly at: Box }): Box {
  const [across, down] = [at.width / crop.width, at.height / crop.height];
  return {
    x: at.x + (part.x - crop.x) * across,
    y: at.y + (part.y - crop.y) * down,
    width: part.width * across,
    height: part.height * down,
  };
}

/** Where the whole picture would have to stand for its shown part to fill the frame. */
export function wholePictureAt(fill: FrameFill, picture: Size): Box {
  return shownAt(whole(picture), fill);
}

/** Whether as much is cut away on either side, to the pixels that chroma allows. */
export function isCentred({ crop }: FrameFill, picture: Size): boolean {
  const middle = centred(crop, picture);
  return Math.abs(crop.x - middle.x) <= 2 && Math.abs(crop.y - middle.y) <= 2;
}

function blurFilled(crop: Box, frame: Size): FrameFill {
  const scale = Math.min(frame.width / crop.width, frame.height / crop.height);
  const width = Math.min(frame.width, even(crop.width * scale));
  const height = Math.min(frame.height, even(crop.height * scale));
  const x = even((frame.width - width) / 2);
  const y = even((frame.height - height) / 2);
  return { crop, at: { x, y, width, height }, blurred: true };
}

function largestCrop(picture: Size, ratio: number): Size {
  const width = Math.min(picture.width, picture.height * ratio);
  return { width: downToEven(width), height: downToEven(Math.min(picture.height, width / ratio)) };
}

function centred(crop: Size, picture: Size): Box {
  return {
    ...crop,
    x: downToEven((picture.width - crop.width) / 2),
    y: downToEven((picture.height - crop.height) / 2),
  };
}

function around(crop: Size, picture: Size, face: Box | undefined, line: number): Box {
  if (!face) return { ...centred(crop, picture), y: downToEven((picture.height - crop.height) * 0.3) };
  const x = face.x + face.width / 2 - crop.width / 2;
  const y = face.y + face.height / 2 - crop.height * line;
  return {
    ...crop,
    x: downToEven(clamp(x, 0, picture.width - crop.width)),
    y: downToEven(clamp(y, 0, picture.height - crop.height)),
  };
}

function whole(size: Size): Box {
  return { x: 0, y: 0, width: size.width, height: size.height };
}

function downToEven(pixels: number): number {
  return 2 * Math.floor(pixels / 2);
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
