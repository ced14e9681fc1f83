import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpeechTrack } from '../domain/speech/speech.ts';
import { isAppError } from '../kernel/errors.ts';
import type { SpeechPort, SpeechRequest, SpeechResult } from './speech.ts';
import type { Spending, WorkContext } from './work.ts';

interface SpeechContractCase {
  readonly language: string;
  readonly voiceId: string;
  /** Two sentences or more, with a number, a price and an emoji. */
  readonly text: string;
}

export interface SpeechContractOptions {
  readonly create: () => Promise<SpeechPort>;
  readonly close?: (port: SpeechPort) => Promise<void>;
  readonly cases: readonly SpeechContractCase[];
  /** A voice id that is one letter off a real one of the first case's language. */
  readonly mistypedVoiceId: string;
  readonly expectedNearest: string;
  /** The record of what costs money; adapters that spend none are given none. */
  readonly spending?: () => Spending;
  /** Path of ffmpeg, which measures loudness independently of the adapter. */
  readonly ffmpegPath: string;
}

/** What every speech adapter owes its callers. */
export function speechContract(name: string, options: SpeechContractOptions): void {
  describe(`${name} keeps the speech contract`, () => {
    const scratch = mkdtempSync(join(tmpdir(), 'speech-contract-'));
    let port: SpeechPort;
    beforeAll(async () => {
      port = await options.create();
    });
    afterAll(async () => {
      await options.close?.(port);
      rmSync(scratch, { recursive: true, force: true });
    });
    const first = options.cases[0] as SpeechContractCase;
    const speak = async (request: Partial<SpeechRequest> = {}, signal = new AbortController().signal) =>
      await port.synthesise({ ...first, take: 0, ...request }, contextOf(signal));
    const contextOf = (signal?: AbortSignal): WorkContext => ({
      ...workContext(scratch, signal),
      ...(options.spending && { spending: options.spending() }),
    });

    for (const example of options.cases) {
      it(`speaks ${example.language} by ${example.voiceId}: right format, loudness and times`, async () => {
        const fractions: number[] = [];
        const context = { ...contextOf(), reportProgress: (done: number) => fractions.push(done) };
        const result = await port.synthesise({ ...example, take: 0 }, context);
        expect(result.audioPath.startsWith(context.workFolder)).toBe(true);
        expectWav(result);
        expectTrack(result.track, example);
        expectLoudness(result.audioPath, options.ffmpegPath);
        expect(fractions).toEqual([...fractions].sort((left, right) => left - right));
        expect(result.cost.estimatedUsd).toBeGreaterThanOrEqual(0);
      });
    }

    it('has voices for each language that it names, and for no other', async () => {
      const languages = await port.languages();
      expect(languages).toContain(first.language);
      expect(new Set(languages).size).toBe(languages.length);
      for (const language of languages) expect(await port.voices(language)).not.toHaveLength(0);
      expect(await port.voices('xx')).toHaveLength(0);
    });

    it('lists the voices of a language, each once and with words in both languages', async () => {
      const voices = await port.voices(first.language);
      expect(voices.map(({ id }) => id)).toContain(first.voiceId);
      expect(new Set(voices.map(({ id }) => id)).size).toBe(voices.length);
      for (const voice of voices) {
        expect([first.language, 'multi']).toContain(voice.language);
        expect(voice.name.ru).not.toBe('');
        expect(voice.description.ru).toMatch(/\p{Script=Cyrillic}/u);
        expect(voice.description.en).not.toBe('');
      }
    });

    it('refuses an unknown voice and names the nearest ones', async () => {
      const error = await failureOf(speak({ voiceId: options.mistypedVoiceId }));
      expect(isAppError(error, 'invalid-voice')).toBe(true);
      expect((error as Error).message).toContain(options.expectedNearest);
    });

    it.each(['', '   \n', '🎁🔥', '...!?'])(
      'refuses the script %j, which has nothing to say',
      async (text) => {
        expect(isAppError(await failureOf(speak({ text })), 'invalid-script')).toBe(true);
      },
    );

    it('stops when it is cancelled, before and during the work', async () => {
      expect(isAppError(await failureOf(speak({}, AbortSignal.abort())), 'cancelled')).toBe(true);
      const controller = new AbortController();
      const text = first.text.repeat(4);
      const pending = speak({ text }, controller.signal);
      setImmediate(() => controller.abort());
      expect(isAppError(await failureOf(pending), 'cancelled')).toBe(true);
      expect((await speak()).track.words.length).toBeGreaterThan(0);
    });

    it('gives the same words and times for the same request', async () => {
      const [once, again] = [await speak(), await speak()];
      expect(again.track.durationSeconds / once.track.durationSeconds).toBeCloseTo(1, 1);
      expect(again.track.words.map(({ text }) => text)).toEqual(once.track.words.map(({ text }) => text));
      once.track.words.forEach((word, index) => {
        expect(Math.abs(word.startSeconds - (again.track.words[index]?.startSeconds ?? 9))).toBeLessThan(
          0.15,
        );
      });
    });
  });
}

function workContext(scratch: string, signal = new AbortController().signal): WorkContext {
  return { signal, workFolder: mkdtempSync(join(scratch, 'work-')), reportProgress: () => {} };
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

function expectWav({ audioPath, track }: SpeechResult): void {
  expect(existsSync(audioPath)).toBe(true);
  const wav = readFileSync(audioPath);
  expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
  expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([1, 48_000, 16]);
  expect((wav.length - 44) / 96_000).toBeCloseTo(track.durationSeconds, 2);
}

function expectTrack(track: SpeechTrack, example: SpeechContractCase): void {
  expect(track).toMatchObject({ text: example.text, language: example.language, voiceId: example.voiceId });
  expect(track.words.map(({ text }) => text)).toEqual(example.text.match(/\S+/g));
  let end = 0;
  for (const word of track.words) {
    expect(example.text.slice(word.from, word.to)).toBe(word.text);
    expect(word.startSeconds).toBeGreaterThanOrEqual(end - 1e-6);
    expect(word.endSeconds).toBeGreaterThanOrEqual(word.startSeconds);
    if (/\p{L}{3}|\p{Nd}/u.test(word.text)) expect(word.endSeconds - word.startSeconds).toBeGreaterThan(0.04);
    end = word.endSeconds;
  }
  expect(end).toBeLessThanOrEqual(track.durationSeconds);
  let phonemeEnd = 0;
  for (const phoneme of track.phonemes ?? []) {
    expect(phoneme.startSeconds).toBeGreaterThanOrEqual(phonemeEnd - 1e-6);
    expect(phoneme.endSeconds).toBeGreaterThan(phoneme.startSeconds);
    expect(phoneme.ipa).not.toMatch(/[ˈˌ]/);
    expect(phoneme.word).toBeLessThan(track.words.length);
    expect(phoneme.word >= 0 || phoneme.ipa === '').toBe(true);
    phonemeEnd = phoneme.endSeconds;
  }
}

/** ffmpeg's own meter, so that an adapter's mistake in measuring can't hide itself. */
function expectLoudness(audioPath: string, ffmpegPath: string): void {
  const args = ['-hide_banner', '-nostats', '-i', audioPath, '-af', 'ebur128=peak=true', '-f', 'null', '-'];
  const summary = spawnSync(ffmpegPath, args, { encoding: 'utf8' }).stderr.split('Summary:').at(-1) ?? '';
  const integrated = Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1]);
  const peak = Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1]);
  expect(Math.abs(integrated + 16)).toBeLessThanOrEqual(1);
  expect(peak).toBeLessThanOrEqual(-0.5);
}
