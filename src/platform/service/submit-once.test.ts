import { describe, expect, it } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import { ServiceFailure } from './service-failure.ts';
import { submitOnce, type SubmitRecord } from './submit-once.ts';

function record(refusal?: AppError): SubmitRecord & { readonly seen: string[] } {
  const seen: string[] = [];
  return {
    seen,
    sending: async ({ provider, estimatedUsd }) => {
      if (refusal) throw refusal;
      seen.push(`sending ${provider} ${estimatedUsd}`);
    },
    submitted: async (id) => void seen.push(`submitted ${id}`),
    notTaken: async () => void seen.push('not taken'),
    unknown: async () => void seen.push('unknown'),
  };
}

const call = { provider: 'vendor', estimatedUsd: 0.5 };
const rules = {
  requestIdOf: ({ status, id }: { status: number; id?: string }) => {
    if (status === 299) throw new SyntaxError('not JSON');
    return id;
  },
  isRefusal: ({ status }: { status: number; id?: string }) => status === 422,
};

async function submit(
  spending: SubmitRecord | undefined,
  send: () => Promise<{ status: number; id?: string }>,
) {
  return await submitOnce(spending, call, send, rules).catch((error: unknown) => error);
}

const failure = (mayHaveArrived: boolean) =>
  new ServiceFailure('vendor', mayHaveArrived ? 'reset' : 'refused', { message: 'no', mayHaveArrived });

describe('a paid request', () => {
  it('is written down before it leaves, and by its id after it', async () => {
    const spending = record();
    const answer = await submit(spending, async () => {
      expect(spending.seen).toEqual(['sending vendor 0.5']);
      return { status: 200, id: 'r1' };
    });
    expect(answer).toEqual({ status: 200, id: 'r1' });
    expect(spending.seen).toEqual(['sending vendor 0.5', 'submitted r1']);
  });

  it('does not leave without a record, or past the budget', async () => {
    let sent = 0;
    const send = async () => {
      sent += 1;
      return { status: 200, id: 'r1' };
    };
    expect(await submit(undefined, send)).toMatchObject({ reason: 'internal' });
    const refusal = new AppError('budget-spent', 'The budget is spent.');
    expect(await submit(record(refusal), send)).toBe(refusal);
    expect(sent).toBe(0);
  });

  it.each([
    ['a refusal', async () => ({ status: 422 }), 'not taken', { status: 422 }],
    [
      'a connection that never was',
      () => Promise.reject(failure(false)),
      'not taken',
      { problem: 'refused' },
    ],
    ['a reset', () => Promise.reject(failure(true)), 'unknown', { reason: 'provider-unconfirmed' }],
    ['an answer without an id', async () => ({ status: 200 }), 'unknown', { reason: 'provider-unconfirmed' }],
    [
      'an answer that can’t be read',
      async () => ({ status: 299 }),
      'unknown',
      { reason: 'provider-unconfirmed' },
    ],
    [
      'a cancellation on its way',
      () => Promise.reject(new AppError('cancelled', 'no', { cause: failure(true) })),
      'unknown',
      { reason: 'cancelled' },
    ],
    [
      'a cancellation before it left',
      () => Promise.reject(new AppError('cancelled', 'no', { cause: failure(false) })),
      'not taken',
      { reason: 'cancelled' },
    ],
    [
      'what nobody foresaw',
      () => Promise.reject(new TypeError('x')),
      'unknown',
      { reason: 'provider-unconfirmed' },
    ],
  ])('ends in the record as what it is: %s', async (_name, send, state, outcome) => {
    const spending = record();
    expect(await submit(spending, send)).toMatchObject(outcome);
    expect(spending.seen.at(-1)).toBe(state);
  });
});
