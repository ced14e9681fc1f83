import type { Box, Size } from '../geometry.ts';
import type { HeadCircle } from './circle.ts';

export const circleRadius = { smallest: 0.05, largest: 0.6 } as const;
/** In face heights, chosen by eye: hair and chin inside with air around them, shoulders begun. */
const radiusInFaceHeights = 1.05;
const centreAboveFaceInFaceHeights = 0.08;
/** More than half of the shorter side would leave the picture. */
const largestInsidePicture = 0.5;

/** The circle that shows a face as a viewer expects it: wholly inside the picture, centred on the face as far as that allows. */
export function autoCircle(face: Box, picture: Size): HeadCircle {
  const shorter = Math.min(picture.width, picture.height);
  const faceHeight = Math.max(face.height, face.width);
  const radius = clamp(
    (radiusInFaceHeights * faceHeight) / shorter,
    circleRadius.smallest,
    largestInsidePicture,
  );
  const radiusPixels = radius * shorter;
  const x = face.x + face.width / 2;
  const y = face.y + face.height / 2 - centreAboveFaceInFaceHeights * faceHeight;
  return {
    radius,
    centre: {
      x: clamp(x, radiusPixels, picture.width - radiusPixels) / picture.width,
      y: clamp(y, radiusPixels, picture.height - radiusPixels) / picture.height,
    },
  };
}

/** The same circle, moved and made smaller as little as it takes to lie inside the picture. */
export function circleInside(circle: HeadCircle, picture: Size): HeadCircle {
  const shorter = Math.min(picture.width, picture.height);
  const radius = Math.min(circle.radius, largestInsidePicture);
  const within = (centre: number, length: number) =>
    clamp(centre * length, radius * shorter, length - radius * shorter) / length;
  return {
    radius,
    centre: { x: within(circle.centre.x, picture.width), y: within(circle.centre.y, picture.height) },
  };
}

/** The square of the head picture that a circle is cut from, in whole even pixels, inside the picture. */
export function circleSquare(circle: HeadCircle, picture: Size): Box {
  const shorter = Math.min(picture.width, picture.height);
  const side = 2 * Math.floor(Math.min(circle.radius * shorter, shorter / 2));
  const corner = (centre: number, length: number) =>
    2 * Math.round(clamp(centre * length - side / 2, 0, length - side) / 2);
  return {
    x: Math.min(corner(circle.centre.x, picture.width), picture.width - side),
    y: Math.min(corner(circle.centre.y, picture.height), picture.height - side),
    width: side,
    height: side,
  };
}

/** Says what is wrong with a circle set by hand, or nothing. */
export function circleFault(circle: HeadCircle): string | undefined {
  const { radius, centre } = circle;
  if (!(radius >= circleRadius.smallest && radius <= circleRadius.largest)) {
    return `The circle's radius is ${radius}; it must be between ${circleRadius.smallest} and ${circleRadius.largest}.`;
  }
  if (!(centre.x >= 0 && centre.x <= 1 && centre.y >= 0 && centre.y <= 1)) {
    return `The circle's centre is ${centre.x}/${centre.y}; both must be between 0 and 1.`;
  }
  return undefined;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
