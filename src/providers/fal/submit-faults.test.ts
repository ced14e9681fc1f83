import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failing, proxyPage, ledToPrivate, type FalFault } from '../../../test/doubles/fal-faults.ts';
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
  // What becomes of the job is not looked at here.
  world.double.hold();
});
afterEach(() => world.close());

const cook = { prompt: 'a cook', gender: 'male' } as const;
/** The cheapest of jobs: what is looked at here is the way to and from the queue, which all kinds share. */
const make = (context: PaidContext, fal = world.fal) => finished(fal.pictureMaking, cook, context);
const detail = (words: string) => ({ detail: words });

describe('a submit', () => {
  it.each<[string, FalFault, { problem: string; retryable: boolean }]>([
    ['401', failing(401, detail('Bad key')), { problem: 'key', retryable: false }],
    ['402', failing(402, detail('Exhausted balance')), { problem: 'balance', retryable: false }],
    ['403', failing(403, detail('User is locked')), { problem: 'permission', retryable: false }],
    ['404', failing(404, detail('No such app')), { problem: 'not-there', retryable: false }],
    ['422', failing(422, detail('Invalid')), { problem: 'input-rejected', retryable: false }],
    ['429', failing(429, detail('Too many')), { problem: 'busy', retryable: true }],
    [
      '429 with Retry-After',
      failing(429, detail('Too many'), { 'retry-after': '1' }),
      { problem: 'busy', retryable: true },
    ],
    [
      '503 of its own making',
      failing(503, { detail: 'x', error_type: 'runner_scheduling_failure' }, { 'x-fal-needs-retry': '1' }),
      { problem: 'down', retryable: true },
    ],
  ])('that is refused (%s) is known not to be taken', async (_name, fault, { problem, retryable }) => {
    world.double.fail('submit', fault);
    const context = world.context();
    const error = await errorOf(make(context));
    expect(error).toMatchObject({ retryable, details: { service: 'fal', problem } });
    expect(context.spending.notes.at(-1)).toBe('not-taken');
    expect(world.double).toMatchObject({ paidSubmits: 0, calls: { submit: 1 } });
  });

  it('that nobody listened to is known not to be taken', async () => {
    const context = world.context();
    const fal = world.adapter({ queueBaseUrl: 'http://127.0.0.1:1' });
    expect(await errorOf(make(context, fal))).toMatchObject({
      ...{ reason: 'provider-unavailable', retryable: true, details: { problem: 'down' } },
    });
    expect(context.spending.notes.at(-1)).toBe('not-taken');
  });

  it.each<[string, FalFault, number]>([
    ['the connection broke before it was done', { kind: 'reset-before' }, 0],
    ['the connection broke after it was done', { kind: 'reset-after' }, 1],
    ['half an answer came', { kind: 'truncated' }, 1],
    ['500 came', failing(500, detail('?')), 0],
    ['502 came from a proxy, in HTML', proxyPage, 0],
    ['503 came without a word of its own', failing(503, 'unavailable'), 0],
    ['HTML came with 200', { ...proxyPage, status: 200, isDone: true } as FalFault, 1],
    [
      'JSON without an id came',
      { kind: 'answer', status: 200, body: '{"status":"IN_QUEUE"}', isDone: true },
      1,
    ],
    ['a huge answer came', { kind: 'answer', status: 200, body: 'x'.repeat(5_000_000), isDone: true }, 1],
    ['it was led on to a private address', ledToPrivate(307), 0],
  ])('of which nobody knows (%s) is sent once, and never again', async (_name, fault, paid) => {
    world.double.fail('submit', fault);
    const context = world.context();
    const error = await errorOf(make(context));
    expect(error).toMatchObject({ reason: 'provider-unconfirmed', retryable: false });
    expect(context.spending.notes.at(-1)).toBe('unknown');
    expect(world.double.paidSubmits).toBe(paid);
    expect(world.double.calls.submit).toBe(1);
  });

  it('that was cancelled while its answer was awaited is not known either', async () => {
    world.double.fail('submit', { kind: 'silent-after' });
    const cancellation = new AbortController();
    const context = world.context({ signal: cancellation.signal });
    const asked = errorOf(make(context));
    while (world.double.paidSubmits === 0) await new Promise((resolve) => setImmediate(resolve));
    cancellation.abort();
    expect((await asked).reason).toBe('cancelled');
    expect(context.spending.notes.at(-1)).toBe('unknown');
  });

  it('without a record of the spending is not sent', async () => {
    const { spending: _, ...context } = world.context();
    expect((await errorOf(world.fal.pictureMaking.start(cook, context))).reason).toBe('internal');
    expect(world.double.calls.submit).toBe(0);
  });

  it('whose addresses lead elsewhere is asked for at its own, and nobody else gets the key', async () => {
    const evil = 'http://127.0.0.1:1/steal';
    world.double.endNext({ kind: 'output', output: { images: [] } });
    await world.fal.pictureMaking.start(cook, world.context());
    const { id } = world.double.jobs[0] ?? { id: '' };
    const body = { request_id: id, status_url: evil, response_url: evil, cancel_url: evil };
    world.double.fail('submit', { kind: 'answer', status: 200, body: JSON.stringify(body) });
    const operation = operationOf(await world.fal.pictureMaking.start(cook, world.context()));
    expect(JSON.stringify(operation)).not.toContain('steal');
    world.double.release();
    expect(await errorOf(ended(world.fal.pictureMaking, pending(operation), world.context()))).toMatchObject({
      reason: 'provider-refused',
    });
  });
});

const pending = (operation: ReturnType<typeof operationOf>) =>
  ({ status: 'pending', operation, pollAfterMs: 10 }) as const;
