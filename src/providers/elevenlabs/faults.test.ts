import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DoubleFault } from '../../../test/doubles/elevenlabs.ts';
import { type ElevenLabsRoom, openElevenLabsRoom, rachel } from '../../../test/support/elevenlabs-room.ts';

let room: ElevenLabsRoom;
beforeAll(async () => {
  room = await openElevenLabsRoom();
});
afterAll(async () => await room.close());
beforeEach(() => {
  room.double.state.keepsHistory = true;
  room.double.state.usedCredits = 0;
  room.double.history.length = 0;
});

const request = { text: 'Order the cream today. It works!', language: 'en', voiceId: rachel, take: 0 };
const attempt = async (faults: readonly DoubleFault[], options?: Parameters<ElevenLabsRoom['adapter']>[0]) =>
  await room.attempt(request, faults, options);

const detail = (code: string) => ({ detail: { status: code, message: 'Words that nobody branches on.' } });
const answer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): DoubleFault => ({
  answer: { status, body, headers },
});

describe('a refusal is told by its code and costs nothing', () => {
  const newer = {
    detail: { type: 'payment_required', code: 'paid_plan_required', status: 'payment_required' },
  };
  it.each<readonly [string, DoubleFault, string, string, boolean]>([
    ['a bad key', answer(401, detail('invalid_api_key')), 'provider-unavailable', 'key', false],
    ['used-up credits', answer(401, detail('quota_exceeded')), 'provider-unavailable', 'quota', false],
    ['a scoped key', answer(401, detail('missing_permissions')), 'provider-unavailable', 'permission', false],
    [
      'a blocked account',
      answer(401, detail('detected_unusual_activity')),
      'provider-unavailable',
      'account',
      false,
    ],
    ['401 without a word', answer(401, ''), 'provider-unavailable', 'key', false],
    [
      '402 for the account',
      answer(402, detail('payment_required')),
      'provider-unavailable',
      'balance',
      false,
    ],
    ['402 for the voice', answer(402, newer), 'invalid-voice', 'voice-locked', false],
    ['403 for the voice', answer(403, detail('only_for_creator+')), 'invalid-voice', 'voice-locked', false],
    ['403 for the text', answer(403, detail('content_against_policy')), 'provider-refused', 'safety', false],
    ['403 without a code', answer(403, '<html>denied</html>'), 'provider-unavailable', 'permission', false],
    ['404 for the voice', answer(404, detail('voice_not_found')), 'invalid-voice', 'voice-unknown', false],
    ['400 for the voice', answer(400, detail('voice_not_found')), 'invalid-voice', 'voice-unknown', false],
    ['404 of another server', answer(404, 'Not Found'), 'provider-unavailable', 'address', false],
    [
      'a text too long',
      answer(400, detail('max_character_limit_exceeded')),
      'invalid-script',
      'text-too-long',
      false,
    ],
    ['a bad parameter', answer(400, detail('invalid_ttd_stability')), 'internal', 'request', false],
    [
      '422',
      answer(422, { detail: [{ loc: ['body', 'text'], msg: 'x', type: 'missing' }] }),
      'internal',
      'request',
      false,
    ],
    ['500', answer(500, 'Internal Server Error'), 'provider-unavailable', 'down', true],
    ['503', answer(503, detail('unavailable')), 'provider-unavailable', 'down', true],
    [
      'a redirect to a private address',
      answer(302, '', { location: 'http://169.254.169.254/latest/meta-data' }),
      'provider-unavailable',
      'address',
      false,
    ],
  ])('%s', async (_name, fault, reason, problem, retryable) => {
    const { error, notes, paid, asked } = await attempt([fault]);
    expect(error).toMatchObject({ reason, retryable, details: { service: 'elevenlabs', problem } });
    expect(notes).toEqual(['sending', 'not-taken']);
    expect([paid, asked]).toEqual([0, 1]);
  });

  it('names where a request was malformed, and never the text', async () => {
    const body = {
      detail: [{ loc: ['body', 'seed'], msg: request.text, input: request.text, type: 'int_type' }],
    };
    const { error } = await attempt([answer(422, body)]);
    expect(error?.message).toContain('body.seed int_type');
    expect(error?.message).not.toContain('cream');
  });
});

describe('429 is waited out here, since nothing was taken', () => {
  it.each(['too_many_concurrent_requests', 'concurrent_limit_exceeded', 'system_busy', ''])(
    '%j',
    async (code) => {
      const { ended, notes, paid, asked } = await attempt([
        answer(429, detail(code)),
        answer(429, detail(code)),
      ]);
      expect(ended).toHaveProperty('track');
      expect(notes).toEqual(['sending', 'submitted']);
      expect([paid, asked]).toEqual([1, 3]);
    },
  );

  it('waits as long as it is asked to', async () => {
    const started = performance.now();
    const { paid } = await attempt([answer(429, detail('system_busy'), { 'retry-after': '1' })]);
    expect(performance.now() - started).toBeGreaterThan(950);
    expect(paid).toBe(1);
  });

  it('gives up after some tries, or where the wait is too long, and may be asked again later', async () => {
    const busy = answer(429, detail('system_busy'));
    const { error, notes, paid, asked } = await attempt([busy, busy, busy]);
    expect(error).toMatchObject({
      reason: 'provider-unavailable',
      retryable: true,
      details: { problem: 'busy' },
    });
    expect([notes, paid, asked]).toEqual([['sending', 'not-taken'], 0, 3]);
    const long = await attempt([answer(429, detail('system_busy'), { 'retry-after': '3600' })]);
    expect([long.error?.details.problem, long.asked]).toEqual(['busy', 1]);
  });
});

describe('a lost answer is never paid twice', () => {
  const lost: readonly (readonly [string, DoubleFault])[] = [
    ['a reset after it was taken', { drop: 'after' }],
    ['a truncated body', { drop: 'in-body' }],
    ['HTML instead of speech', { alter: () => '<html>captive</html>', headers: { 'request-id': '' } }],
    [
      'JSON cut in half',
      { alter: (body) => JSON.stringify(body).slice(0, 5000), headers: { 'request-id': '' } },
    ],
    ['another JSON', { alter: () => ({ ok: true }), headers: { 'request-id': '' } }],
  ];
  it.each(lost)('after %s it is fetched from the history', async (_name, fault) => {
    const { ended, notes, paid, asked } = await attempt([fault]);
    expect(ended).toMatchObject({
      track: { timing: 'characters' },
      cost: { actualUsd: request.text.length * 0.0002 },
    });
    expect(notes).toEqual(['sending', 'submitted']);
    expect([paid, asked]).toEqual([1, 1]);
  });

  it.each(lost)('after %s, with no history, nobody knows: it is not sent again', async (_name, fault) => {
    room.double.state.keepsHistory = false;
    const { error, notes, paid, asked } = await attempt([fault]);
    expect(error?.reason).toBe('provider-unconfirmed');
    expect(notes).toEqual(['sending', 'unknown']);
    expect([paid, asked]).toEqual([1, 1]);
  });

  it('a body that does not come in time, or is as large as a film, is given up', async () => {
    const waits = { forAnswer: 700, whenBusy: [], whenLost: [5, 5] };
    const slow = await attempt([{ stallMs: 5000 }], { waits });
    expect([slow.notes, slow.paid, slow.asked]).toEqual([['sending', 'submitted'], 1, 1]);
    const huge = await attempt([{ alter: () => Buffer.alloc(33_000_000) }]);
    expect([huge.notes, huge.paid, huge.asked]).toEqual([['sending', 'submitted'], 1, 1]);
    room.double.state.keepsHistory = false;
    room.double.history.length = 0;
    const lost = await attempt([{ stallMs: 5000 }], { waits });
    expect([lost.error?.reason, lost.notes.at(-1)]).toEqual(['provider-unconfirmed', 'unknown']);
  });

  it('a gateway that gave up says nothing of what is behind it', async () => {
    const { error, notes, asked } = await attempt([answer(504, '<html>Gateway Time-out</html>')]);
    expect(error?.reason).toBe('provider-unconfirmed');
    expect([notes, asked]).toEqual([['sending', 'unknown'], 1]);
  });

  it('a reset before it was taken is as unknown, since nobody here can tell the two apart', async () => {
    const { error, notes, paid, asked } = await attempt([{ drop: 'before' }]);
    expect(error?.reason).toBe('provider-unconfirmed');
    expect([notes, paid, asked]).toEqual([['sending', 'unknown'], 0, 1]);
  });

  it('a history that may not be read leaves it unknown at once', async () => {
    room.double.fail('history', answer(401, detail('missing_permissions')));
    const { error, asked } = await attempt([{ drop: 'after' }]);
    expect([error?.reason, asked]).toEqual(['provider-unconfirmed', 1]);
  });

  it('another speech of the same words is not taken for it', async () => {
    const speech = room.adapter();
    await speech.synthesise(request, room.context());
    room.double.state.keepsHistory = false;
    room.double.fail('speech', { drop: 'after' });
    const again = speech.synthesise(request, room.context());
    await expect(again).rejects.toMatchObject({ reason: 'provider-unconfirmed' });
  });
});

it('where nothing listens, nothing was sent, and it may be tried again', async () => {
  const other = await openElevenLabsRoom();
  const speech = other.adapter();
  await speech.voices('en');
  await speech.languages();
  await other.close();
  const context = room.context();
  const work = speech.synthesise(request, context);
  await expect(work).rejects.toMatchObject({ reason: 'provider-unavailable', retryable: true });
  expect(context.spending.notes.map((note) => note.split(' ')[0])).toEqual(['sending', 'not-taken']);
});

it('nothing is spent without a record of it', async () => {
  const { spending: _, ...context } = room.context();
  const before = room.speechesAsked();
  await expect(room.adapter().synthesise(request, context)).rejects.toMatchObject({ reason: 'internal' });
  expect(room.speechesAsked()).toBe(before);
});

it('the key is in no error, whatever goes wrong', async () => {
  const errors: unknown[] = [];
  for (const fault of [
    answer(401, detail('invalid_api_key')),
    answer(500, room.double.apiKey),
    { drop: 'after' as const },
  ]) {
    room.double.state.keepsHistory = false;
    errors.push((await attempt([fault])).error);
  }
  const told = errors.map((error) => {
    const causes = [error, (error as Error).cause, ((error as Error).cause as Error | undefined)?.cause];
    return causes.map((cause) => `${String(cause)} ${JSON.stringify(cause)}`).join(' ');
  });
  expect(told.join(' ')).not.toContain(room.double.apiKey);
});
