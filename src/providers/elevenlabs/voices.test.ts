import { join } from 'node:path';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doubleVoices, manyVoices } from '../../../test/doubles/elevenlabs-voices.ts';
import { type ElevenLabsRoom, openElevenLabsRoom, rachel } from '../../../test/support/elevenlabs-room.ts';
import { voicesFor } from '../../domain/speech/voices-for.ts';

let room: ElevenLabsRoom;
beforeAll(async () => {
  room = await openElevenLabsRoom();
});
afterAll(async () => await room.close());
beforeEach(() => {
  room.double.state.voices = doubleVoices(room.double.baseUrl);
});

const marina = 'ymDCYd8puC7gYjxIamPt';
const george = 'JBFqnCBsd6RMkjVDRZzb';
const pagesAsked = () => room.double.requests.filter(({ route }) => route === 'voices').length;
const down = { answer: { status: 503, body: 'down' } };

describe('the gallery', () => {
  it('has every voice of every page, once, whatever is missing of it', async () => {
    const voices = await room.adapter().voices('en');
    expect(voices).toHaveLength(6);
    expect(new Set(voices.map(({ id }) => id)).size).toBe(6);
    for (const { name, description } of voices) {
      expect(name.ru.trim()).not.toBe('');
      expect(description.ru).toMatch(/\p{Script=Cyrillic}/u);
    }
  });

  it('tells gender, age, name and what to expect in both languages', async () => {
    const voices = await room.adapter().voices('en');
    expect(voices.find(({ id }) => id === rachel)).toEqual({
      id: rachel,
      language: 'en',
      gender: 'female',
      ageGroup: 'young',
      name: { en: 'Rachel', ru: 'Rachel' },
      description: {
        en: 'calm, for social media, American accent; sounds like a person',
        ru: 'спокойный, для соцсетей, американский акцент; звучит как человек',
      },
      engine: 'elevenlabs',
    });
    const adam = voices.find(({ name }) => name.en === 'Adam');
    expect(adam).toMatchObject({ gender: 'male', ageGroup: 'adult' });
    expect(adam?.description.ru).toBe(
      'властный, твёрдый, для соцсетей, американский акцент; звучит как человек',
    );
  });

  it('has those first who were verified in the language, then by merit; retired and unlabelled ones last', async () => {
    const inRussian = await room.adapter().voices('ru');
    expect(inRussian[0]).toMatchObject({ id: marina, language: 'ru' });
    expect(inRussian.slice(1).every(({ language }) => language === 'multi')).toBe(true);
    expect(inRussian.at(-1)?.id).toBe(george);
    expect(inRussian.find(({ id }) => id === rachel)?.description.ru).toContain('возможен акцент');
  });

  it('is empty for a language that the model does not speak, and languages have two letters', async () => {
    const speech = room.adapter();
    expect(await speech.voices('kk')).toEqual([]);
    const languages = await speech.languages();
    expect(languages).toContain('ru');
    expect(languages.every((code) => /^[a-z]{2}$/.test(code))).toBe(true);
  });

  it('holds 63 voices, each found by who leafs through it', async () => {
    room.double.state.voices = manyVoices(room.double.baseUrl, 63);
    room.double.state.voicesPerPage = 100;
    const voices = await room.adapter().voices('ru');
    room.double.state.voicesPerPage = 2;
    expect(voices).toHaveLength(63);
    const shown = voicesFor(voices, { gender: 'male', ageGroup: 'young', language: 'ru' });
    expect(shown).toHaveLength(63);
    expect(shown[0]).toMatchObject({ gender: 'male', language: 'ru', ageGroup: 'young' });
  });
});

describe('the list of voices', () => {
  it('is fetched once, and anew behind the scenes when it is old', async () => {
    let now = 1_000_000;
    const speech = room.adapter({ now: () => now });
    await Promise.all([speech.voices('en'), speech.voices('ru')]);
    const pages = pagesAsked();
    await speech.voices('en');
    expect(pagesAsked()).toBe(pages);
    room.double.state.voices = room.double.state.voices.slice(0, 2);
    now += 700_000;
    expect(await speech.voices('en')).toHaveLength(6);
    await expect.poll(async () => (await speech.voices('en')).length, { interval: 10 }).toBe(2);
  });

  it('stays as it was while the service is down, across a restart, too', async () => {
    let now = Date.now();
    const cacheFolder = mkdtempSync(join(room.folder, 'cache-'));
    await room.adapter({ now: () => now, cacheFolder }).voices('en');
    now += 7_000_000;
    const pages = pagesAsked();
    room.double.fail('voices', down, down, down, down);
    const afterRestart = room.adapter({ now: () => now, cacheFolder });
    expect(await afterRestart.voices('en')).toHaveLength(6);
    const [file = ''] = readdirSync(cacheFolder);
    expect(readFileSync(join(cacheFolder, file), 'utf8')).not.toContain(room.double.apiKey);
    await expect.poll(() => pagesAsked(), { interval: 10, timeout: 10_000 }).toBe(pages + 4);
    room.double.fail('models', down, down, down, down);
    expect(await room.adapter({ cacheFolder }).languages()).toContain('ru');
  });

  it('throws where none was ever had and the service says no', async () => {
    const speech = room.adapter({ apiKey: 'wrong' });
    await expect(speech.voices('en')).rejects.toMatchObject({
      reason: 'provider-unavailable',
      details: { problem: 'key' },
    });
  });

  it('leads round in circles no further than its first page', async () => {
    const circle = {
      alter: (body: Record<string, unknown>) => ({ ...body, has_more: true, next_page_token: 'after-2' }),
    };
    room.double.fail('voices', circle, circle);
    expect(await room.adapter().voices('en')).toHaveLength(4);
  });
});

describe('a voice that the service refuses', () => {
  it.each([
    [402, { detail: { code: 'paid_plan_required', status: 'payment_required' } }],
    [403, { detail: { status: 'only_for_creator+' } }],
    [404, { detail: { status: 'voice_not_found' } }],
  ])('with %i leaves the gallery for half a day, in every process', async (status, body) => {
    let now = Date.now();
    const options = { now: () => now, cacheFolder: mkdtempSync(join(room.folder, 'cache-')) };
    const speech = room.adapter(options);
    room.double.fail('speech', { answer: { status, body } });
    await expect(room.speak({ voiceId: marina }, speech)).rejects.toMatchObject({ reason: 'invalid-voice' });
    for (const process of [speech, room.adapter(options)]) {
      expect((await process.voices('ru')).map(({ id }) => id)).not.toContain(marina);
    }
    now += 13 * 3_600_000;
    expect((await speech.voices('ru')).map(({ id }) => id)).toContain(marina);
  });

  it('of the account itself stays: it is not the voice that is in arrears', async () => {
    const speech = room.adapter();
    room.double.fail('speech', { answer: { status: 402, body: { detail: { status: 'payment_required' } } } });
    await expect(room.speak({}, speech)).rejects.toMatchObject({ details: { problem: 'balance' } });
    expect((await speech.voices('en')).map(({ id }) => id)).toContain(rachel);
  });

  it('and one that nobody lists is refused before anything is paid', async () => {
    const asked = room.speechesAsked();
    await expect(room.speak({ voiceId: 'nobody' })).rejects.toMatchObject({ reason: 'invalid-voice' });
    await expect(room.speak({ language: 'kk' })).rejects.toMatchObject({ reason: 'invalid-voice' });
    expect(room.speechesAsked()).toBe(asked);
  });
});

describe('a sample', () => {
  it('is the recording of the voice, free, and fetched without the key', async () => {
    const context = { ...room.context(), spending: undefined as never };
    const paid = room.double.paidSubmits;
    const path = await room.adapter().sample?.(marina, 'ru', context);
    const wav = readFileSync(path ?? '');
    expect([wav.toString('latin1', 0, 4), wav.readUInt32LE(24)]).toEqual(['RIFF', 48_000]);
    expect(room.double.paidSubmits).toBe(paid);
    const fetched = room.double.requests.find(({ route }) => route === 'preview');
    expect(fetched?.url.pathname).toBe(`/previews/${marina}-ru.mp3`);
    expect(fetched?.key).toBeUndefined();
  });

  it('is not to be had of a voice without one', async () => {
    const sample = room.adapter().sample?.('NoLabels000000000001', 'en', room.context());
    await expect(sample).rejects.toMatchObject({ reason: 'not-found' });
  });

  it('of a private address is not fetched', async () => {
    const secret = { preview_url: 'https://10.0.0.1/secret.mp3', verified_languages: null };
    room.double.state.voices = room.double.state.voices.map((voice) => ({ ...voice, ...secret }));
    const sample = room.adapter().sample?.(rachel, 'en', room.context());
    await expect(sample).rejects.toMatchObject({ reason: 'provider-answer-unusable' });
  });
});

describe('the check', () => {
  const check = async (options = {}) => await room.adapter(options).check(new AbortController().signal);
  it('counts voices and credits', async () => {
    expect(await check()).toEqual({
      state: 'ok',
      text: '6 voices, model eleven_multilingual_v2; 1000 of 100000 credits used (plan creator, renewed on 2026-12-01)',
    });
  });
  it('warns before the credits end, and says when they have ended', async () => {
    room.double.state.usedCredits = 95_000;
    expect((await check()).state).toBe('warning');
    room.double.state.usedCredits = 100_000;
    expect(await check()).toMatchObject({
      state: 'broken',
      text: expect.stringContaining('no speech until then'),
    });
    room.double.state.usedCredits = 1000;
  });
  it('tells a wrong key, a wrong model and a key that may not read the account', async () => {
    expect(await check({ apiKey: 'wrong' })).toMatchObject({
      state: 'broken',
      text: expect.stringContaining('ELEVEN_API_KEY'),
    });
    expect(await check({ model: 'eleven_v9' })).toMatchObject({
      state: 'broken',
      text: expect.stringContaining('ELEVEN_MODEL'),
    });
    room.double.fail('subscription', {
      answer: { status: 401, body: { detail: { status: 'missing_permissions' } } },
    });
    expect(await check()).toMatchObject({ state: 'warning', text: expect.stringContaining('6 voices') });
  });
});
