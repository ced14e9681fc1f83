import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256OfFile } from '../platform/files/sha256.ts';
import type { TalkingHeadPort, TalkingHeadRequest, TalkingHeadResult } from './talking-head.ts';
import type { Spending, WorkContext } from './work.ts';

export interface TalkingHeadSubject {
  readonly port: TalkingHeadPort;
  /** A cut-out person before a plate, a few seconds of speech that holds p, b or m, a small frame. */
  readonly request: TalkingHeadRequest;
  /** What paid calls are written down in, for adapters that make any. */
  spending?(): Spending;
  close(): Promise<void>;
}

/** What every adapter of the talking head must do. */
export function talkingHeadContract(name: string, create: () => Promise<TalkingHeadSubject>): void {
  describe(`talking head contract: ${name}`, () => {
    let subject: TalkingHeadSubject;
    let folder: string;
    let result: TalkingHeadResult;
    let inputsBefore: readonly string[];
    const progress: number[] = [];

    beforeAll(async () => {
      subject = await create();
      folder = await mkdtemp(join(tmpdir(), 'head-contract-'));
      inputsBefore = await inputHashes(subject.request);
      result = await finished(subject, subject.request, {
        ...(await workIn(folder, subject)),
        reportProgress: (fraction) => progress.push(fraction),
      });
    });

    afterAll(async () => {
      await subject.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('makes a video of the requested frame, as long as the speech, with its sound', async () => {
      const { frame, speech } = subject.request;
      const video = await inspected(result.videoPath);
      expect(video).toMatchObject({
        width: frame.width,
        height: frame.height,
        videoCodec: 'avc',
        audioCodec: 'aac',
      });
      expect(Math.abs(video.seconds - speech.track.durationSeconds)).toBeLessThanOrEqual(
        1 / frame.framesPerSecond,
      );
      expect(result.durationSeconds).toBeCloseTo(speech.track.durationSeconds, 2);
      expect(video.frames).toBe(Math.ceil(speech.track.durationSeconds * frame.framesPerSecond - 1e-6));
    });

    it('leaves its results in the work folder and its inputs as they were', async () => {
      expect(result.videoPath.startsWith(folder)).toBe(true);
      expect(await inputHashes(subject.request)).toEqual(inputsBefore);
    });

    it('reports progress that never goes back and ends at 1', () => {
      expect(progress.length).toBeGreaterThan(2);
      expect(progress).toEqual([...progress].sort((left, right) => left - right));
      expect(progress.at(-1)).toBe(1);
    });

    it('puts the face inside the frame, where it knows the face', () => {
      const { faceBox } = result;
      if (!faceBox) return;
      const { frame } = subject.request;
      expect(faceBox.x).toBeGreaterThan(0);
      expect(faceBox.y).toBeGreaterThan(0);
      expect(faceBox.x + faceBox.width).toBeLessThan(frame.width);
      expect(faceBox.y + faceBox.height).toBeLessThan(frame.height);
      expect(faceBox.width).toBeGreaterThan(frame.width / 10);
    });

    it('gives a matte in step with the video, where it gives one', async () => {
      if (result.mattePath === undefined) return;
      const [video, matte] = [await inspected(result.videoPath), await inspected(result.mattePath)];
      expect(matte.frames).toBe(video.frames);
      expect(matte.width / matte.height).toBeCloseTo(video.width / video.height, 1);
    });

    it('tells the intended mouth frame by frame, where it knows: moving, and shut in every p, b and m', () => {
      if (result.mouthCurve === undefined) return;
      const { gaps, framesPerSecond } = result.mouthCurve;
      const { track } = subject.request.speech;
      expect(gaps).toHaveLength(Math.ceil(track.durationSeconds * framesPerSecond - 1e-6));
      expect(Math.max(...gaps)).toBeGreaterThan(0.03);
      const closures = (track.phonemes ?? []).filter(({ ipa }) => /^[pbm]/.test(ipa));
      expect(closures.length).toBeGreaterThan(0);
      for (const { startSeconds, endSeconds } of closures) {
        const middle = Math.round(((startSeconds + endSeconds) / 2) * framesPerSecond);
        expect(Math.min(...gaps.slice(Math.max(0, middle - 2), middle + 3))).toBeLessThan(0.004);
      }
    });

    it('refuses a picture that is none as invalid-portrait', async () => {
      const { audio } = subject.request.speech;
      const request = { ...subject.request, portrait: audio };
      await expect(finished(subject, request, await workIn(folder, subject))).rejects.toMatchObject({
        reason: 'invalid-portrait',
      });
    });

    it('refuses a face without its points as invalid-portrait', async () => {
      const request = { ...subject.request, face: { ...subject.request.face, points: [] } };
      await expect(finished(subject, request, await workIn(folder, subject))).rejects.toMatchObject({
        reason: 'invalid-portrait',
      });
    });

    it('stops on request, before and while it works, as cancelled', async () => {
      const early = { ...(await workIn(folder, subject)), signal: AbortSignal.abort() };
      await expect(finished(subject, subject.request, early)).rejects.toMatchObject({ reason: 'cancelled' });
      const cancellation = new AbortController();
      const late: WorkContext = {
        ...(await workIn(folder, subject)),
        signal: cancellation.signal,
        reportProgress: () => cancellation.abort(),
      };
      await expect(finished(subject, subject.request, late)).rejects.toMatchObject({ reason: 'cancelled' });
    });
  });
}

async function workIn(folder: string, { spending }: TalkingHeadSubject): Promise<WorkContext> {
  const workFolder = await mkdtemp(join(folder, 'work-'));
  const { signal } = new AbortController();
  return { signal, workFolder, reportProgress: () => undefined, ...(spending && { spending: spending() }) };
}

async function finished(
  { port }: TalkingHeadSubject,
  request: TalkingHeadRequest,
  context: WorkContext,
): Promise<TalkingHeadResult> {
  let work = await port.start(request, context);
  while (work.status === 'pending') {
    await delay(work.pollAfterMs);
    work = await port.status(work.operation, context);
  }
  return work.result;
}

async function inputHashes(request: TalkingHeadRequest): Promise<readonly string[]> {
  const files = [request.portrait, request.background, request.speech.audio];
  return await Promise.all(files.filter((file) => file !== undefined).map(({ path }) => sha256OfFile(path)));
}

async function inspected(path: string) {
  expect((await readFile(path)).subarray(4, 8).toString('latin1')).toBe('ftyp');
  using input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  if (!video) throw new Error(`${path} has no picture.`);
  const { packetCount } = await video.computePacketStats();
  return {
    width: video.displayWidth,
    height: video.displayHeight,
    videoCodec: video.codec,
    audioCodec: audio?.codec,
    seconds: await input.computeDuration(),
    frames: packetCount,
  };
}
