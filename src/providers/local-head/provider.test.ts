import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpeechPhoneme, SpeechTrack } from '../../domain/speech/speech.ts';
import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import { talkingHeadContract } from '../../ports/talking-head.contract.ts';
import type { TalkingHeadRequest } from '../../ports/talking-head.ts';
import type { InputFile } from '../../ports/work.ts';
import { assetsFolder, castPortrait } from '../../../test/support/cast-portrait.ts';
import { createLocalHead } from './provider.ts';

const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg';
const ffmpeg = ffmpegAt(ffmpegPath, 'test');
const folder = mkdtempSync(join(tmpdir(), 'local-head-'));
const rate = 48_000;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sounds = ['', 'm', 'a', 'b', 'o', 't', 'i', 'p', 'a', 's', 'u', 'n', 'e', ''];
const soundSeconds = 0.11;

function speechTrack(): SpeechTrack {
  const phonemes = sounds.map(
    (ipa, at): SpeechPhoneme => ({
      ipa,
      stressed: ipa === 'a',
      word: ipa === '' ? -1 : 0,
      startSeconds: at * soundSeconds,
      endSeconds: (at + 1) * soundSeconds,
    }),
  );
  const durationSeconds = sounds.length * soundSeconds;
  return {
    text: 'mabot',
    language: 'en',
    voiceId: 'test',
    durationSeconds,
    words: [],
    phonemes,
    timing: 'exact',
  };
}

/** Bursts of noise: their place in time can be told to the sample. */
function speechWav(durationSeconds: number): string {
  const samples = new Int16Array(Math.round(durationSeconds * rate));
  let state = 7;
  for (let at = 0; at < samples.length; at += 1) {
    state = (state * 16807) % 2147483647;
    const isLoud = Math.floor(at / (rate * soundSeconds)) % 3 !== 0;
    samples[at] = isLoud ? (state / 2147483647 - 0.5) * 16000 * Math.sin(at / 40) : 0;
  }
  const path = join(folder, 'speech.wav');
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  writeFileSync(path, Buffer.concat([header, Buffer.from(samples.buffer)]));
  return path;
}

function inputFile(path: string, mime: string): InputFile {
  return { path, sha256: sha256(readFileSync(path)), mime, bytes: statSync(path).size };
}

function requestOf(presenter: string): TalkingHeadRequest {
  const person = castPortrait(presenter);
  const track = speechTrack();
  return {
    portrait: inputFile(person.portraitPath, 'image/webp'),
    background: inputFile(person.backgroundPath, 'image/webp'),
    face: person.face,
    speech: { audio: inputFile(speechWav(track.durationSeconds), 'audio/wav'), track },
    frame: { width: 360, height: 640, framesPerSecond: 25 },
    seed: 3,
  };
}

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
