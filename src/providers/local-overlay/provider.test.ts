import { describe, expect, it } from 'vitest';
import { type FaceTrack, faceTrack } from '../../domain/face/face-track.ts';
import type { HeadCircle } from '../../domain/overlay/circle.ts';
import { overlayContract } from '../../ports/overlay.contract.ts';
import type { HeadClip } from '../../ports/overlay.ts';
import { createLocalOverlay, type LocalOverlayOptions } from './provider.ts';

const file = (path: string) => ({ path, sha256: '', mime: 'video/mp4', bytes: 1 });
const { matte, faceBox, ...bare } = {
  video: file('/head.mp4'),
  matte: file('/matte.mp4'),
  size: { width: 1080, height: 1920 },
  durationSeconds: 3,
  faceBox: { x: 400, y: 800, width: 300, height: 380 },
} satisfies HeadClip;

/** A face that walks from the left to the right, as a look at a video would find it. */
const walked: FaceTrack = faceTrack(
  Array.from({ length: 13 }, (_, index) => ({
    atSeconds: index / 4,
    faces: [{ x: 200 + 40 * index, y: 700, width: 240, height: 300 }],
  })),
  { picture: bare.size, framesPerSecond: 25, durationSeconds: bare.durationSeconds },
);
const looks: string[] = [];
const looking = (track: FaceTrack): LocalOverlayOptions['faceAnalysis'] => ({
  trackFace: async () => {
    looks.push('track');
    return track;
  },
  matteVideo: async () => {
    looks.push('matte');
    return { mattePath: '/found.mp4', personShare: 0.6, warnings: ['The matte was guessed.'] };
  },
});
const start = (head: HeadClip, shape: 'circle' | 'cutout', track = walked) =>
  createLocalOverlay({ faceAnalysis: looking(track) }).start(
    { head, shape, circle: 'auto' },
    { signal: new AbortController().signal, workFolder: '/', reportProgress: () => {} },
  );

overlayContract('local-overlay', {
  create: async () => createLocalOverlay({ faceAnalysis: looking(walked) }),
  head: async () => ({ ...bare, matte, faceBox }),
});

describe('the local overlay', () => {
  it('looks at no video whose face and matte are known', async () => {
    looks.length = 0;
    await start({ ...bare, matte, faceBox }, 'circle');
    await start({ ...bare, matte, faceBox }, 'cutout');
    expect(looks).toEqual([]);
  });
  it('cuts a head without a matte out of its video, and passes the warnings on', async () => {
    expect(await start({ ...bare, faceBox }, 'cutout')).toMatchObject({
      result: {
        overlay: { kind: 'matte', mattePath: '/found.mp4' },
        doubt: 'person-missing',
        warnings: ['The matte was guessed.'],
      },
    });
  });
  it('keeps a circle set by hand as it is, and inside the picture where it reached beyond', async () => {
    const byHand = async (circle: HeadCircle) => {
      const work = await createLocalOverlay({ faceAnalysis: looking(walked) }).start(
        { head: { ...bare, faceBox }, shape: 'circle', circle },
        { signal: new AbortController().signal, workFolder: '/', reportProgress: () => {} },
      );
      if (work.status !== 'completed') throw new Error('The local overlay is finished at once.');
      return work.result;
    };
    const set = { radius: 0.3, centre: { x: 0.4, y: 0.6 } };
    expect(await byHand(set)).toMatchObject({ overlay: { circle: set }, warnings: [] });
    const beyond = await byHand({ radius: 0.6, centre: { x: 1, y: 0 } });
    expect(beyond.warnings).toEqual([
      "The circle reached beyond the head's picture; it is shown with radius and centre 0.5, 0.5, 0.281.",
    ]);
    expect(beyond.overlay).toMatchObject({ circle: { radius: 0.5, centre: { x: 0.5 } } });
    await expect(byHand({ radius: 0.61, centre: { x: 0.5, y: 0.5 } })).rejects.toMatchObject({
      reason: 'invalid-arguments',
    });
  });
  it('moves the circle with a face that walks', async () => {
    const work = await start({ ...bare, matte }, 'circle');
    if (work.status !== 'completed' || work.result.overlay.kind !== 'circle') throw new Error('no circle');
    const { track = [] } = work.result.overlay;
    expect(track[0]?.centre.x).toBeCloseTo(320 / 1080, 1);
    expect(track.at(-1)?.centre.x).toBeCloseTo(760 / 1080, 1);
    expect(work.result.warnings).toEqual([]);
    expect(work.result).not.toHaveProperty('doubt');
  });
  it('shows the upper middle, with a warning, when there is no face', async () => {
    const nobody = faceTrack([], { picture: bare.size, framesPerSecond: 25, durationSeconds: 3 });
    expect(await start({ ...bare, matte }, 'circle', nobody)).toMatchObject({
      result: {
        overlay: { kind: 'circle', circle: { centre: { x: 0.5 } } },
        doubt: 'face-unseen',
        warnings: [expect.stringMatching(/face/)],
      },
    });
  });
  it('says by what the face of somebody who turned away was guessed, unless it was but for a moment', async () => {
    const turned = (seconds: number, body: boolean) =>
      faceTrack(
        Array.from({ length: 20 }, (_, index) => ({
          atSeconds: 0.15 * index,
          faces: 0.15 * index < 3 - seconds ? [{ x: 300, y: 700, width: 240, height: 300 }] : [],
          ...(body && { body: { x: 320, y: 690, width: 240, height: 300 } }),
        })),
        { picture: bare.size, framesPerSecond: 25, durationSeconds: 3 },
      );
    const doubtOf = async (track: FaceTrack) => {
      const work = await start({ ...bare, matte }, 'circle', track);
      return work.status === 'completed' ? work.result.doubt : 'pending';
    };
    expect(await doubtOf(turned(2, true))).toBe('face-by-body');
    expect(await doubtOf(turned(2, false))).toBe('face-held');
    expect(await doubtOf(turned(0.4, false))).toBeUndefined();
  });
});
