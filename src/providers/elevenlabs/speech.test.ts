import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DoubleFault } from '../../../test/doubles/elevenlabs.ts';
import { doubleModels } from '../../../test/doubles/elevenlabs-voices.ts';
import { type ElevenLabsRoom, openElevenLabsRoom, rachel } from '../../../test/support/elevenlabs-room.ts';

let room: ElevenLabsRoom;
beforeAll(async () => {
  room = await openElevenLabsRoom();
});
afterAll(async () => await room.close());
beforeEach(() => {
  Object.assign(room.double.state, {
    models: doubleModels,
    keepsHistory: true,
    usedCredits: 0,
    limitCredits: 100_000,
    maxConcurrent: 4,
  });
  room.double.state.limits.eleven_multilingual_v2 = 10_000;
  room.double.history.length = 0;
});

const request = { text: 'Order the cream today. It works!', language: 'en', voiceId: rachel, take: 0 };
const attempt = async (faults: readonly DoubleFault[]) => await room.attempt(request, faults);
/** Characters that one request may have, by what the service lists and by what it takes. */
function takesAtMost(limit: number): void {
  const [model] = doubleModels;
  room.double.state.models = [{ ...model, maximum_text_length_per_request: limit }];
  room.double.state.limits.eleven_multilingual_v2 = limit;
}

/** Bodies of the speeches that were asked since. */
const bodiesSince = (count: number) =>
  room.double.requests
    .filter(({ route }) => route === 'speech')
    .slice(count)
    .map(({ body }) => body as Record<string, unknown>);

describe('what is asked for', () => {
  it('another take is asked for with another seed and other settings, the same one with the same', async () => {
    const before = room.speechesAsked();
    for (const take of [0, 0, 1, 2]) await room.speak({ take });
    const [first, again, second, third] = bodiesSince(before);
    expect(again).toEqual(first);
    expect(first).not.toHaveProperty('voice_settings');
    expect(first).not.toHaveProperty('language_code');
    expect(second?.seed).not.toBe(first?.seed);
    expect(second?.voice_settings).not.toEqual(third?.voice_settings);
  });

  it("a voice's own settings are where its takes begin", async () => {
    const { state } = room.double;
    const voices = state.voices;
    const settings = {
      stability: 0.9,
      similarity_boost: 0.6,
      style: 0.4,
      use_speaker_boost: false,
      speed: 1.1,
    };
    state.voices = voices.map((voice) => (voice.voice_id === rachel ? { ...voice, settings } : voice));
    const before = room.speechesAsked();
    await room.speak({ take: 0 });
    state.voices = voices;
    expect(bodiesSince(before)[0]?.voice_settings).toEqual(settings);
  });

  it('the expressive model gets one of its three stabilities, the language and nothing of its neighbours', async () => {
    room.double.state.limits.eleven_v3 = 3000;
    const speech = room.adapter({ model: 'eleven_v3' });
    const before = room.speechesAsked();
    for (const take of [0, 1, 3]) await room.speak({ take }, speech);
    for (const body of bodiesSince(before)) {
      expect([0, 0.5, 1]).toContain((body.voice_settings as { stability: number }).stability);
      expect(body).toMatchObject({ model_id: 'eleven_v3', language_code: 'en' });
    }
  });

  it('a text beyond the limit goes in parts at sentence ends that know of each other, paid under one record', async () => {
    takesAtMost(60);
    const text = 'This cream is so good that I told my friends. It costs nine dollars only. Order it now!';
    const before = room.speechesAsked();
    const context = room.context();
    const result = await room.adapter().synthesise({ ...request, text }, context);
    const [first, second] = bodiesSince(before);
    expect(first?.text).toBe('This cream is so good that I told my friends.');
    expect(first?.next_text).toBe(second?.text);
    expect(second?.previous_request_ids).toHaveLength(1);
    expect(context.spending.notes).toHaveLength(2);
    expect(context.spending.estimatedUsd).toBeCloseTo((text.length * 0.2) / 1000, 3);
    expect(result.cost.actualUsd).toBeCloseTo((text.length * 0.2) / 1000, 3);
    const { words, durationSeconds } = result.track;
    expect(words.map((word) => word.text)).toEqual(text.match(/\S+/g));
    words.forEach((word, index) => {
      expect(word.startSeconds).toBeGreaterThanOrEqual(words[index - 1]?.endSeconds ?? 0);
    });
    expect(words.at(-1)?.endSeconds).toBeGreaterThan(durationSeconds - 0.5);
  });

  it('where a later part is refused, the paid beginning is not paid anew by itself', async () => {
    takesAtMost(30);
    const text = 'One sentence for the cream. And one more for it.';
    const passes = { alter: (body: unknown) => body };
    const context = room.context();
    room.double.fail('speech', passes, { answer: { status: 500, body: 'no' } });
    const work = room.adapter().synthesise({ ...request, text }, context);
    await expect(work).rejects.toMatchObject({ reason: 'provider-unavailable', retryable: false });
    expect(context.spending.notes.map((note) => note.split(' ')[0])).toEqual(['sending', 'submitted']);
  });

  it('no more speeches are under way at once than the setting allows', async () => {
    room.double.state.maxConcurrent = 2;
    room.double.state.latencyMs = 30;
    const speech = room.adapter({ maxConcurrent: 2 });
    const before = room.speechesAsked();
    await Promise.all([0, 1, 2, 3].map(async (take) => await room.speak({ take }, speech)));
    room.double.state.latencyMs = 0;
    expect(room.speechesAsked() - before).toBe(4);
  });
});

describe('what comes back', () => {
  it('without any times the words are spread and said to be estimated', async () => {
    const { ended } = await attempt([
      { alter: (body) => ({ ...body, alignment: null, normalized_alignment: null }) },
    ]);
    expect(ended).toMatchObject({
      track: { timing: 'estimated' },
      warnings: [expect.stringContaining('estimated')],
    });
  });

  it('with times of the written-out text alone they are taken', async () => {
    const { ended } = await attempt([{ alter: (body) => ({ ...body, alignment: null }) }]);
    expect(ended).toMatchObject({ track: { timing: 'characters' }, warnings: [] });
  });

  it('times that do not fit together are as none', async () => {
    const broken = {
      characters: ['O', 'r'],
      character_start_times_seconds: [0],
      character_end_times_seconds: [1, 2],
    };
    const { ended } = await attempt([
      { alter: (body) => ({ ...body, alignment: broken, normalized_alignment: 7 }) },
    ]);
    expect(ended).toMatchObject({ track: { timing: 'estimated' } });
  });

  it('long silence before and behind is cut, and the words stay on their sound', async () => {
    const { track } = await room.speak();
    const said = 32 * 0.065;
    expect(track.words[0]?.startSeconds).toBeCloseTo(0.1, 1);
    expect(track.durationSeconds).toBeLessThan(said + 1.1);
    expect(track.words.at(-1)?.endSeconds).toBeLessThan(track.durationSeconds - 0.2);
  });

  it('used-up credits are told as they are, before anything is made', async () => {
    room.double.state.limitCredits = 10;
    const { error, paid, notes } = await attempt([]);
    expect(error).toMatchObject({
      reason: 'provider-unavailable',
      retryable: false,
      details: { problem: 'quota' },
    });
    expect([paid, notes.at(-1)]).toEqual([0, 'not-taken']);
  });
});

describe('sound that is not what was paid for is told, and not paid again', () => {
  const swapped = (audio: string): DoubleFault => ({ alter: (body) => ({ ...body, audio_base64: audio }) });
  it.each<readonly [string, DoubleFault, string]>([
    ['no MP3', swapped(Buffer.from('<html>not a sound</html>').toString('base64')), 'audio'],
    ['no sound at all', swapped(''), 'answer'],
    [
      'an MP3 that was cut off',
      {
        alter: (body) => {
          const whole = Buffer.from(String(body.audio_base64), 'base64');
          return { ...body, audio_base64: whole.subarray(0, whole.length * 0.6).toString('base64') };
        },
      },
      'audio-cut-short',
    ],
  ])('%s', async (_name, fault, problem) => {
    room.double.state.keepsHistory = false;
    const { error, notes, paid, asked } = await attempt([fault]);
    expect(error).toMatchObject({
      reason: 'provider-answer-unusable',
      retryable: false,
      details: { problem },
    });
    expect(notes).toEqual(['sending', 'submitted']);
    expect([paid, asked]).toEqual([1, 1]);
  });

  it('an MP3 that was cut off is noticed without times, too', async () => {
    room.double.state.keepsHistory = false;
    const { error } = await attempt([
      {
        alter: ({ audio_base64: audio }) => {
          const whole = Buffer.from(String(audio), 'base64');
          return { audio_base64: whole.subarray(0, whole.length * 0.25).toString('base64') };
        },
      },
    ]);
    expect(error?.details.problem).toBe('audio-cut-short');
  });
});

describe('a speech whose answer was lost with the process', () => {
  it('is found by another one, as it was, without paying again', async () => {
    const whole = await room.speak();
    const lost = { tag: 'test', sentAt: new Date(), model: 'eleven_multilingual_v2', requestId: undefined };
    const paid = room.double.paidSubmits;
    const found = await room.adapter().find?.(request, lost, room.context());
    expect(found).toMatchObject({ status: 'found', result: { track: { words: whole.track.words } } });
    expect(room.double.paidSubmits).toBe(paid);
    const other = { ...lost, requestId: 'req-of-another' };
    const notIt = await room.adapter().find?.(request, other, room.context());
    expect(notIt).toEqual({ status: 'not-yet-known' });
  });

  it('is absent only where it would have been kept by now', async () => {
    const speech = room.adapter();
    const look = async (ageMs: number, text = request.text) =>
      await speech.find?.(
        { ...request, text },
        { tag: 'test', sentAt: new Date(Date.now() - ageMs), model: undefined, requestId: undefined },
        room.context(),
      );
    expect(await look(1000)).toEqual({ status: 'not-yet-known' });
    expect(await look(16 * 60_000)).toEqual({ status: 'absent' });
    expect(await look(16 * 60_000, 'Long sentence. '.repeat(300))).toEqual({ status: 'not-yet-known' });
  });
});
