import { describe, expect, it } from 'vitest';
import { isAppError } from '../../kernel/errors.ts';
import { frameOfAspect } from '../ad/ad.ts';
import type { SpeechTrack } from '../speech/speech.ts';
import { editCues } from './edit-cues.ts';

const options = { frame: frameOfAspect['9:16'], theme: 'light' };

/** A word each half second, heard for 0.4 s. */
function spoken(text: string): SpeechTrack {
  const words = [...text.matchAll(/\S+/g)].map((match, index) => ({
    text: match[0],
    from: match.index,
    to: match.index + match[0].length,
    startSeconds: 0.2 + index * 0.5,
    endSeconds: 0.6 + index * 0.5,
  }));
  const durationSeconds = 0.5 + words.length * 0.5;
  return { text, language: 'ru', voiceId: 'test', durationSeconds, words, timing: 'exact' };
}

const track = spoken('Я думала, это развод, а потом попробовала сама и осталась.');

function wordsOf(edited: string | readonly string[], of = track) {
  return editCues(of, edited, options).cues.flatMap(({ words }) => words);
}

function timesOf(edited: string | readonly string[], of = track) {
  return Object.fromEntries(
    wordsOf(edited, of).map((word) => [word.text, [word.startSeconds, word.endSeconds]]),
  );
}

describe('an edited text of subtitles', () => {
  it('keeps the times of words that stayed, whatever their case and signs', () => {
    const times = timesOf('я ДУМАЛА это развод — а потом попробовала, сама, и осталась!');
    expect(times.ДУМАЛА).toEqual([0.7, 1.1]);
    expect(times['осталась!']).toEqual([4.7, 5.1]);
  });

  it('gives changed words the time of those that they replace', () => {
    const times = timesOf('Я думала, это обычный обман, а потом попробовала сама и осталась.');
    expect(times.обычный?.[0]).toBeCloseTo(1.6);
    expect(times['обман,']?.[1]).toBeCloseTo(2.2);
    expect(times.а).toEqual([2.2, 2.6]);
  });

  it('lets removed words vanish', () => {
    const kept = wordsOf('Я думала, это развод.');
    expect(kept.map(({ text }) => text)).toEqual(['Я', 'думала,', 'это', 'развод.']);
    expect(kept.at(-1)?.endSeconds).toBeCloseTo(2.1);
  });

  it('makes room for a new word in the time of the one before it, which still begins with its sound', () => {
    const times = timesOf('Я думала, что это развод, а потом попробовала сама и осталась.');
    expect(times['думала,']?.[0]).toBe(0.7);
    expect(times.что?.[0]).toBeGreaterThan(0.8);
    expect(times.что?.[1]).toBeLessThanOrEqual(1.2 + 1e-9);
    expect(times.это).toEqual([1.2, 1.6]);
  });

  it('takes each line for a cue, and divides a text of one line like a speech', () => {
    const lines = ['Я думала, это развод,', 'а потом', 'попробовала *сама*'];
    const { cues } = editCues(track, lines.join('\r\n\n'), options);
    expect(cues.map(({ words }) => words.map(({ text }) => text).join(' '))).toEqual(
      lines.map((line) => line.replaceAll('*', '')),
    );
    expect(cues.flatMap(({ words }) => words).filter(({ emphasised }) => emphasised)).toMatchObject([
      { text: 'сама' },
    ]);
    expect(editCues(track, lines.join(' '), options).cues.length).toBeGreaterThan(2);
    expect(editCues(track, [lines.join(' ')], options).cues.length).toBeGreaterThan(1);
  });

  it('is in order, without overlaps and inside the speech for 300 random edits', () => {
    const words = track.words.map(({ text }) => text);
    let seed = 11;
    const next = () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    for (let round = 0; round < 300; round += 1) {
      const edited = words.flatMap((word) => {
        const dice = next();
        if (dice < 0.2) return [];
        if (dice < 0.4) return ['новое'];
        return dice < 0.5 ? [word, '🔥', 'ещё'] : [word];
      });
      if (edited.length === 0 || edited.join(' ').length > 170) continue;
      const { cues } = editCues(track, edited.join(next() < 0.2 ? '\n' : ' '), options);
      const flat = cues.flatMap((cue) => cue.words);
      expect(flat.map(({ text }) => text)).toEqual(edited);
      flat.forEach((word, index) => {
        expect(word.endSeconds).toBeGreaterThanOrEqual(word.startSeconds);
        expect(word.startSeconds).toBeGreaterThanOrEqual((flat[index - 1]?.endSeconds ?? 0) - 1e-9);
        expect(word.endSeconds).toBeLessThanOrEqual(track.durationSeconds + 1e-9);
      });
      cues.forEach((cue, index) => {
        expect(cue.endSeconds).toBeGreaterThan(cue.startSeconds);
        expect(cue.endSeconds).toBeLessThanOrEqual(cues[index + 1]?.startSeconds ?? Number.POSITIVE_INFINITY);
      });
    }
  });

  it.each([
    ['', /no word in it/],
    [' \n ', /no word in it/],
    ['🔥 — !', /no word in it/],
    [
      'очень длинный текст '.repeat(20),
      /has 399 characters, and in 5\.5 s at most 176 can be read; shorten it by 223/,
    ],
  ])('is refused in words: %j', (edited, message) => {
    try {
      editCues(track, edited, options);
      expect.unreachable();
    } catch (error) {
      if (!isAppError(error, 'invalid-subtitles')) throw error;
      expect(error.message).toMatch(message);
    }
  });

  it('warns of a line that nobody can read in its time', () => {
    const { warnings } = editCues(
      track,
      'Я думала, это развод,\nа вот потом я взяла и попробовала\nсама и осталась.',
      options,
    );
    expect(warnings).toEqual([]);
    const hasty = editCues(
      track,
      'Я\nдумала, что это был очередной обман или\nразвод, а потом попробовала сама',
      options,
    );
    expect(hasty.warnings.join(' ')).toMatch(/too short a time to be read, such as '.+' at [\d.]+ s/);
  });
});
