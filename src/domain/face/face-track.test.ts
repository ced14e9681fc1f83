import { describe, expect, it } from 'vitest';
import type { Box, Point } from '../geometry.ts';
import { faceTrack } from './face-track.ts';
import type { FaceSighting } from './follow-face.ts';

const picture = { width: 1080, height: 1920 };
const request = { picture, framesPerSecond: 25, durationSeconds: 4 };
const faceOf = ({ x, y }: Point, height = 300): Box => ({
  x: x - 0.4 * height,
  y: y - height / 2,
  width: 0.8 * height,
  height,
});
const middle = (box: Box | undefined): Point => ({
  x: (box?.x ?? 0) + (box?.width ?? 0) / 2,
  y: (box?.y ?? 0) + (box?.height ?? 0) / 2,
});
/** A quick walk: the face crosses more than half of the picture in a second and a half. */
const way = (seconds: number): Point => ({ x: 540 + 300 * Math.sin(2.1 * seconds), y: 700 });
const times = Array.from({ length: 25 }, (_, index) => index * 0.16);
/** The same from run to run, between -1 and 1. */
const noise = (index: number) => Math.sin(index * 12.9898) % 1;
const walk = (change: (sighting: FaceSighting, index: number) => FaceSighting = (same) => same) =>
  times.map((atSeconds, index) => change({ atSeconds, faces: [faceOf(way(atSeconds))] }, index));
const farthest = (sightings: readonly FaceSighting[]) =>
  Math.max(
    ...faceTrack(sightings, request).faces.map((face, frame) => {
      const known = way(Math.min(frame / 25, times.at(-1) ?? 0));
      return Math.hypot(middle(face).x - known.x, middle(face).y - known.y);
    }),
  );

describe('the track of a face', () => {
  it('has a face for every frame, without lagging behind or cutting corners', () => {
    expect(faceTrack(walk(), request).faces).toHaveLength(100);
    expect(farthest(walk())).toBeLessThan(0.012 * picture.width);
  });

  it('is calmer than what was measured', () => {
    const shaken = walk(({ atSeconds }, index) => {
      const { x, y } = way(0);
      return { atSeconds, faces: [faceOf({ x: x + 12 * noise(index), y: y + 12 * noise(index + 50) })] };
    });
    const { faces } = faceTrack(shaken, request);
    const jumps = faces.slice(1).map((face, frame) => Math.abs(middle(face).x - middle(faces[frame]).x));
    expect(Math.max(...jumps)).toBeLessThan(3);
  });

  it('leaves out a false face, another person, and a jump of the detector', () => {
    const picture: Box = faceOf({ x: 150, y: 250 }, 140);
    const strangers = walk((sighting, index) => ({
      ...sighting,
      faces: index % 3 === 0 ? [picture, ...sighting.faces] : sighting.faces,
    }));
    expect(farthest(strangers)).toBeLessThan(0.012 * 1080);
    const jump = walk((sighting, index) =>
      index === 12 ? { ...sighting, faces: [faceOf({ x: 760, y: 980 })] } : sighting,
    );
    expect(farthest(jump)).toBeLessThan(0.03 * 1080);
  });

  it('bridges a moment without a face, and says nothing of it', () => {
    const blinked = walk((sighting, index) =>
      index === 7 || index === 8 ? { ...sighting, faces: [] } : sighting,
    );
    expect(farthest(blinked)).toBeLessThan(0.03 * 1080);
    expect(faceTrack(blinked, request).warnings).toEqual([]);
  });

  it('keeps the last place of a lost face, then follows the body, and says so', () => {
    const body = faceOf({ x: 300, y: 600 });
    const lost = times.map((atSeconds) => ({
      atSeconds,
      faces: atSeconds < 1.5 ? [faceOf({ x: 600, y: 700 })] : [],
      body,
    }));
    const { faces, warnings } = faceTrack(lost, request);
    expect(Math.abs(middle(faces[45]).x - 600)).toBeLessThan(15);
    expect(Math.abs(middle(faces[95]).x - 300)).toBeLessThan(15);
    expect(warnings).toEqual([
      expect.stringMatching(/No face.*1\.6 s to 2\.4 s.*last place/),
      expect.stringMatching(/No face.*2\.6 s to 3\.8 s.*body/),
    ]);
  });

  it('takes the middle of the picture where nothing was ever seen, and says so once', () => {
    for (const sightings of [[], times.map((atSeconds) => ({ atSeconds, faces: [] }))]) {
      const { faces, warnings } = faceTrack(sightings, request);
      expect(middle(faces[40]).x).toBeCloseTo(540, 3);
      expect(warnings).toEqual([expect.stringMatching(/No face was found in the whole head video.*middle/)]);
    }
  });

  it('never leaves the picture', () => {
    const edges = times.map((atSeconds) => ({ atSeconds, faces: [faceOf({ x: 1080, y: 20 })] }));
    for (const face of faceTrack(edges, request).faces) {
      expect(face.x + face.width).toBeLessThanOrEqual(1080);
      expect(face.y).toBeGreaterThanOrEqual(0);
    }
  });
});
