import type { Box, Size } from '../../domain/geometry.ts';

/** Raised when the drawings are to look different. */
export const drawingVersion = 1;
/** Of every picture of a presenter. */
const shape = 4 / 5;
/** How much of a card's height the face takes, forehead to chin: the hair fits too. */
export const faceShare = 0.4;
/** Where the middle of the face stands, from the window's top. */
const faceLevel = 0.48;

/** A 4:5 window round a face, which takes that share of its height, wholly inside the picture. */
export function windowAround(face: Box, picture: Size, share: number): Box {
  const height = Math.min(face.height / share, picture.height, picture.width / shape);
  const width = height * shape;
  const x = face.x + face.width / 2 - width / 2;
  const y = face.y + face.height / 2 - height * faceLevel;
  return {
    x: Math.min(Math.max(0, x), picture.width - width),
    y: Math.min(Math.max(0, y), picture.height - height),
    width,
    height,
  };
}
