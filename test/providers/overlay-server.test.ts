import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ffmpegAt } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import type { OverlayInput } from '../../src/ports/montage.ts';
import type { Overlay } from '../../src/ports/overlay.ts';
import { createLocalMediaProbe } from '../../src/providers/local-media/provider.ts';
import { createModalOverlay } from '../../src/providers/modal-overlay/provider.ts';
import { openAnsweringServer } from '../support/answering-server.ts';
import { coded, ffmpeg, ffmpegPath, lavfi, openMontageRoom } from '../support/montage-room.ts';
import { openOverlayRoom, type OverlayRoom } from '../support/overlay-room.ts';
import { type WalkingHead, walkingHead } from '../support/walking-head.ts';

const seconds = 2;
const token = { key: 'wk-0123456789', secret: 'ws-9876543210' };
const main = join(import.meta.dirname, '../../bin/ugc.js');
const { folder, file, port: montage } = openMontageRoom('overlay-server');
const program = ffmpegAt(ffmpegPath, 'test');

let head: WalkingHead;
let room: OverlayRoom;
let server: ChildProcess;
let endpoint: string;

beforeAll(async () => {
  head = await walkingHead(program, folder, seconds);
  writeFileSync(file('head.mp4').path, head.video);
  room = await openOverlayRoom();
  ({ server, endpoint } = await startServer('data'));
});
afterAll(async () => {
  server.kill('SIGKILL');
  room.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The program itself, in a process of its own, on a port that is free. */
async function startServer(data: string): Promise<{ server: ChildProcess; endpoint: string }> {
  const child = spawn(
    process.execPath,
    [main, 'overlay-server', '--port', '0', '--allow-private', '--json'],
    {
      env: {
        ...{ PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: join(folder, data) },
        OVERLAY_SERVER_TOKEN: `${token.key}.${token.secret}`,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line);
    if (said.event === 'listening') return { server: child, endpoint: said.endpoint };
  }
  throw new Error('The server ended before it listened.');
}

async function cutOut(): Promise<Overlay> {
  const lender = await openAnsweringServer();
  lender.answer = (_request, response) => response.end(head.video);
  const port = createModalOverlay({
    ...{ endpoint, token, usdPerSecond: 0, lend: async () => `${lender.address}/head.mp4`, log: silentLog },
    ...{ canLend: () => true, local: room.local, ffmpeg: program },
    ...{ mediaProbe: createLocalMediaProbe({ ffmpeg: program }), timing: { pollAfterMs: 100 } },
  });
  const context = room.context();
  try {
    const clip = { video: file('head.mp4'), size: head.size, durationSeconds: seconds };
    let work = await port.start({ head: clip, shape: 'cutout', circle: 'auto' }, context);
    while (work.status === 'pending') {
      await delay(work.pollAfterMs);
      work = await port.status(work.operation, context);
    }
    expect(context.spent).toEqual(['sending 0.0000', 'submitted']);
    return work.result.overlay;
  } finally {
    lender.close();
  }
}

describe('a server of one’s own', () => {
  it('cuts a walking person out, and the montage lays them over the background', async () => {
    const overlay = await cutOut();
    if (overlay.kind !== 'alpha-video') throw new Error(`It is a ${overlay.kind}.`);
    expect(meanError(overlay.videoPath)).toBeLessThan(0.03);
    const { path, mime } = { path: overlay.videoPath, mime: overlay.mime };
    const rgb = await rendered({ kind: 'alpha-video', video: { path, mime, sha256: path, bytes: 1 } });
    const at = (x: number, y: number) => [...rgb.subarray((y * 216 + x) * 3).subarray(0, 3)];
    // The background's blue all round, and skin and clothes in it.
    for (const [x, y] of [
      [4, 4],
      [212, 4],
      [108, 60],
    ] as const) {
      const [red = 255, , blue = 0] = at(x, y);
      expect([red < 80, blue > 180]).toEqual([true, true]);
    }
    const person = Array.from({ length: 216 }, (_, x) => at(x, 330)).filter(([, , blue = 0]) => blue < 180);
    expect(person.length).toBeGreaterThan(40);
  });

  it('lets nobody in without its token', async () => {
    const { status } = await fetch(endpoint, { method: 'POST', body: '{}' });
    expect(status).toBe(401);
  });

  it('ends in order when it is told to', async () => {
    const second = await startServer('second');
    second.server.kill('SIGTERM');
    const [code] = await once(second.server, 'exit');
    expect(code).toBe(0);
  });
});

/** Between the overlay's alpha and where the person really is: 0 for none, 1 for everywhere. */
function meanError(path: string): number {
  const alpha = ffmpeg(
    '-c:v',
    'libvpx-vp9',
    '-i',
    path,
    '-vf',
    'alphaextract,format=gray',
    '-f',
    'rawvideo',
    '-',
  );
  expect(alpha.length).toBe(head.mattes.length);
  let sum = 0;
  for (let at = 0; at < alpha.length; at += 7) sum += Math.abs((alpha[at] ?? 0) - (head.mattes[at] ?? 0));
  return sum / (alpha.length / 7) / 255;
}

/** A frame of the clip, 216 × 384. */
async function rendered(overlay: OverlayInput): Promise<Buffer> {
  ffmpeg(...lavfi(`color=c=0x2040f0:s=216x384:r=25:d=${seconds}`), ...coded, file('blue.mp4').path);
  ffmpeg(...lavfi(`anoisesrc=a=0.3:r=24000:d=${seconds}`), '-ac', '1', file('speech.wav').path);
  const work = await montage.start(
    {
      ...{ format: 'character_with_background', template: 'overlay', overlay, quality: 'final' },
      frame: { width: 216, height: 384, framesPerSecond: 25 },
      head: { video: file('head.mp4'), size: head.size, durationSeconds: seconds },
      speech: { audio: file('speech.wav', 'audio/wav'), durationSeconds: seconds },
      background: {
        video: file('blue.mp4'),
        probe: {
          ...{ container: 'mp4', durationSeconds: seconds, size: { width: 216, height: 384 }, rotation: 0 },
          ...{ videoCodec: 'avc', framesPerSecond: 25, highDynamicRange: false, hasAudio: false },
        },
      },
      ...{ disclosure: 'none', language: 'en' },
    },
    {
      signal: new AbortController().signal,
      workFolder: mkdtempSync(join(folder, 'work-')),
      reportProgress: () => undefined,
    },
  );
  if (work.status !== 'completed') throw new Error('Local montage is finished at once.');
  const frame = ['-ss', '1', '-i', work.result.videoPath, '-frames:v', '1'];
  return ffmpeg(...frame, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-');
}
