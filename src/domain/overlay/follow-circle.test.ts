import { describe, expect, it } from 'vitest';
import type { FaceTrack } from '../face/face-track.ts';
import type { Point } from '../geometry.ts';
import { autoCircle } from './auto-circle.ts';
import { followCircle } from './follow-circle.ts';

const picture = { width: 1080, height: 1920 };
const trackOf = (place: (seconds: number) => Point & { height?: number }, seconds = 8): FaceTrack => ({
  picture,
  framesPerSecond: 25,
  faces: Array.from({ length: seconds * 25 }, (_, frame) => {
    const { x, y, height = 300 } = place(frame / 25);
    return { x: x - height * 0.4, y: y - height / 2, width: height * 0.8, height };
  }),
  warnings: [],
});

describe('the circle that follows a face', () => {
  it('stands still while the face only sways', () => {
    const swaying = trackOf((t) => ({
      x: 540 + 14 * Math.sin(2 * t),
      y: 800,
      height: 300 + 4 * Math.sin(t),
    }));
    const { circle, track } = followCircle(swaying);
    expect(track).toBeUndefined();
    expect(circle.centre.x).toBeCloseTo(0.5, 1);
  });

  it('goes where the face goes, to a fraction of a pixel, in few keyframes', () => {
    const walking = trackOf((t) => ({ x: 540 + 200 * Math.sin(1.3 * t), y: 800 }));
    const { track = [] } = followCircle(walking);
    expect(track.length).toBeGreaterThan(4);
    expect(track.length).toBeLessThan(100);
    walking.faces.forEach((face, frame) => {
      const wanted = autoCircle(face, picture).centre.x * 1080;
      const seconds = frame / 25;
      const next = Math.max(
        1,
        track.findIndex(({ atSeconds }) => atSeconds >= seconds - 1e-6),
      );
      const [from, to] = [track[next - 1], track[next]];
      if (!from || !to) throw new Error('the track must reach from the first frame to the last');
      const part = (seconds - from.atSeconds) / (to.atSeconds - from.atSeconds);
      const shown = (from.centre.x + part * (to.centre.x - from.centre.x)) * 1080;
      expect(Math.abs(shown - wanted)).toBeLessThan(1);
    });
  });

  it('grows with a face that comes near, and keeps its size for one that only nods', () => {
    const { track: near = [] } = followCircle(trackOf((t) => ({ x: 540, y: 900, height: 200 + 30 * t })));
    expect(near.at(-1)?.radius).toBeGreaterThan(1.8 * (near[0]?.radius ?? 1));
    const { track: nodding = [] } = followCircle(
      trackOf((t) => ({ x: 400 + 40 * t, y: 900, height: 300 + 9 * Math.sin(5 * t) })),
    );
    expect(new Set(nodding.map(({ radius }) => radius)).size).toBe(1);
  });

  it('has a bounded number of keyframes however the face is shaken', () => {
    const shaken = trackOf((t) => ({ x: 540 + 150 * Math.sin(40 * t), y: 900 + 90 * Math.cos(33 * t) }), 30);
    expect(followCircle(shaken).track?.length).toBeLessThanOrEqual(160);
  });
});
