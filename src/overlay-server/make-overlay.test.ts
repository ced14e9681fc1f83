import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnsweringServer, openAnsweringServer } from '../../test/support/answering-server.ts';
import { coded, ffmpeg, ffmpegPath, lavfi, openMontageRoom } from '../../test/support/montage-room.ts';
import { readFileSync } from 'node:fs';
import type { CircleKeyframe } from '../domain/overlay/circle.ts';
import { ffmpegAt } from '../platform/ffmpeg/ffmpeg.ts';
import { nearNetwork, publicNetwork } from '../platform/http/public-network.ts';
import type { MediaProbePort } from '../ports/media-probe.ts';
import type { Overlay } from '../ports/overlay.ts';
import { makeOverlay, type OverlayMaker } from './make-overlay.ts';
import { circleAt } from './circle-mask.ts';
import { readOverlayOrder } from './overlay-order.ts';

const { folder, file } = openMontageRoom('make-overlay');
const size = { width: 90, height: 160 };
let server: AnsweringServer;

beforeAll(async () => {
  ffmpeg(...lavfi('color=c=red:s=90x160:r=25:d=1'), ...coded, file('head.mp4').path);
  ffmpeg(
    ...lavfi('color=c=black:s=48x80:r=25:d=1,drawbox=x=16:w=16:c=white:t=fill'),
    ...coded,
    file('matte.mp4').path,
  );
  server = await openAnsweringServer();
  server.answer = (_request, response) => response.end(readFileSync(file('head.mp4').path));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const probe: MediaProbePort = {
  probe: async () => ({
    ...{ container: 'mp4', durationSeconds: 1, size, rotation: 0, videoCodec: 'avc', framesPerSecond: 25 },
    ...{ highDynamicRange: false, hasAudio: false },
  }),
};

/** Gives what the engines of this machine would find. */
const makerOf = (
  overlay: (workFolder: string) => Overlay,
  changes: Partial<OverlayMaker> = {},
): OverlayMaker => ({
  ffmpeg: ffmpegAt(ffmpegPath, 'test'),
  mediaProbe: probe,
  network: nearNetwork,
  overlay: {
    adapter: { name: 'local-overlay', version: '1', kind: 'local' },
    start: async (_request, { workFolder }) => ({
      status: 'completed',
      result: { overlay: overlay(workFolder), cost: { estimatedUsd: 0 }, warnings: [] },
    }),
    status: async () => {
      throw new Error('It is finished at once.');
    },
  },
  ...changes,
});

async function make(body: object, maker: OverlayMaker): Promise<{ path: string; alphaAt: AlphaAt }> {
  const workFolder = mkdtempSync(join(folder, 'work-'));
  ffmpeg('-i', file('matte.mp4').path, '-c', 'copy', join(workFolder, 'person-matte.mp4'));
  const order = readOverlayOrder({ video_url: `${server.address}/head.mp4`, ...body });
  const context = { signal: new AbortController().signal, workFolder, reportProgress: () => undefined };
  const path = await makeOverlay(order, maker, context);
  const decoder = path.endsWith('.webm') ? ['-c:v', 'libvpx-vp9'] : [];
  const alpha = ffmpeg(...decoder, '-i', path, '-vf', 'alphaextract,format=gray', '-f', 'rawvideo', '-');
  expect(alpha.length).toBe(25 * size.width * size.height);
  return { path, alphaAt: (frame, x, y) => alpha[(frame * size.height + y) * size.width + x] ?? -1 };
}
type AlphaAt = (frame: number, x: number, y: number) => number;

const matte = (workFolder: string): Overlay => ({
  kind: 'matte',
  mattePath: join(workFolder, 'person-matte.mp4'),
});

describe('a video with alpha', () => {
  it.each(['webm', 'mov'] as const)(
    'shows in %s the person alone, from the first frame to the last',
    async (container) => {
      const { path, alphaAt } = await make({ container }, makerOf(matte));
      expect(path.endsWith(container)).toBe(true);
      for (const frame of [0, 12, 24]) {
        expect(alphaAt(frame, 45, 80)).toBeGreaterThan(245);
        expect(alphaAt(frame, 8, 80)).toBeLessThan(10);
        expect(alphaAt(frame, 82, 80)).toBeLessThan(10);
      }
    },
  );

  it('shows a circle that moves evenly from key to key', async () => {
    const circle = { radius: 0.25, centre: { x: 0.3, y: 0.5 } };
    const track: CircleKeyframe[] = [
      { ...circle, atSeconds: 0 },
      { ...circle, centre: { x: 0.7, y: 0.5 }, atSeconds: 0.96 },
    ];
    const { alphaAt } = await make(
      { shape: 'circle' },
      makerOf(() => ({ kind: 'circle', circle, track })),
    );
    // The left edge of the circle: 27 − 22 pixels at first, 36 more at the end.
    expect([alphaAt(0, 10, 80), alphaAt(0, 60, 80)]).toEqual([
      expect.toSatisfy(isSolid),
      expect.toSatisfy(isClear),
    ]);
    expect([alphaAt(12, 45, 80), alphaAt(12, 10, 80)]).toEqual([
      expect.toSatisfy(isSolid),
      expect.toSatisfy(isClear),
    ]);
    expect([alphaAt(24, 75, 80), alphaAt(24, 30, 80)]).toEqual([
      expect.toSatisfy(isSolid),
      expect.toSatisfy(isClear),
    ]);
    expect([alphaAt(12, 45, 50), alphaAt(12, 45, 110)]).toEqual([
      expect.toSatisfy(isClear),
      expect.toSatisfy(isClear),
    ]);
  });
});
const isSolid = (alpha: number) => alpha > 240;
const isClear = (alpha: number) => alpha < 15;

describe('what can not be made is refused', () => {
  it('a video of a private network, without a request', async () => {
    const before = server.arrived.length;
    await expect(make({}, makerOf(matte, { network: publicNetwork }))).rejects.toMatchObject({
      reason: 'link-refused',
      details: { problem: 'link-private' },
    });
    expect(server.arrived.length).toBe(before);
  });

  it.each([
    ['too large', { size: { width: 4096, height: 4096 } }, /4096×4096; at most 2160/],
    ['too long', { durationSeconds: 200 }, /200 s; at most 180/],
  ])('a video that is %s', async (_what, facts, words) => {
    const usual = await probe.probe(file('head.mp4'), {
      signal: new AbortController().signal,
      workFolder: folder,
      reportProgress: () => undefined,
    });
    const mediaProbe: MediaProbePort = { probe: async () => ({ ...usual, ...facts }) };
    await expect(make({}, makerOf(matte, { mediaProbe }))).rejects.toThrow(words);
  });

  it('a video that breaks off', async () => {
    const whole = server.answer;
    server.answer = (_request, response) => response.end('no video');
    await expect(make({}, makerOf(matte))).rejects.toMatchObject({ reason: 'invalid-media' });
    server.answer = whole;
  });
});

it('a circle stands still before its first key and after its last', () => {
  const circle = { radius: 0.2, centre: { x: 0.5, y: 0.5 } };
  const track = [
    { radius: 0.2, centre: { x: 0, y: 0 }, atSeconds: 1 },
    { radius: 0.4, centre: { x: 1, y: 0.5 }, atSeconds: 2 },
  ];
  expect(circleAt(circle, [], 1)).toEqual(circle);
  expect(circleAt(circle, track, 0).centre.x).toBe(0);
  expect(circleAt(circle, track, 1.5)).toEqual({ radius: expect.closeTo(0.3), centre: { x: 0.5, y: 0.25 } });
  expect(circleAt(circle, track, 9).radius).toBe(0.4);
});
