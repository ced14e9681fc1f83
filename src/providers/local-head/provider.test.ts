import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import { talkingHeadContract } from '../../ports/talking-head.contract.ts';
import type { TalkingHeadRequest } from '../../ports/talking-head.ts';
import { assetsFolder } from '../../../test/support/cast-portrait.ts';
import { openHeadRequests, speechRate } from '../../../test/support/head-requests.ts';
import { createLocalHead } from './provider.ts';

const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg';
const ffmpeg = ffmpegAt(ffmpegPath, 'test');
const folder = mkdtempSync(join(tmpdir(), 'local-head-'));
const rate = speechRate;
const requests = openHeadRequests();
const requestOf = (presenter: string) => requests.of(presenter);

afterAll(() => {
  requests.close();
  rmSync(folder, { recursive: true, force: true });
});

talkingHeadContract('local-head', async () => {
  const port = createLocalHead({ ffmpeg, assetsFolder });
  return { port, request: requestOf('sofia'), close: () => port.close() };
});

describe('a clip of the local head', () => {
  const head = createLocalHead({ ffmpeg, assetsFolder });
  const clip = async (request: TalkingHeadRequest, signal = new AbortController().signal) => {
    const workFolder = mkdtempSync(join(folder, 'clip-'));
    const work = await head.start(request, { signal, workFolder, reportProgress: () => undefined });
    if (work.status !== 'completed') throw new Error('The local head is to complete at once.');
    return work.result;
  };
  let first: Awaited<ReturnType<typeof clip>>;

  beforeAll(async () => {
    first = await clip(requestOf('samuel'));
  });
  afterAll(() => head.close());

  it('has its sound within 1 ms of the speech', () => {
    const original = samplesOf(requestOf('samuel').speech.audio.path);
    const muxed = samplesOf(first.videoPath);
    expect(Math.abs(lagSeconds(original, muxed))).toBeLessThan(0.001);
  });

  it('is the same for the same seed, frame for frame, and another for another seed', async () => {
    const request = requestOf('samuel');
    const [again, other] = [await clip(request), await clip({ ...request, seed: 4 })];
    expect(framesHash(again.videoPath)).toBe(framesHash(first.videoPath));
    expect(framesHash(other.videoPath)).not.toBe(framesHash(first.videoPath));
  });

  it('comes with a matte, since the cast is cut out: nothing at the top corner, the person in the middle', () => {
    expect(first.mattePath).toBeDefined();
    const grey = decoded(first.mattePath as string, ['-frames:v', '1', '-pix_fmt', 'gray', '-f', 'rawvideo']);
    expect(grey[0]).toBeLessThan(8);
    expect(grey[160 * 180 + 90]).toBeGreaterThan(247);
  });

  it('leaves no process behind when it is cancelled', async () => {
    const cancellation = new AbortController();
    const request = { ...requestOf('samuel'), frame: { width: 1080, height: 1920, framesPerSecond: 25 } };
    const running = clip(request, cancellation.signal).catch((error: unknown) => error);
    while (childrenNamedFfmpeg() < 2) await new Promise((resolve) => setImmediate(resolve));
    cancellation.abort();
    expect(await running).toMatchObject({ reason: 'cancelled' });
    expect(childrenNamedFfmpeg()).toBe(0);
  });

  it('ends what still runs when it is closed', async () => {
    const closing = createLocalHead({ ffmpeg, assetsFolder });
    const workFolder = mkdtempSync(join(folder, 'clip-'));
    const context = { signal: new AbortController().signal, workFolder, reportProgress: () => undefined };
    const running = closing.start(requestOf('sofia'), context).catch((error: unknown) => error);
    await closing.close();
    expect(await running).toMatchObject({ reason: 'cancelled' });
    expect(childrenNamedFfmpeg()).toBe(0);
  });
});

function decoded(path: string, args: readonly string[]): Buffer {
  return execFileSync(ffmpegPath, ['-v', 'error', '-i', path, ...args, '-'], { maxBuffer: 1 << 28 });
}

function samplesOf(path: string): Int16Array {
  const bytes = decoded(path, ['-f', 's16le', '-ac', '1', '-ar', String(rate)]);
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function framesHash(path: string): string {
  return decoded(path, ['-an', '-f', 'framemd5']).toString();
}

/** Of the best match within ±10 ms. */
function lagSeconds(original: Int16Array, muxed: Int16Array): number {
  const reach = rate / 100;
  let [best, bestScore] = [0, Number.NEGATIVE_INFINITY];
  for (let lag = -reach; lag <= reach; lag += 4) {
    let score = 0;
    for (let at = reach; at < original.length - reach; at += 3) {
      score += (original[at] as number) * (muxed[at + lag] ?? 0);
    }
    if (score > bestScore) [best, bestScore] = [lag, score];
  }
  return best / rate;
}

function childrenNamedFfmpeg(): number {
  const list = execFileSync('ps', ['-A', '-o', 'ppid=,comm=']).toString();
  return list.split('\n').filter((line) => new RegExp(`^\\s*${process.pid}\\s.*ffmpeg`).test(line)).length;
}
