import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failing, type FalFault, type FalRoute } from '../../../test/doubles/fal-faults.ts';
import { openHeadRequests } from '../../../test/support/head-requests.ts';
import {
  ended,
  errorOf,
  type FalWorld,
  openFalWorld,
  type PaidContext,
} from '../../../test/support/fal-world.ts';

let world: FalWorld;
beforeEach(async () => {
  world = await openFalWorld();
});
afterEach(() => world.close());

const detail = (words: string) => ({ detail: words });

describe('an upload', () => {
  const requests = openHeadRequests();
  beforeEach(() => world.double.hold());
  const start = (context: PaidContext) => world.fal.talkingHead.start(requests.of('sofia'), context);

  it.each<[FalRoute, FalFault]>([
    ['initiate', { kind: 'reset-before' }],
    ['initiate', failing(503, detail('?'))],
    ['put', { kind: 'reset-after' }],
    ['put', failing(500, detail('?'))],
  ])('is tried again (%s), since it costs nothing', async (route, fault) => {
    world.double.fail(route, fault);
    await start(world.context());
    expect(world.double).toMatchObject({ paidSubmits: 1, keyLeaks: 0 });
  });

  it.each<[FalRoute, FalFault, string]>([
    ['initiate', failing(401, detail('?')), 'key'],
    ['initiate', { kind: 'answer', status: 200, body: '{}' }, 'unexpected-answer'],
    ['put', failing(403, detail('?')), 'permission'],
  ])('that fails for good (%s) ends it before anything is paid', async (route, fault, problem) => {
    world.double.fail(route, fault);
    const context = world.context();
    expect(await errorOf(start(context))).toMatchObject({ retryable: false, details: { problem } });
    expect(context.spending.notes).toEqual([]);
    expect(world.double.paidSubmits).toBe(0);
  });

  it('by a key that is wrong ends there, and doctor says why', async () => {
    const fal = world.adapter({ apiKey: 'wrong:key' });
    expect(await errorOf(fal.talkingHead.start(requests.of('sofia'), world.context()))).toMatchObject({
      ...{ reason: 'provider-unavailable', details: { problem: 'key' } },
    });
    const { signal } = new AbortController();
    expect(await fal.check(signal)).toMatchObject({
      state: 'broken',
      text: expect.stringMatching(/the key/),
    });
    expect(await world.fal.check(signal)).toMatchObject({ state: 'ok' });
    expect(world.double.paidSubmits).toBe(0);
  });
});

describe('a video that came', () => {
  const requests = openHeadRequests();

  it.each<[string, FalFault]>([
    ['as HTML', { kind: 'answer', status: 200, body: '<html></html>' }],
    ['empty', { kind: 'answer', status: 200, body: '' }],
  ])('%s is no head', async (_name, fault) => {
    world.double.video.shape = { width: 90, height: 160 };
    const begun = await world.fal.talkingHead.start(requests.of('sofia'), world.context());
    await world.double.jobs[0]?.ended;
    world.double.fail('file', fault);
    expect(await errorOf(ended(world.fal.talkingHead, begun, world.context()))).toMatchObject({
      ...{ reason: 'provider-answer-unusable', details: { problem: 'no-video' } },
    });
  });
});
