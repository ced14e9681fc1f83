import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ended,
  errorOf,
  type FalWorld,
  finished,
  openFalWorld,
  operationOf,
} from '../../../test/support/fal-world.ts';
import { openLendingServer } from '../../../test/support/lending-server.ts';
import { openHeadRequests, speechRate } from '../../../test/support/head-requests.ts';
import { recordedSpending } from '../../../test/support/recorded-spending.ts';
import { measureAudioLag } from '../../domain/quality/audio-lag.ts';
import { falHeadModels } from '../../platform/config/fal-models.ts';
import { talkingHeadContract } from '../../ports/talking-head.contract.ts';
import type { TalkingHeadRequest } from '../../ports/talking-head.ts';
import { headModels } from './head-models.ts';

const requests = openHeadRequests();
afterAll(() => requests.close());

// The model tells neither what its lips were meant to do nor who of the picture is the person: no curve, no box, no matte.
talkingHeadContract('fal, omnihuman 1.5', async () => {
  const world = await openFalWorld();
  return {
    port: world.fal.talkingHead,
    request: requests.of('sofia'),
    spending: () => recordedSpending(),
    close: () => world.close(),
  };
});

let world: FalWorld;
beforeEach(async () => {
  world = await openFalWorld();
  world.double.video.shape = { width: 180, height: 320 };
});
afterEach(() => world.close());

const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg';
const decoded = (path: string, args: readonly string[]): Buffer =>
  execFileSync(ffmpegPath, ['-v', 'error', '-i', path, ...args, '-'], { maxBuffer: 1 << 28 });

function samplesOf(path: string): Float32Array {
  const bytes = decoded(path, ['-f', 's16le', '-ac', '1', '-ar', String(speechRate)]);
  return Float32Array.from(
    new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
  );
}

/** Brightness of the top left corner, frame by frame. */
function corners(path: string): number[] {
  const filter = 'crop=8:8:0:0,scale=1:1,format=gray';
  return [...decoded(path, ['-vf', filter, '-f', 'rawvideo'])];
}

const flashing = (values: readonly number[]) =>
  values.flatMap((value, frame) => (value > 235 ? [frame] : []));
/** A fifth of each second, at 25 frames a second. */
const whereItFlashes = [0, 1, 2, 3, 4, 25, 26, 27, 28, 29];

function makesHead(request: TalkingHeadRequest, context = world.context(), fal = world.fal) {
  return finished(fal.talkingHead, request, context);
}

describe('a head by fal.ai', () => {
  it.each([24, 30])('at %i frames a second is shown at ours, with our sound where it was', async (rate) => {
    Object.assign(world.double.video, { hasFlash: true, framesPerSecond: rate });
    const request = requests.of('sofia');
    const { videoPath, warnings } = await makesHead(request);
    expect(flashing(corners(videoPath))).toEqual(whereItFlashes);
    const reading = measureAudioLag(
      samplesOf(request.speech.audio.path),
      samplesOf(videoPath),
      speechRate,
      0.1,
    );
    expect(Math.abs(reading.lagMs)).toBeLessThan(1);
    expect(warnings).toEqual([]);
  });

  it('that begins with a pause is moved back to the speech, and says so', async () => {
    Object.assign(world.double.video, { hasFlash: true, lateSeconds: 0.32 });
    const { videoPath, warnings } = await makesHead(requests.of('sofia'));
    expect(flashing(corners(videoPath))).toEqual(whereItFlashes);
    expect(warnings).toEqual([expect.stringMatching(/^The model's video was 3[12]\d ms behind the speech/)]);
  });

  it('of another shape still fills the frame', async () => {
    world.double.video.shape = { width: 320, height: 320 };
    const { videoPath } = await makesHead(requests.of('sofia'));
    const [left] = decoded(videoPath, [
      '-frames:v',
      '1',
      '-vf',
      'crop=8:640:0:0,scale=1:1,format=gray',
      '-f',
      'rawvideo',
    ]);
    expect(left).toBeGreaterThan(100);
  });

  it('shows the cast where the built-in head would: before the plate, standing on the lower edge', async () => {
    await makesHead(requests.of('sofia'));
    const [portrait, speech] = world.double.uploads;
    expect(portrait?.file.mime).toBe('image/jpeg');
    expect(speech?.file.mime).toBe('audio/wav');
    const path = join(world.context().workFolder, 'portrait.jpg');
    writeFileSync(path, portrait?.file.bytes ?? '');
    const grey = decoded(path, ['-vf', 'format=gray', '-f', 'rawvideo']);
    expect(grey).toHaveLength(360 * 640);
    // The plate behind her is light; her hair beside the face is dark, and her pullover reaches the lower edge.
    expect(grey[20 * 360 + 20]).toBeGreaterThan(120);
    expect(grey[200 * 360 + 95]).toBeLessThan(120);
  });

  it('names the webhook, is written down before and after it leaves, and tells what it cost', async () => {
    const context = world.context({ callbackUrl: 'http://127.0.0.1:9/hooks/fal?t=token' });
    const { cost } = await makesHead(requests.of('sofia'), context);
    const [job] = world.double.jobs;
    expect(job?.webhook).toBe('http://127.0.0.1:9/hooks/fal?t=token');
    const model = 'fal-ai/bytedance/omnihuman/v1.5';
    expect(context.spending.notes).toEqual([
      { sending: { provider: 'fal', model, estimatedUsd: expect.closeTo(1.54 * 0.16, 3) } },
      { submitted: job?.id },
    ]);
    expect(cost).toEqual({
      estimatedUsd: expect.closeTo(1.54 * 0.16, 3),
      actualUsd: expect.closeTo(2 * 0.16, 6),
    });
    expect(world.double).toMatchObject({ paidSubmits: 1, keyLeaks: 0 });
  });

  it('goes on in another process from what was saved, which holds no key and no signed link', async () => {
    const begun = await world.fal.talkingHead.start(requests.of('sofia'), world.context());
    const saved = JSON.stringify(operationOf(begun));
    expect(saved).not.toMatch(/secret|X-Signature|\/files\/|token/);
    const other = world.adapter().talkingHead;
    const { durationSeconds } = await ended(
      other,
      { status: 'pending', operation: JSON.parse(saved), pollAfterMs: 1 },
      world.context(),
    );
    expect(durationSeconds).toBeCloseTo(1.54, 5);
    expect(world.double.paidSubmits).toBe(1);
  });

  it('is made from a request of which a webhook told the id alone, with the sound of its own', async () => {
    world.double.fail('submit', { kind: 'reset-after' });
    expect((await errorOf(world.fal.talkingHead.start(requests.of('sofia'), world.context()))).reason).toBe(
      'provider-unconfirmed',
    );
    const [job] = world.double.jobs;
    if (!job) throw new Error('it was not taken');
    const operation = world.fal.operationOfRequestId(job.endpoint, job.id, new Date());
    const begun = { status: 'pending', operation, pollAfterMs: 5 } as const;
    const head = await ended(world.fal.talkingHead, begun, world.context());
    expect(head.durationSeconds).toBeCloseTo(1.54, 1);
    expect(head.warnings.join()).toMatch(/sound of the model's own video/);
    expect(world.double.paidSubmits).toBe(1);
  });

  it('is found again by its tag when the answer to its submit was lost, once it has ended', async () => {
    const { talkingHead } = world.fal;
    const context = world.context({ tag: 'p7:head:1' });
    world.double.hold();
    world.double.fail('submit', { kind: 'reset-after' });
    await errorOf(talkingHead.start(requests.of('sofia'), context));
    const lost = { tag: 'p7:head:1', sentAt: new Date(), model: undefined, requestId: undefined };
    const find = async (call = lost) => await talkingHead.find?.(call, world.context());
    expect(await find()).toEqual({ status: 'not-yet-known' });
    world.double.release();
    await world.double.jobs[0]?.ended;
    const { id } = world.double.jobs[0] ?? { id: '' };
    const told = await find({ ...lost, tag: 'another', requestId: id } as never);
    expect(told).toMatchObject({ status: 'found', operation: { call: { requestId: id } } });
    expect(await find({ ...lost, tag: 'p7:head:2' })).toEqual({ status: 'not-yet-known' });
    expect(await find()).toMatchObject({
      status: 'found',
      operation: { call: { requestId: world.double.jobs[0]?.id } },
    });
  });

  it('is found again by the tag in links of ours, which whoever fetches them is not sent', async () => {
    const lending = await openLendingServer();
    const { talkingHead } = world.adapter({ lend: lending.lend });
    world.double.fail('submit', { kind: 'reset-after' });
    await errorOf(talkingHead.start(requests.of('sofia'), world.context({ tag: 'head:p7:1' })));
    await world.double.jobs[0]?.ended;
    lending.close();
    expect([world.double.calls.initiate, world.double.jobs[0]?.error]).toEqual([0, undefined]);
    const find = async (tag: string) =>
      await talkingHead.find?.({ tag, sentAt: new Date(), model: undefined }, world.context());
    expect(await find('head:p7:10')).toEqual({ status: 'not-yet-known' });
    expect(await find('head:p7:1')).toMatchObject({
      operation: { call: { requestId: world.double.jobs[0]?.id } },
    });
    expect(world.double.paidSubmits).toBe(1);
  });

  it('keeps its sound where the speech is gone by the time it is done', async () => {
    const request = requests.of('sofia', 1.2);
    const begun = await world.fal.talkingHead.start(request, world.context());
    rmSync(request.speech.audio.path);
    const head = await ended(world.fal.talkingHead, begun, world.context());
    expect(head.warnings).toHaveLength(1);
    expect(head.durationSeconds).toBeCloseTo(1.2, 1);
  });

  it('is given links of ours where we can be reached, and uploads nothing then', async () => {
    const lent: string[] = [];
    const lend = async (file: { sha256: string; path: string }, ttlSeconds: number) => {
      lent.push(`${file.path.split('/').at(-1)} ${ttlSeconds}`);
      return `http://127.0.0.1:9/lent/${file.sha256}`;
    };
    const fal = world.adapter({ lend });
    await fal.talkingHead.start(requests.of('sofia'), world.context());
    expect(lent).toEqual(['portrait.jpg 86400', 'voice.wav 86400']);
    expect(world.double.calls.initiate).toBe(0);
    expect(world.double.jobs[0]?.input).toMatchObject({ image_url: expect.stringContaining('/lent/') });
  });

  it('is cancelled at the service, and cancelling what has ended is no error', async () => {
    world.double.hold();
    const { talkingHead } = world.fal;
    const operation = operationOf(await talkingHead.start(requests.of('sofia'), world.context()));
    await talkingHead.cancel?.(operation, world.context());
    expect(world.double.jobs[0]?.state).toBe('cancelled');
    await talkingHead.cancel?.(operation, world.context());
    expect(world.double.calls.cancel).toBe(2);
  });
});

describe('each model', () => {
  it.each(falHeadModels)('%s takes its input as it is published, a short speech too', async (headModel) => {
    const { talkingHead } = world.adapter({ headModel });
    await talkingHead.start(requests.of('sofia', 0.7), world.context());
    const [job] = world.double.jobs;
    await job?.ended;
    expect(job).toMatchObject({ state: 'completed', endpoint: headModels[headModel].endpoint });
    expect(job?.error).toBeUndefined();
    expect(talkingHead.adapter.name).toContain(headModel);
  });

  it('that wants two seconds at least gives no more than was said all the same', async () => {
    const fal = world.adapter({ headModel: 'kling-avatar-2-standard' });
    const head = await makesHead(requests.of('sofia', 0.7), world.context(), fal);
    expect(head.durationSeconds).toBeCloseTo(0.7, 5);
    const frames = decoded(head.videoPath, ['-vf', 'scale=2:2', '-f', 'framemd5']).toString();
    expect(frames.match(/^0,/gm)).toHaveLength(18);
    expect(head.cost.estimatedUsd).toBeCloseTo(2.1 * 0.0562, 4);
  });

  it.each(
    falHeadModels.flatMap((name) =>
      headModels[name].modes.map(({ resolution }) => [name, resolution] as const),
    ),
  )(
    '%s at %s refuses a longer speech than it takes before anything is sent',
    async (headModel, headResolution) => {
      const { modes } = headModels[headModel];
      const limit = modes.find(({ resolution }) => resolution === headResolution)?.maxAudioSeconds ?? 0;
      const { talkingHead } = world.adapter({ headModel, headResolution });
      const request = requests.of('sofia');
      const track = { ...request.speech.track, durationSeconds: limit + 0.04 };
      const speech = { ...request.speech, track };
      const context = world.context();
      const error = await errorOf(talkingHead.start({ ...request, speech }, context));
      expect(error).toMatchObject({
        reason: 'speech-too-long',
        details: { problem: 'audio-too-long', maxSeconds: limit },
      });
      expect(error.message).toContain(`takes less than ${limit} s`);
      expect(world.double.calls).toMatchObject({ initiate: 0, submit: 0 });
      expect(context.spending.notes).toEqual([]);
    },
  );

  it('is refused at a resolution that it does not have, with what it has', () => {
    expect(() => world.adapter({ headModel: 'fabric-1.0', headResolution: '1080p' })).toThrow(
      /FALAI_HEAD_RESOLUTION is "1080p", but fabric-1.0 allows 720p or 480p/,
    );
    expect(() => world.adapter({ headModel: 'omnihuman-1.0', headResolution: '720p' })).toThrow(
      /leave it unset/,
    );
  });
});
