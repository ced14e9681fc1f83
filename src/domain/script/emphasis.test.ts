import { describe, expect, it } from 'vitest';
import { wordTimes } from '../speech/word-times.ts';
import { parseBlocklist } from './blocklist.ts';
import { checkScript } from './check-script.ts';
import { blankEmphasis, readEmphasis, withoutEmphasis } from './emphasis.ts';
import { estimateSpeechSeconds } from './estimate-speech.ts';
import { readScript } from './reading/read-script.ts';

const starredAndPlain = [
  ['Скидка *50 %* только до *пятницы*!', 'Скидка 50 % только до пятницы!', 'ru'],
  ['Всего *1 990* рублей, *честное слово*.', 'Всего 1 990 рублей, честное слово.', 'ru'],
  ['Get **$5 million** «*today*», (*really*).', 'Get $5 million «today», (really).', 'en'],
] as const;

describe('stars around words that are to stand out', () => {
  it.each(starredAndPlain)('are neither spoken, counted nor timed: %s', (starred, plain, language) => {
    expect(withoutEmphasis(starred).text).toBe(plain);
    const [units, plainUnits] = [readScript(starred, language), readScript(plain, language)];
    expect(units.map(({ spoken, mark }) => [spoken, mark])).toEqual(
      plainUnits.map(({ spoken, mark }) => [spoken, mark]),
    );
    expect(units.map(({ from, to }) => starred.slice(from, to)).join(' ')).not.toMatch(/^\*| \*|\*(?: |$)/);
    expect(estimateSpeechSeconds(starred, language)).toBe(estimateSpeechSeconds(plain, language));
    expect(checkScript(starred, language)).toEqual(checkScript(plain, language));
    const spans = units.map((_, index) => ({ startSeconds: index * 0.4, endSeconds: index * 0.4 + 0.3 }));
    const times = (script: string, of: typeof units) =>
      wordTimes(script, of, spans, 12).map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]);
    expect(times(starred, units)).toEqual(times(plain, plainUnits));
    for (const { text, from, to } of wordTimes(starred, units, spans, 12)) {
      expect(starred.slice(from, to)).toBe(text);
    }
  });

  it.each(['5*3*2', '2 * 2 = 4', 'скидка* действует, *при покупке от 1000', '* * *', '***', 'a *b', '*'])(
    'are none in %s',
    (script) => {
      expect(withoutEmphasis(script).text).toBe(script);
      expect(blankEmphasis(script)).toBe(script);
      expect(readEmphasis(script.split(' ').map((text) => ({ text }))).some((word) => word.emphasised)).toBe(
        false,
      );
    },
  );

  it('mark each word between them, punctuation kept', () => {
    const words = '«*Только до пятницы!*» — и *всё*.'.split(' ').map((text) => ({ text }));
    expect(readEmphasis(words)).toEqual([
      { text: '«Только', emphasised: true },
      { text: 'до', emphasised: true },
      { text: 'пятницы!»', emphasised: true },
      { text: '—' },
      { text: 'и' },
      { text: 'всё.', emphasised: true },
    ]);
  });

  it('hide no forbidden word', () => {
    expect(parseBlocklist('казино').find('Лучшее *казино*')).toBe('казино');
  });
});
