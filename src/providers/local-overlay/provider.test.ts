import { describe, expect, it } from 'vitest';
import type { HeadCircle } from '../../domain/overlay/circle.ts';
import { overlayContract } from '../../ports/overlay.contract.ts';
import type { HeadClip } from '../../ports/overlay.ts';
import { createLocalOverlay } from './provider.ts';

const file = (path: string) => ({ path, sha256: '', mime: 'video/mp4', bytes: 1 });
const { matte, faceBox, ...bare } = {
  video: file('/head.mp4'),
  matte: file('/matte.mp4'),
  size: { width: 1080, height: 1920 },
  durationSeconds: 3,
  faceBox: { x: 400, y: 800, width: 300, height: 380 },
} satisfies HeadClip;
const port = createLocalOverlay();
const start = (head: HeadClip, shape: 'circle' | 'cutout') =>
  port.start(
    { head, shape, circle: 'auto' },
    { signal: new AbortController().signal, workFolder: '/', reportProgress: () => {} },
  );

overlayContract('local-overlay', {
  create: async () => port,
  head: async () => ({ ...bare, matte, faceBox }),
});

describe('the local overlay', () => {
  it('says what a cut-out needs when the head has no matte', async () => {
    await expect(start({ ...bare, faceBox }, 'cutout')).rejects.toMatchObject({
      reason: 'provider-unavailable',
      message: expect.stringMatching(/matte.*circle/),
    });
  });
  it('keeps a circle set by hand as it is, and inside the picture where it reached beyond', async () => {
    const byHand = async (circle: HeadCircle) => {
      const work = await port.start(
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
  it('shows the upper middle, with a warning, when the face is not known', async () => {
    const work = await start({ ...bare, matte }, 'circle');
    expect(work).toMatchObject({
      status: 'completed',
      result: {
        overlay: { kind: 'circle', circle: { centre: { x: 0.5 } } },
        warnings: [expect.stringMatching(/face/)],
      },
    });
  });
});
