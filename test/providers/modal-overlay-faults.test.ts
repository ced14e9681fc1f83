import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ModalFault } from '../doubles/modal-faults.ts';
import { estimate, failureOf, openModalScene, type ModalScene } from '../support/modal-scene.ts';

let scene: ModalScene;
beforeAll(async () => {
  scene = await openModalScene();
});
afterAll(() => scene.close());
beforeEach(() => scene.renew());

interface FailedSubmit {
  readonly name: string;
  readonly fault: ModalFault;
  readonly reason: string;
  readonly problem?: string;
  readonly retryable?: boolean;
  readonly spent: 'not taken' | 'unknown';
  readonly paid: 0 | 1;
}
const refused = { reason: 'provider-unavailable', spent: 'not taken', paid: 0 } as const;
const unclear = { reason: 'provider-unconfirmed', spent: 'unknown' } as const;

const failedSubmits: readonly FailedSubmit[] = [
  { name: 'a reset before it was looked at', fault: 'reset-before', ...unclear, paid: 0 },
  { name: 'a reset after it was taken', fault: 'reset-after', ...unclear, paid: 1 },
  { name: 'no answer after it was taken', fault: 'silent-after', ...unclear, paid: 1 },
  { name: 'half an answer', fault: 'truncated', ...unclear, paid: 1 },
  { name: 'an answer that never ends', fault: 'slow-body', ...unclear, paid: 1 },
  { name: 'what is not JSON', fault: 'not-json', ...unclear, paid: 1 },
  { name: 'an answer too large', fault: 'huge', ...unclear, paid: 1 },
  { name: 'a page for people', fault: 'html-after', ...unclear, paid: 1 },
  { name: '401', fault: { status: 401 }, ...refused, problem: 'key', retryable: false },
  { name: '402', fault: { status: 402 }, ...refused, problem: 'balance', retryable: false },
  { name: '422', fault: { status: 422 }, ...refused, problem: 'refused', retryable: false },
  { name: '404', fault: { status: 404 }, ...refused, problem: 'refused', retryable: false },
  { name: '429', fault: { status: 429 }, ...refused, problem: 'busy', retryable: true },
  {
    name: '429 with Retry-After',
    ...{ fault: { status: 429, retryAfter: '1' }, ...refused, problem: 'busy', retryable: true },
  },
  { name: '500', fault: { status: 500 }, ...unclear, paid: 0 },
  { name: '503', fault: { status: 503 }, ...unclear, paid: 0 },
];

describe('a submit, which is paid for', () => {
  it.each(failedSubmits)('leaves once and is told truly: $name', async (row) => {
    scene.double.next.submit.push(row.fault);
    const context = scene.room.context();
    const error = await failureOf(scene.adapter().start(scene.cutout(), context));
    expect(error).toMatchObject({ reason: row.reason, details: { service: 'modal' } });
    if (row.problem) expect(error.details).toMatchObject({ problem: row.problem });
    if (row.retryable !== undefined) expect(error.retryable).toBe(row.retryable);
    expect(context.spent).toEqual([estimate, row.spent]);
    expect(scene.double.requests.map(({ route }) => route)).toEqual(['submit']);
    expect(scene.double.paidSubmits).toBe(row.paid);
  });

  it('is surely not taken where nobody listens', async () => {
    scene.double.close();
    const context = scene.room.context();
    expect(await failureOf(scene.adapter().start(scene.cutout(), context))).toMatchObject({
      reason: 'provider-unavailable',
      retryable: true,
      details: { problem: 'down' },
    });
    expect(context.spent.at(-1)).toBe('not taken');
  });

  it('is taken for unknown where the end of a chain of redirects refuses it', async () => {
    const redirectTo = `${scene.double.endpoint}?__modal_function_call_id=fc-unknown`;
    scene.double.next.submit.push({ redirectTo });
    const context = scene.room.context();
    const error = await failureOf(scene.adapter().start(scene.cutout(), context));
    expect(error).toMatchObject({ reason: 'provider-unconfirmed' });
    expect(context.spent.at(-1)).toBe('unknown');
  });

  it('is broken off with `cancelled`, and is unknown then', async () => {
    scene.double.next.submit.push('silent-after');
    const stopping = new AbortController();
    const context = scene.room.context(stopping.signal);
    const work = failureOf(scene.adapter().start(scene.cutout(), context));
    await expect.poll(() => scene.double.paidSubmits).toBe(1);
    stopping.abort();
    expect(await work).toMatchObject({ reason: 'cancelled' });
    expect(context.spent.at(-1)).toBe('unknown');
  });
});

interface FailedRead {
  readonly name: string;
  readonly fault: ModalFault;
  /** How often the read meets it; a read may be repeated. */
  readonly times: number;
  readonly reason?: string;
  readonly problem?: string;
}
const failedReads: readonly FailedRead[] = [
  { name: 'a reset', fault: 'reset-after', times: 1 },
  { name: '500 once', fault: { status: 500 }, times: 1 },
  { name: '503 with Retry-After', fault: { status: 503, retryAfter: '0' }, times: 1 },
  { name: '429 with Retry-After', fault: { status: 429, retryAfter: '0' }, times: 1 },
  { name: '429 for long', fault: { status: 429 }, times: 9, reason: 'provider-unavailable', problem: 'busy' },
  {
    name: 'pages for people',
    ...{ fault: 'html-after', times: 9, reason: 'provider-unavailable', problem: 'down' },
  },
  { name: '401', fault: { status: 401 }, times: 1, reason: 'provider-unavailable', problem: 'key' },
  {
    name: '404',
    fault: { status: 404 },
    times: 1,
    reason: 'provider-answer-unusable',
    problem: 'result-gone',
  },
  {
    name: 'what is not JSON',
    ...{ fault: 'not-json', times: 1, reason: 'provider-answer-unusable', problem: 'not-json' },
  },
  {
    name: 'an answer too large',
    ...{ fault: 'huge', times: 1, reason: 'provider-answer-unusable', problem: 'too-large' },
  },
  {
    name: 'an answer that never ends',
    ...{ fault: 'slow-body', times: 9, reason: 'provider-unavailable', problem: 'down' },
  },
];

describe.each(['status', 'result'] as const)('reading the %s of a job', (route) => {
  it.each(failedReads)('never submits again: $name', async ({ fault, times, reason, problem }) => {
    scene.double.next[route].push(...Array.from({ length: times }, () => fault));
    const context = scene.room.context();
    const work = scene.overlayOf(scene.adapter(), context);
    if (reason === undefined) expect(await work).toMatchObject({ overlay: { kind: 'alpha-video' } });
    else expect(await failureOf(work)).toMatchObject({ reason, details: { problem } });
    expect(scene.double.paidSubmits).toBe(1);
    expect(context.spent).toEqual([estimate, 'submitted']);
  });
});
