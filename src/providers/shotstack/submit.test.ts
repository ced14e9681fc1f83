import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Trouble } from '../../../test/doubles/shotstack.ts';
import { operationOf, openShotstackRoom, shotstackFixture } from '../../../test/support/shotstack-room.ts';

const room = await openShotstackRoom();
const { plain, double, open, start } = room;
afterEach(room.expectNoLeak);
afterAll(room.close);

/** A second of a clip at $0.30 a minute. */
const sending = { sending: { provider: 'shotstack', model: 'edit/v1', estimatedUsd: 0.005 } };

describe('a submit that surely was not taken is written down as such and told by its reason', () => {
  const cases: Record<string, [Trouble, object]> = {
    'no key for this stage (403)': [
      { answer: 403, body: shotstackFixture('forbidden') },
      { reason: 'provider-unavailable', retryable: false, details: { problem: 'key' } },
    ],
    'a wrong key (401)': [{ answer: 401 }, { reason: 'provider-unavailable', details: { problem: 'key' } }],
    'no credits (402)': [
      { answer: 402 },
      { reason: 'provider-unavailable', retryable: false, details: { problem: 'balance' } },
    ],
    'an edit that is not accepted (400)': [
      { answer: 400, body: shotstackFixture('bad-request') },
      { reason: 'provider-answer-unusable', details: { problem: 'rejected', status: 400 } },
    ],
    'an edit that is not understood (422)': [
      { answer: 422 },
      { reason: 'provider-answer-unusable', details: { problem: 'rejected', status: 422 } },
    ],
    'too many requests (429)': [
      { answer: 429, body: shotstackFixture('rate-limit') },
      { reason: 'provider-unavailable', retryable: true, details: { problem: 'busy' } },
    ],
    'too many requests, with when to come back (429)': [
      { answer: 429, headers: { 'retry-after': '60' }, body: shotstackFixture('rate-limit') },
      { reason: 'provider-unavailable', retryable: true, details: { problem: 'busy' } },
    ],
    'a redirect to a private address (302)': [
      { answer: 302, headers: { location: 'http://169.254.169.254/latest/meta-data' } },
      { reason: 'provider-answer-unusable', details: { problem: 'rejected', status: 302 } },
    ],
  };
  it.each(Object.entries(cases))('%s', async (_name, [trouble, expected]) => {
    double.trouble('render', trouble);
    const { notes, work, submits } = start(open());
    await expect(work).rejects.toMatchObject(expected);
    expect(notes).toEqual([sending, 'not-taken']);
    expect(submits()).toBe(0);
  });

  it('a server that refuses connections', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => gone.once('listening', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const { notes, work } = start(open({ baseUrl: `http://127.0.0.1:${port}` }));
    await expect(work).rejects.toMatchObject({
      reason: 'provider-unavailable',
      retryable: true,
      details: { problem: 'down' },
    });
    expect(notes).toEqual([sending, 'not-taken']);
  });

  it('no record of what it costs: nothing leaves', async () => {
    const before = double.edits.length;
    await expect(open().start(plain.talking, plain.context())).rejects.toMatchObject({ reason: 'internal' });
    expect(double.edits.length).toBe(before);
  });
});

describe('a submit that may have been taken is never sent again', () => {
  const cases: Record<string, [Trouble, number]> = {
    'the connection breaks after it was sent': ['reset-after', 1],
    'the connection breaks, and nobody knows when': ['reset-before', 0],
    'no answer in time, though it was taken': ['silent-after', 1],
    'the server fails (500)': [{ answer: 500 }, 0],
    'the server is overloaded (503)': [{ answer: 503, headers: { 'retry-after': '1' } }, 0],
    'the answer is cut off': [{ replaceAnswer: '{"success":true,"response":{"id":"2abd5c1' }, 1],
    'the answer is HTML': [{ replaceAnswer: '<html><body>OK</body></html>' }, 1],
    'the answer is JSON of another kind': [{ replaceAnswer: '{"success":true,"response":{}}' }, 1],
    'the answer is huge': [{ replaceAnswer: `{"success":true,"x":"${'x'.repeat(5_000_000)}"}` }, 1],
  };
  it.each(Object.entries(cases))('%s', async (_name, [trouble, taken]) => {
    double.trouble('render', trouble);
    const { notes, work, submits } = start(open({ submitTimeoutMs: 300 }));
    await expect(work).rejects.toMatchObject({ reason: 'provider-unconfirmed' });
    expect(notes).toEqual([sending, 'unknown']);
    expect(submits()).toBe(taken);
  });
});

describe('the key', () => {
  it('is looked at by a call that costs nothing', async () => {
    const { signal } = new AbortController();
    await expect(open().check(signal)).resolves.toMatchObject({ state: 'ok' });
    await expect(open({ stage: 'stage' }).check(signal)).resolves.toMatchObject({
      state: 'broken',
      text: expect.stringContaining('SHOTSTACK_STAGE'),
    });
    double.trouble('templates', { answer: 402 });
    await expect(open().check(signal)).resolves.toMatchObject({ state: 'broken' });
  });

  it('the sandbox costs nothing', async () => {
    const port = open({ stage: 'stage', apiKey: double.keys.stage });
    const { notes, work } = start(port);
    const result = await room.toEnd(port, operationOf(await work));
    expect(notes[0]).toMatchObject({ sending: { estimatedUsd: 0 } });
    expect(result.cost).toEqual({ estimatedUsd: 0, actualUsd: 0 });
  });
});

it('previews and stills are made here: nothing is asked of the service', async () => {
  const before = double.edits.length;
  const preview = { ...plain.talking, quality: 'preview' } as const;
  await expect(open().start(preview, plain.context())).resolves.toMatchObject({ status: 'completed' });
  await open().still(plain.talking, 0.5, plain.context());
  expect(double.edits.length).toBe(before);
});
