import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Trouble } from '../../../test/doubles/shotstack.ts';
import { operationOf, openShotstackRoom, shotstackFixture } from '../../../test/support/shotstack-room.ts';

const room = await openShotstackRoom();
const { plain, double, open, started } = room;
afterEach(room.expectNoLeak);
afterAll(room.close);

describe('asking how far a render is', () => {
  it('goes on after failures of the kind that pass, and costs nothing', async () => {
    const port = open();
    const operation = await started(port);
    const before = double.submits;
    const passing = [
      { answer: 503 },
      { answer: 429, headers: { 'retry-after': '0' }, body: shotstackFixture('rate-limit') },
      'reset-before',
    ] as const;
    double.trouble('status', ...passing);
    await expect(port.status(operation, plain.context())).resolves.toMatchObject({ status: 'pending' });
    expect(double.submits).toBe(before);
  });

  it('walks through every status, takes new words for progress and never goes back', async () => {
    const walk = ['queued', 'rendering', 'fetching', 'polishing', 'generating', 'preprocessing', 'saving'];
    double.next = { walk, billableSeconds: 60 };
    const port = open();
    const reported: number[] = [];
    let operation = await started(port);
    for (const _status of walk) {
      const context = {
        ...plain.context(),
        reportProgress: (fraction: number) => void reported.push(fraction),
      };
      operation = operationOf(await port.status(operation, context));
    }
    expect(reported).toEqual(reported.toSorted((left, right) => left - right));
    const result = await room.toEnd(port, operation);
    expect(result.cost).toEqual({ estimatedUsd: 0.005, actualUsd: 0.3 });
    expect(result.durationSeconds).toBe(1);
  });

  it('a render of another stage is not asked for', async () => {
    const operation = await started(open());
    const before = double.statusQuestions;
    const sandbox = open({ stage: 'stage', apiKey: double.keys.stage });
    await expect(sandbox.status(operation, plain.context())).rejects.toMatchObject({
      reason: 'provider-answer-unusable',
      details: { problem: 'stage-changed' },
    });
    expect(double.statusQuestions).toBe(before);
  });

  it('one that is not known there is told as such', async () => {
    const port = open();
    const operation = await started(port);
    double.trouble('status', { answer: 400, body: shotstackFixture('unknown-render') });
    await expect(port.status(operation, plain.context())).rejects.toMatchObject({
      reason: 'provider-answer-unusable',
      details: { problem: 'render-unknown' },
    });
  });

  const cases: Record<string, [Trouble, object]> = {
    'the key was taken back (401)': [{ answer: 401 }, { details: { problem: 'key' } }],
    'no JSON comes': [
      { replaceAnswer: '<html></html>' },
      { reason: 'provider-answer-unusable', details: { problem: 'not-json' } },
    ],
    'JSON of another kind comes': [
      { replaceAnswer: '{"success":true}' },
      { reason: 'provider-answer-unusable', details: { problem: 'unexpected-answer' } },
    ],
  };
  it.each(Object.entries(cases))('%s', async (_name, [trouble, expected]) => {
    const port = open();
    const operation = await started(port);
    double.trouble('status', trouble);
    await expect(port.status(operation, plain.context())).rejects.toMatchObject(expected);
  });

  it('one that is stuck is given up', async () => {
    double.next = { walk: new Array<string>(50).fill('rendering') };
    let time = 0;
    const port = open({ now: () => time });
    const operation = await started(port);
    time = 29 * 60_000;
    await expect(port.status(operation, plain.context())).resolves.toMatchObject({ status: 'pending' });
    time = 31 * 60_000;
    await expect(port.status(operation, plain.context())).rejects.toMatchObject({
      reason: 'timed-out',
      details: { problem: 'stuck' },
    });
  });

  it('one that failed is told without the signed links in its text', async () => {
    double.next = {
      walk: [],
      failsWith: 'Asset https://b.r2.test/k.mp4?X-Amz-Signature=abc could not be fetched',
    };
    const port = open();
    const operation = await started(port);
    const failure = await port.status(operation, plain.context()).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      reason: 'provider-answer-unusable',
      details: { service: 'shotstack', problem: 'render-failed' },
    });
    expect(room.logged.join('\n')).toContain('Asset [link] could not be fetched');
    expect(room.logged.join('\n')).not.toContain('r2.test');
  });

  it('one whose files can no longer be fetched has failed', async () => {
    const expired = open({
      lend: async (file, ttl, signal) => `${await room.lending.lend(file, ttl, signal)}-expired`,
    });
    double.next = { walk: [] };
    const operation = await started(expired);
    await expect(expired.status(operation, plain.context())).rejects.toMatchObject({
      details: { problem: 'render-failed' },
    });
  });
});

describe('a result that can not be used is refused', () => {
  const cases: Record<string, [Parameters<typeof Object.assign>[1], object]> = {
    'its link has ended': [{ result: 'expired' }, { details: { problem: 'result-gone', status: 403 } }],
    'it is cut off': [{ result: 'truncated' }, { details: { service: 'shotstack', problem: 'damaged' } }],
    'it is a page': [{ result: 'no-video' }, { details: { service: 'shotstack', problem: 'damaged' } }],
    'it is of another size': [
      { result: 'other-size' },
      { details: { service: 'shotstack', problem: 'other-format' } },
    ],
    'it lies at a private address': [
      { resultUrl: 'http://10.0.0.1/clip.mp4' },
      { details: { problem: 'result-link' } },
    ],
  };
  it.each(Object.entries(cases))('%s', async (_name, [behaviour, expected]) => {
    double.next = { walk: [], ...behaviour };
    const port = open();
    const operation = await started(port);
    const before = double.submits;
    await expect(port.status(operation, plain.context())).rejects.toMatchObject({
      reason: 'provider-answer-unusable',
      ...expected,
    });
    expect(double.submits).toBe(before);
  });
});
