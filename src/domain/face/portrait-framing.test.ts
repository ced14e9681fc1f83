import { describe, expect, it } from 'vitest';
import { castPortrait } from '../../../test/support/cast-portrait.ts';
import type { Size } from '../geometry.ts';
import type { FaceMesh, MeshPoint } from './face-mesh.ts';
import { placedPoints, placePhoto } from './portrait-framing.ts';

const frame = { width: 1080, height: 1920 };

/** A presenter's face in a photo, this wide in pixels, with its nose at a share of the picture. */
function faceIn(picture: Size, faceWidth: number, at: { x: number; y: number }): FaceMesh {
  const { face } = castPortrait('rosa');
  const xs = face.points.map(([x]) => x);
  const scale = faceWidth / (Math.max(...xs) - Math.min(...xs));
  const [noseX, noseY] = face.points[1] as MeshPoint;
  const points = face.points.map(
    ([x, y, z]): MeshPoint => [
      (x - noseX) * scale + at.x * picture.width,
      (y - noseY) * scale + at.y * picture.height,
      z * scale,
    ],
  );
  return { ...face, points, picture };
}

function shown(face: FaceMesh) {
  const placement = placePhoto(face, frame);
  const points = placedPoints(face, placement);
  const xs = points.map(([x]) => x);
  const eyes = [33, 133, 362, 263].map((index) => (points[index] as MeshPoint)[1]);
  return {
    placement,
    faceShare: (Math.max(...xs) - Math.min(...xs)) / frame.width,
    eyeLine: eyes.reduce((sum, y) => sum + y, 0) / eyes.length / frame.height,
  };
}

describe('a photo in the frame', () => {
  it('with a small face is shown nearer, the face a quarter of the frame wide and the eyes at their line', () => {
    const { faceShare, eyeLine } = shown(faceIn(frame, 150, { x: 0.45, y: 0.4 }));
    expect(faceShare).toBeCloseTo(0.25, 3);
    expect(eyeLine).toBeCloseTo(0.38, 2);
  });

  it('is never magnified more than twice for that', () => {
    const { placement, faceShare } = shown(faceIn(frame, 90, { x: 0.5, y: 0.4 }));
    expect(placement.scale).toBe(2);
    expect(faceShare).toBeCloseTo(180 / 1080, 3);
  });

  it('still covers the frame where its face is near an edge', () => {
    const { placement } = shown(faceIn(frame, 150, { x: 0.1, y: 0.1 }));
    expect([placement.left, placement.top]).toEqual([0, 0]);
    expect(placement.scale * frame.height).toBeGreaterThan(frame.height);
  });

  it('with a face that is large enough just covers it', () => {
    expect(shown(faceIn(frame, 400, { x: 0.5, y: 0.4 })).placement).toEqual({ scale: 1, left: 0, top: 0 });
  });

  it('that is smaller than the frame covers it even where that takes more than twice its pixels', () => {
    const tiny = { width: 432, height: 768 };
    expect(shown(faceIn(tiny, 60, { x: 0.5, y: 0.4 })).placement.scale).toBeCloseTo(2.5, 5);
  });
});
