import { describe, expect, it } from 'vitest';
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
