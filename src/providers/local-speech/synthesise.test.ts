import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import { engineProcess } from './host/engine-process.ts';
import { createLocalSpeech } from './provider.ts';

const sampleRate = 48_000;

describe('local speech', () => {
  const speech = createLocalSpeech({
    ffmpeg: ffmpegAt(process.env.FFMPEG_PATH ?? '/usr/bin/ffmpeg', 'test'),
  });
  const workFolder = mkdtempSync(join(tmpdir(), 'local-speech-'));
  const context = { signal: new AbortController().signal, workFolder, reportProgress: () => {} };
  afterAll(async () => {
    await speech.close();
    rmSync(workFolder, { recursive: true, force: true });
  });

  async function say(voiceId: string, language: string, text: string, take = 0) {
    const { audioPath, track, warnings } = await speech.synthesise(
      { voiceId, language, text, take },
      context,
    );
    const bytes = readFileSync(audioPath);
    const samples = Float32Array.from(
      { length: (bytes.length - 44) / 2 },
      (_, index) => bytes.readInt16LE(44 + index * 2) / 32768,
    );
    return { samples, track, warnings };
  }

  function level(samples: Float32Array, fromSeconds: number, toSeconds: number): number {
    const part = samples.subarray(Math.round(fromSeconds * sampleRate), Math.round(toSeconds * sampleRate));
    return Math.sqrt(part.reduce((sum, sample) => sum + sample ** 2, 0) / Math.max(1, part.length));
  }

  it.each([
    ['emma', 'en', 'Apple. Ideas, apple. Wait... what?\n\n\nOpen it - easy: amazing; eat it.'],
    ['olga', 'ru', 'Ира. Алло! Утро, Аня... Это осень?\n\n\nУхо - Ира, Оля: умно; ага.'],
  ])('%s keeps pauses short and starts words where they are heard', async (voiceId, language, text) => {
    const { samples, track } = await say(voiceId, language, text);
    const phonemes = track.phonemes ?? [];
    const pauses = phonemes.filter(({ ipa }) => ipa === '');
    expect(phonemes[0]?.startSeconds).toBe(0);
    expect(phonemes.at(-1)?.endSeconds).toBeCloseTo(track.durationSeconds, 2);
    phonemes.slice(1).forEach((phoneme, index) => {
      expect(phoneme.startSeconds).toBeCloseTo(phonemes[index]?.endSeconds ?? -1, 6);
    });
    expect(pauses[0]?.endSeconds).toBeLessThanOrEqual(0.1);
    const loud = level(samples, 0, track.durationSeconds);
    for (const pause of pauses.slice(1)) {
      const seconds = pause.endSeconds - pause.startSeconds;
      expect(seconds).toBeLessThan(0.5);
      if (seconds < 0.2) continue;
      // Silent just before the next word, sounding just after its start.
      expect(level(samples, pause.endSeconds - 0.06, pause.endSeconds - 0.03) / loud).toBeLessThan(0.05);
      if (pause.endSeconds < track.durationSeconds - 0.1) {
        expect(level(samples, pause.endSeconds + 0.01, pause.endSeconds + 0.06) / loud).toBeGreaterThan(0.1);
      }
    }
  });

  it.each([
    ['james', 'en', 'Order today and get free delivery.'],
    ['emma', 'en', 'Order today and get free delivery.'],
    ['vera', 'ru', 'Закажите сегодня с бесплатной доставкой.'],
  ])('%s sounds different in another take, and says the same words', async (voiceId, language, text) => {
    const takes = [await say(voiceId, language, text), await say(voiceId, language, text, 1)];
    const [first, second] = takes.map(({ track }) => track);
    expect(second?.words.map((word) => word.text)).toEqual(first?.words.map((word) => word.text));
    const ratio = (second?.durationSeconds ?? 0) / (first?.durationSeconds ?? 1);
    expect(Math.abs(ratio - 1)).toBeGreaterThan(0.01);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.15);
  });

  it('says a text far beyond what the engine takes at once', async () => {
    const text = `${'really good coffee for every one of you '.repeat(18)}`.trim();
    const { track } = await say('james', 'en', text);
    expect(track.words).toHaveLength(144);
    const lasting = track.words.map((word) => word.endSeconds - word.startSeconds);
    expect(Math.min(...lasting)).toBeGreaterThan(0.02);
    expect(Math.max(...lasting)).toBeLessThan(1);
  });

  it('refuses Russian text for an English voice instead of dropping it', async () => {
    await expect(say('emma', 'en', 'Скидка 50% сегодня')).rejects.toMatchObject({ reason: 'invalid-voice' });
    const { track } = await say('emma', 'en', 'This is Наташа from Moscow');
    const [, , name] = track.words;
    expect((name?.endSeconds ?? 0) - (name?.startSeconds ?? 0)).toBeGreaterThan(0.2);
  });

  it.each([
    ['olga', 'en', 'emma'],
    ['emma', 'ru', 'olga'],
    ['alba', 'ru', 'olga'],
    ['alba', 'xx', 'fr'],
  ])('refuses the voice %s for the language %s and names what can', async (voiceId, language, named) => {
    await expect(say(voiceId, language, 'Hello, привет')).rejects.toMatchObject({
      reason: 'invalid-voice',
      message: expect.stringContaining(named),
    });
  });

  it('warns where a Russian voice is given English text', async () => {
    expect((await say('olga', 'ru', 'Buy our new product')).warnings).toHaveLength(1);
    expect((await say('olga', 'ru', 'Купи iPhone')).warnings).toHaveLength(0);
  });

  it('gives every typed word its time, whatever it is read as', async () => {
    const text = 'Всего 1 490 ₽ — до 31.12.2025, звоните 8 800 555-35-35 🎁 на www.shop.ru!';
    const { track } = await say('ivan', 'ru', text);
    expect(track.words.map((word) => word.text)).toEqual(text.split(' '));
    const seconds = new Map(track.words.map((word) => [word.text, word.endSeconds - word.startSeconds]));
    for (const spoken of ['1', '490', '₽', '31.12.2025,', '8', '800', '555-35-35', 'www.shop.ru!']) {
      expect(seconds.get(spoken), spoken).toBeGreaterThan(0.08);
    }
    expect(seconds.get('31.12.2025,')).toBeGreaterThan(1.5);
  });

  it('says what to install where espeak-ng is missing', async () => {
    // The same program in a place from which no package can be found.
    const place = mkdtempSync(join(tmpdir(), 'no-packages-'));
    try {
      mkdirSync(join(place, 'host'));
      for (const file of ['espeak-child.ts', 'serve-requests.ts', 'messages.ts']) {
        cpSync(join(import.meta.dirname, 'host', file), join(place, 'host', file));
      }
      const program = pathToFileURL(join(place, 'host', 'espeak-child.ts'));
      const engine = engineProcess({ name: 'espeak-ng', program, retriesAfterCrash: 0 });
      await expect(engine.call('speak', {}, { ...context, timeoutMs: 20_000 })).rejects.toMatchObject({
        reason: 'provider-unavailable',
        message: expect.stringContaining('@echogarden/espeak-ng-emscripten'),
        retryable: false,
      });
      await engine.close();
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });
});
