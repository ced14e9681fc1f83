import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  failing,
  proxyPage,
  ledToPrivate,
  type FalFault,
  type FalRoute,
} from '../../../test/doubles/fal-faults.ts';
import type { JobEnd } from '../../../test/doubles/fal-jobs.ts';
import {
  ended,
  errorOf,
  type FalWorld,
  finished,
  openFalWorld,
  operationOf,
  type PaidContext,
} from '../../../test/support/fal-world.ts';

let world: FalWorld;
beforeEach(async () => {
  world = await openFalWorld();
});
afterEach(() => world.close());

const cook = { prompt: 'a cook', gender: 'male' } as const;
/** The cheapest of jobs: what is looked at here is the way to and from the queue, which all kinds share. */
const make = (context: PaidContext, fal = world.fal) => finished(fal.pictureMaking, cook, context);
const detail = (words: string) => ({ detail: words });
const times = (count: number, fault: FalFault): FalFault[] => Array.from({ length: count }, () => fault);

describe('a look at a job', () => {
  it.each<[FalRoute, string, FalFault[]]>([
    ['status', 'a connection that breaks', times(2, { kind: 'reset-before' })],
    ['status', '500', times(2, failing(500, detail('?')))],
    ['status', '429 with Retry-After', [failing(429, detail('?'), { 'retry-after': '0' })]],
    ['status', 'HTML of a proxy', [proxyPage]],
    ['result', 'HTML of a proxy', [proxyPage]],
    ['result', '429', [failing(429, detail('?'))]],
    ['result', 'a connection that breaks', [{ kind: 'reset-before' }]],
    ['file', '404 at first', [failing(404, detail('?'))]],
    ['file', 'half a file', [{ kind: 'truncated' }]],
    ['file', '503', [failing(503, detail('?'))]],
  ])('survives %s: %s', async (route, _name, faults) => {
    world.double.fail(route, ...faults);
    const context = world.context();
    const begun = await world.fal.pictureMaking.start(cook, context);
    const result = await patiently(async () => await ended(world.fal.pictureMaking, begun, world.context()));
    expect(result.picturePath).toMatch(/\.png$/);
    expect(world.double).toMatchObject({ paidSubmits: 1, keyLeaks: 0 });
  });

  it.each<[FalRoute, string, FalFault, string]>([
    ['status', '401', failing(401, detail('?')), 'provider-unavailable'],
    ['status', '404', failing(404, { status: 'NOT_FOUND' }), 'provider-answer-unusable'],
    ['status', 'no JSON', { kind: 'answer', status: 200, body: 'fine' }, 'provider-answer-unusable'],
    [
      'status',
      'JSON of another kind',
      { kind: 'answer', status: 200, body: '[]' },
      'provider-answer-unusable',
    ],
    ['status', 'a redirect to a private address', ledToPrivate(302), 'provider-answer-unusable'],
    ['result', 'no picture', { kind: 'answer', status: 200, body: '{"ok":1}' }, 'provider-answer-unusable'],
    [
      'result',
      'a picture at a private address',
      { kind: 'answer', status: 200, body: '{"images":[{"url":"http://10.0.0.1/a.png"}]}' },
      'provider-answer-unusable',
    ],
    ['file', 'a redirect to a private address', ledToPrivate(302), 'provider-answer-unusable'],
    ['file', '410: it has expired', failing(410, detail('?')), 'provider-answer-unusable'],
  ])('gives up on %s: %s', async (route, _name, fault, reason) => {
    world.double.fail(route, fault);
    const error = await errorOf(make(world.context()));
    expect(error).toMatchObject({ reason, retryable: false });
    expect(world.double.paidSubmits).toBe(1);
  });

  it('gives up on a result that has gone for good', async () => {
    world.double.fail('file', ...times(3, failing(404, detail('?'))));
    expect(await errorOf(make(world.context()))).toMatchObject({
      ...{ reason: 'provider-answer-unusable', details: { problem: 'result-gone' } },
    });
    expect(world.double.calls.file).toBe(3);
  });

  it('ends at once when it is cancelled, however slow the answer', async () => {
    const begun = await world.fal.pictureMaking.start(cook, world.context());
    world.double.fail('status', { kind: 'slow-body' });
    const cancellation = new AbortController();
    const asked = errorOf(
      world.fal.pictureMaking.status(operationOf(begun), world.context({ signal: cancellation.signal })),
    );
    while (world.double.calls.status === 0) await new Promise((resolve) => setImmediate(resolve));
    cancellation.abort();
    expect((await asked).reason).toBe('cancelled');
  });

  it('tells of a wait in the queue as progress that never goes back', async () => {
    world.double.hold();
    const context = world.context();
    const begun = await world.fal.pictureMaking.start(cook, context);
    const operation = operationOf(begun);
    for (let look = 0; look < 3; look += 1) await world.fal.pictureMaking.status(operation, context);
    world.double.release();
    await ended(world.fal.pictureMaking, begun, context);
    expect(context.progress).toEqual(context.progress.toSorted((left, right) => left - right));
    expect(context.progress.at(-1)).toBe(1);
  });
});

/** As the runner does with what may pass. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 4 || (error as { retryable?: boolean }).retryable !== true) throw error;
    }
  }
}

describe('a job that fails', () => {
  const refusal = (type: string, status = 422) =>
    ({ kind: 'model-error', refusal: { status, type, loc: ['body', 'prompt'] } }) satisfies JobEnd;

  it.each<[string, JobEnd, object]>([
    [
      'for safety',
      refusal('content_policy_violation'),
      { reason: 'provider-refused', details: { problem: 'safety' } },
    ],
    [
      'with nothing made',
      refusal('no_media_generated'),
      { reason: 'provider-refused', details: { problem: 'safety' } },
    ],
    [
      'in the model',
      refusal('internal_server_error', 500),
      { reason: 'provider-unavailable', details: { problem: 'down' } },
    ],
    ['for time', refusal('generation_timeout', 504), { reason: 'timed-out' }],
    [
      'around the model',
      { kind: 'request-error', status: 500, errorType: 'runner_server_error' },
      { reason: 'provider-unavailable', details: { problem: 'down', type: 'runner_server_error' } },
    ],
    [
      'without a word',
      { kind: 'failed-without-words' },
      { reason: 'provider-unavailable', details: { problem: 'down' } },
    ],
  ])('%s is told so, for good, and is not made again', async (_name, end, expected) => {
    world.double.endNext(end);
    const error = await errorOf(make(world.context()));
    expect(error).toMatchObject({ ...expected, retryable: false });
    expect(world.double).toMatchObject({ paidSubmits: 1, calls: { submit: 1 } });
  });
});
