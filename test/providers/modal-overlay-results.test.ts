import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobFate } from '../doubles/modal-overlay.ts';
import { failureOf, openModalScene, type ModalScene } from '../support/modal-scene.ts';
import type { MadeOverlay } from '../support/overlay-room.ts';

let scene: ModalScene;
beforeAll(async () => {
  scene = await openModalScene();
});
afterAll(() => scene.close());
beforeEach(() => scene.renew());

const fates: readonly (readonly [JobFate, string, string])[] = [
  ['failed', 'provider-answer-unusable', 'job-failed'],
  ['expired', 'provider-answer-unusable', 'result-gone'],
];
describe('a job that comes to nothing', () => {
  it.each(fates)('is told: %s', async (fate, reason, problem) => {
    scene.double.fate = fate;
    const error = await failureOf(scene.overlayOf());
    expect(error).toMatchObject({ reason, retryable: false, details: { problem } });
    expect(JSON.stringify([error.message, error.details])).not.toMatch(/5ecre7|https?:/);
  });

  it('is given up in time where it is said to be in work for ever', async () => {
    scene.double.fate = 'processing for ever';
    let now = new Date('2026-01-01T00:00:00Z');
    const port = scene.adapter({ clock: { now: () => now } });
    const started = await port.start(scene.cutout(), scene.room.context());
    if (started.status !== 'pending') throw new Error('It was finished at once.');
    now = new Date('2026-01-01T00:00:59Z');
    expect(await port.status(started.operation, scene.room.context())).toMatchObject({ status: 'pending' });
    now = new Date('2026-01-01T00:01:01Z');
    expect(await failureOf(port.status(started.operation, scene.room.context()))).toMatchObject({
      reason: 'timed-out',
      details: { problem: 'too-slow' },
    });
    expect(scene.double.paidSubmits).toBe(1);
  });

  it('is not asked for by what no version of ours has saved', async () => {
    expect(await failureOf(scene.adapter().status({ job: 1 }, scene.room.context()))).toMatchObject({
      reason: 'not-found',
    });
  });
});

const wrongOverlays: readonly (readonly [string, string, () => Partial<MadeOverlay>])[] = [
  ['is opaque', 'overlay-opaque', () => ({ alpha: undefined })],
  ['shows nobody', 'overlay-empty', () => ({ alpha: '0' })],
  ['is shorter than the head', 'overlay-length', () => ({ seconds: 0.8 })],
  ['is longer than the head', 'overlay-length', () => ({ seconds: 1.2 })],
  ['has another shape', 'overlay-shape', () => ({ size: { width: 108, height: 108 } })],
];

describe('what the endpoint made is refused where it', () => {
  it.each(wrongOverlays)('%s', async (_what, problem, changes) => {
    scene.made = scene.room.overlay(changes());
    expect(await failureOf(scene.overlayOf())).toMatchObject({
      reason: 'provider-answer-unusable',
      details: { problem, service: 'modal' },
    });
  });

  it.each([
    ['is a page for people', () => Buffer.from('<html>log in</html>')],
    ['is empty', () => Buffer.alloc(0)],
    ['breaks off', () => scene.usual.subarray(0, scene.usual.length / 3)],
  ])('%s', async (_what, bytes) => {
    scene.made = bytes();
    expect(await failureOf(scene.overlayOf())).toMatchObject({ reason: 'provider-answer-unusable' });
  });

  it.each<readonly [string, () => void, string]>([
    ['is gone', () => scene.double.next.files.push({ status: 410 }), 'result-gone'],
    [
      'lies in a private network',
      () => (scene.double.resultUrl = 'http://10.0.0.7/overlay.webm'),
      'result-link',
    ],
    ['is a file of this machine', () => (scene.double.resultUrl = 'file:///etc/passwd'), 'result-link'],
  ])('%s', async (_what, plant, problem) => {
    plant();
    expect(await failureOf(scene.overlayOf())).toMatchObject({ details: { problem } });
  });
});
