import { describe, expect, it } from 'vitest';
import { frameOfAspect } from '../ad/ad.ts';
import type { SpeechTrack, SpeechWord } from '../speech/speech.ts';
import { cuesFromSpeech } from './cues-from-speech.ts';
import type { SubtitleCue } from './subtitle-track.ts';

const options = { frame: frameOfAspect['9:16'], theme: 'light' };

/** Some 15 characters a second, a pause after punctuation: how an engine paces a text. */
function spoken(text: string, pauseSeconds = 0.3): SpeechTrack {
  let at = 0.1;
  const words = [...text.matchAll(/\S+/g)].map((match): SpeechWord => {
    const startSeconds = at;
    const endSeconds = startSeconds + 0.07 + 0.06 * match[0].length;
    at = endSeconds + (/[.,!?…:]$/.test(match[0]) ? pauseSeconds : 0.01);
    return { text: match[0], from: match.index, to: match.index + match[0].length, startSeconds, endSeconds };
  });
  return { text, language: 'ru', voiceId: 'test', durationSeconds: at + 0.3, words, timing: 'exact' };
}

function textsOf(cues: readonly SubtitleCue[]): string[] {
  return cues.map(({ words }) => words.map(({ text }) => text).join(' '));
}

/** Mulberry32: the same texts at every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const vocabulary =
  'я да the предпринимательство скидка 50 % — really, works! что? «правда» 🔥 👍🏽 well-known a в на {x} \\N 1990 ₽. и конец… https://example.com/long/path?q=1 Ого!'.split(
    ' ',
  );

describe('cuesFromSpeech', () => {
  it('keeps the text exactly as typed, only its white space collapsed', () => {
    const text = 'Я думала,\n это «развод».  А потом — попробовала… {ok} 50 %!';
    expect(textsOf(cuesFromSpeech(spoken(text), options)).join(' ')).toBe(text.replace(/\s+/g, ' '));
  });

  it('ends a cue where a sentence ends and never begins one with a lonely dash or emoji', () => {
    const cues = textsOf(
      cuesFromSpeech(spoken('Кожа изменилась за неделю! 🔥 Скидка только до пятницы — успей.'), options),
    );
    expect(cues.some((cue) => /[.!?] .*\p{L}/u.test(cue))).toBe(false);
    expect(cues.every((cue) => /^[\p{L}\p{N}]/u.test(cue))).toBe(true);
  });

  it.each([
    'My morning map app is just 5 bucks a month.',
    'Мой новый блендер готовит обед всего за 5 минут, и это правда.',
  ])('keeps the number of "%s" with what it counts', (text) => {
    expect(textsOf(cuesFromSpeech(spoken(text), options)).filter((cue) => /\d$/.test(cue))).toEqual([]);
  });

  it('starts every cue with its first word, overlaps none and fills short gaps', () => {
    const track = spoken('Three days in, and my skin looks amazing. Get yours today, before Friday!');
    const cues = cuesFromSpeech(track, options);
    for (const [index, cue] of cues.entries()) {
      expect(cue.startSeconds).toBe(cue.words[0]?.startSeconds);
      const next = cues[index + 1];
      if (!next) continue;
      const gap = next.startSeconds - cue.endSeconds;
      expect(gap === 0 || gap >= 0.3).toBe(true);
    }
  });

  it('takes the text away in a long pause instead of holding it', () => {
    const [first, second] = cuesFromSpeech(spoken('Wait for it. Now!', 2), options);
    expect((second?.startSeconds ?? 0) - (first?.endSeconds ?? 0)).toBeGreaterThan(1.5);
  });

  it('shows words that the engine gave no time together with their neighbours', () => {
    const track = spoken('Скидка. Да. Только до пятницы.');
    const words = track.words.map((word, index) =>
      index === 1
        ? {
            ...word,
            startSeconds: track.words[2]?.startSeconds ?? 0,
            endSeconds: track.words[2]?.startSeconds ?? 0,
          }
        : word,
    );
    const cues = cuesFromSpeech({ ...track, words }, options);
    expect(textsOf(cues).join(' ')).toBe(track.text);
    expect(cues.every(({ startSeconds, endSeconds }) => endSeconds - startSeconds > 0.12)).toBe(true);
  });

  it('gives no cue for a speech without words', () => {
    expect(cuesFromSpeech(spoken('   '), options)).toEqual([]);
  });

  it('holds its promises for 300 random texts', () => {
    const next = random(7);
    for (let round = 0; round < 300; round++) {
      const words = Array.from(
        { length: 1 + Math.floor(next() * 25) },
        () => vocabulary[Math.floor(next() * vocabulary.length)],
      );
      const text = words.join(' ');
      const cues = cuesFromSpeech(spoken(text, next()), options);
      expect(textsOf(cues).join(' ')).toBe(text);
      cues.forEach((cue, index) => {
        const spokenWords = cue.words.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
        expect(spokenWords.length, text).toBeLessThanOrEqual(5);
        expect(cue.endSeconds).toBeGreaterThan(cue.startSeconds);
        expect(cue.endSeconds).toBeLessThanOrEqual(cues[index + 1]?.startSeconds ?? Number.POSITIVE_INFINITY);
      });
    }
  });
});
