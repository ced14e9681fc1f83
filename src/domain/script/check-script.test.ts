import { describe, expect, it } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import { checkScript, checkSpokenLength } from './check-script.ts';
import { estimateSpeechSeconds } from './estimate-speech.ts';
import { detectScriptLanguage } from './script-language.ts';
import { scriptWords } from './script-words.ts';

function refusal(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('checking a script before it is spoken', () => {
  it('tells its length', () => {
    const verdict = checkScript('Order today and get free delivery to your door.', 'en');
    expect(verdict.estimatedSeconds).toBeGreaterThan(2);
    expect(verdict.estimatedSeconds).toBeLessThan(4);
    expect(verdict).toMatchObject({ words: 9, nearLimit: false });
  });

  it.each(['', ' \n\t '])('refuses %j as empty', (script) => {
    expect(refusal(() => checkScript(script, 'en'))).toMatchObject({ reason: 'invalid-script' });
  });

  it.each(['🎁🔥', '— … !'])('refuses %j, which has nothing to say', (script) => {
    expect(refusal(() => checkScript(script, 'ru')).message).toContain('nothing that can be spoken');
  });

  it.each([
    ['en', 'My whole family loves this coffee, we drink it every morning. '],
    ['ru', 'Вся моя семья любит этот кофе, мы пьём его каждое утро. '],
  ])('says how much to cut, and the rest then passes (%s)', (language, sentence) => {
    const script = sentence.repeat(14).trim();
    const { reason, details } = refusal(() => checkScript(script, language));
    expect(reason).toBe('speech-too-long');
    const words = scriptWords(script);
    const kept = words.length - Number(details.cutWords);
    const shortened = script.slice(0, words[kept - 1]?.to);
    expect(script.length - shortened.length).toBe(details.cutCharacters);
    expect(estimateSpeechSeconds(shortened, language)).toBeLessThanOrEqual(30);
    expect(estimateSpeechSeconds(script.slice(0, words[kept]?.to), language)).toBeGreaterThan(30);
    expect(checkScript(shortened, language).nearLimit).toBe(true);
  });

  it('refuses by characters before it spends any work on a huge text', () => {
    const error = refusal(() => checkScript('a b '.repeat(500_000), 'en'));
    expect(error).toMatchObject({ reason: 'speech-too-long', details: { cutCharacters: 1_998_500 } });
  });

  it('refuses by measure what turned out too long', () => {
    const ends = Array.from({ length: 40 }, (_, index) => index + 1);
    const script = ends.map(() => 'word').join(' ');
    expect(refusal(() => checkSpokenLength(script, ends)).details).toMatchObject({
      seconds: 40,
      cutWords: 10,
      cutCharacters: 50,
    });
    expect(() => checkSpokenLength(script, ends.slice(0, 30))).not.toThrow();
  });
});

describe('the language of a script', () => {
  it.each([
    ['Этот крем лучше, чем iPhone 15 Pro', 'ru'],
    ['This cream is called Крем', 'en'],
    ['Hello', 'en'],
    ['12345 🎁', undefined],
  ])('%s is %s', (script, language) => {
    expect(detectScriptLanguage(script)).toBe(language);
  });
});
