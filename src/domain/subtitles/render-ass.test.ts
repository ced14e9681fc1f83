import { describe, expect, it } from 'vitest';
import { isAppError } from '../../kernel/errors.ts';
import { type Aspect, aspects, frameOfAspect } from '../ad/ad.ts';
import { assTimeOfFrame, escapeAss } from './ass-text.ts';
import { fullSizePixels, layoutCue } from './layout-cue.ts';
import { drawableText, measureText } from './measure-text.ts';
import { missingGlyphsWarnings } from './missing-glyphs.ts';
import { renderAss } from './render-ass.ts';
import { safeArea } from './safe-area.ts';
import { subtitleTheme, subtitleThemeNames } from './subtitle-theme.ts';
import { type SubtitleCue, subtitlePositions, type SubtitleTrack } from './subtitle-track.ts';

function trackOf(texts: readonly string[], theme = 'light'): SubtitleTrack {
  const words = texts.map((text, index) => ({
    text,
    startSeconds: 1 + index * 0.4,
    endSeconds: 1.3 + index * 0.4,
  }));
  const cue: SubtitleCue = { startSeconds: 1, endSeconds: 3, words, wordTimed: true };
  return { cues: [cue], theme, position: 'bottom' };
}

/** What libass would draw: override blocks away, escapes undone, zero-width signs away. */
function drawnText(ass: string): string[] {
  return ass
    .split('\n')
    .filter((line) => line.startsWith('Dialogue:') && !line.includes('\\p1'))
    .map((line) => line.split(',').slice(9).join(','))
    .map((text) =>
      text
        .replace(/(?<!\\)\{[^}]*\}/g, '')
        .replace(/\\([{}])/g, '$1')
        .replace(/\u200B/g, ''),
    );
}

const hostile = ['{\\fs200}', '\\N', '\\{x\\}', 'a\\h', '{', '}', 'C:\\new', '\\'];

describe('renderAss', () => {
  it.each(hostile)('draws %s literally', (text) => {
    expect(new Set(drawnText(renderAss(trackOf([text]), frameOfAspect['9:16']).ass))).toEqual(
      new Set([text]),
    );
    // No brace and no backslash of the user's is left for libass to obey.
    expect(escapeAss(text).replace(/\\[{}]/g, '')).not.toMatch(/[{}]|\\[Nnh]/);
  });

  it('lights each word from its own start to the next one', () => {
    const { ass } = renderAss(trackOf(['One', 'two']), frameOfAspect['9:16']);
    const lit = ass.split('\n').filter((line) => line.startsWith('Dialogue: 3'));
    expect(lit.map((line) => line.split(',').slice(1, 3))).toEqual([
      ['0:00:00.99', '0:00:01.39'],
      ['0:00:01.39', '0:00:02.99'],
    ]);
  });

  it('draws words without own times unlit', () => {
    const track = trackOf(['One', 'two']);
    const untimed = { ...track, cues: track.cues.map((cue) => ({ ...cue, wordTimed: false })) };
    expect(renderAss(untimed, frameOfAspect['9:16']).ass).not.toContain('Dialogue: 3');
  });

  it('leaves out what no font has and says so', () => {
    const { ass, missingGlyphs, boxes } = renderAss(trackOf(['日本', 'ok🔥']), frameOfAspect['9:16']);
    expect(missingGlyphs).toEqual([...'日本']);
    expect(drawnText(ass).every((text) => text === 'ok🔥')).toBe(true);
    expect(boxes).toHaveLength(1);
    expect(missingGlyphsWarnings(missingGlyphs)).toEqual([
      expect.stringMatching(/leave out 日 本: the fonts have/),
    ]);
    expect(renderAss(trackOf(['日本']), frameOfAspect['9:16']).boxes).toEqual([]);
  });

  it.each(aspects)('stays inside the safe area of %s in every theme, place and length', (aspect: Aspect) => {
    const frame = frameOfAspect[aspect];
    const safe = safeArea(frame);
    const samples = [
      ['Да'],
      ['это', 'очередной', 'развод,', 'а', 'потом'],
      ['Достопримечательность', 'предпринимательства'],
      ['https://example.com/a/very/long/link/that/never/ends/at/all?with=parameters&more=of-them'],
      ['🔥🔥🔥', '👩‍💻', '🇷🇺', 'W'.repeat(60)],
    ];
    for (const theme of subtitleThemeNames) {
      for (const position of subtitlePositions) {
        for (const words of samples) {
          const { box } = layoutCue(words, { frame, theme: subtitleTheme(theme), position });
          expect(box.x).toBeGreaterThanOrEqual(safe.x - 0.01);
          expect(box.y).toBeGreaterThanOrEqual(safe.y - 0.01);
          expect(box.x + box.width).toBeLessThanOrEqual(safe.x + safe.width + 0.01);
          expect(box.y + box.height).toBeLessThanOrEqual(safe.y + safe.height + 0.01);
        }
      }
    }
  });

  it.each([
    [['שלום', 'עולם', 'טוב!'], 'טוב! עולם שלום'],
    [['קנו', '2', '000', 'יחידות'], 'יחידות 2 000 קנו'],
    [['אפליקציית', 'Google', 'Pixel', 'היא'], 'היא Google Pixel אפליקציית'],
    [['Say', 'שלום', 'עולם', 'now'], 'Say עולם שלום now'],
    [['خصم', '50', '%', 'اليوم'], 'اليوم % 50 خصم'],
  ])('sets %j in the order in which it is read', (words, seen) => {
    const { words: placed } = layoutCue(words, {
      frame: frameOfAspect['16:9'],
      theme: subtitleTheme('minimal'),
      position: 'bottom',
    });
    const fromLeft = [...placed].sort((left, right) => left.line - right.line || left.x - right.x);
    expect(fromLeft.map(({ word }) => words[word]).join(' ')).toBe(seen);
    const { ass, missingGlyphs } = renderAss(trackOf(words, 'karaoke'), frameOfAspect['16:9']);
    expect(missingGlyphs).toEqual([]);
    expect(
      ass
        .split('\n')
        .filter((line) => /\p{Script=Hebrew}|\p{Script=Arabic}/u.test(line) && /\\kf/.test(line)),
    ).toEqual([]);
  });

  it("shows starred words in the theme's colour of emphasis, and fills a word while it sounds", () => {
    const track = trackOf(['Buy', 'it']);
    const cues = track.cues.map((cue) => ({
      ...cue,
      words: cue.words.map((word, index) => ({ ...word, emphasised: index === 1 })),
    }));
    const { ass } = renderAss({ ...track, cues, theme: 'karaoke' }, frameOfAspect['9:16']);
    const states = ass.split('\n').filter((line) => line.endsWith('}it'));
    expect(states[0]).toContain('\\1c&H3CD2FF&');
    expect(states[1]).toMatch(/\\1c&HFFE138&\\2c&H3CD2FF&\\kf30/);
    expect(drawnText(renderAss(trackOf(['Buy'], 'outline'), frameOfAspect['9:16']).ass)).toContain('BUY');
  });

  it('never splits a word that can be made to fit', () => {
    const words = ['Достопримечательность', 'города'];
    const layout = layoutCue(words, {
      frame: frameOfAspect['9:16'],
      theme: subtitleTheme('bold_outline'),
      position: 'bottom',
    });
    expect(layout.words.map(({ runs }) => runs.map(({ text }) => text).join(''))).toEqual(words);
  });

  it('leaves no short word alone on a line where a tenth less size saves it', () => {
    const style = {
      frame: frameOfAspect['9:16'],
      theme: subtitleTheme('light'),
      position: 'bottom',
    } as const;
    const full = fullSizePixels(style.frame, style.theme);
    const joined = layoutCue(['Не', 'протекает,'], style);
    expect(joined.lines).toHaveLength(1);
    expect(joined.sizePixels).toBeGreaterThanOrEqual(full * 0.9);
    const even = layoutCue(['Пользуюсь', 'этой', 'бутылкой'], style);
    expect(even.lines).toHaveLength(2);
    expect(layoutCue(['и', 'непротекающая,'], style).lines).toHaveLength(2);
  });

  it.each([
    [['bucks', 'a', 'month.'], 1],
    [['Всего', '5', 'минут'], 1],
    [['Жмите', 'на', 'ссылку'], 1],
  ])('ends no line of %j with a word that leans on the next', (words, upper) => {
    const style = {
      frame: frameOfAspect['9:16'],
      theme: subtitleTheme('light'),
      position: 'bottom',
    } as const;
    expect(layoutCue(words, style).words.filter(({ line }) => line === 0)).toHaveLength(upper);
  });

  it('shows an event from its frame on at 24, 25, 30 and 50 frames a second', () => {
    for (const framesPerSecond of [24, 25, 30, 50]) {
      for (let frame = 1; frame < 5000; frame++) {
        const [hours, minutes, seconds] = assTimeOfFrame(frame, framesPerSecond).split(':').map(Number);
        const startMs = Math.round(((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000);
        expect(startMs).toBeLessThanOrEqual(Math.floor((frame / framesPerSecond) * 1000) - 1);
        expect(startMs).toBeGreaterThan(Math.floor(((frame - 1) / framesPerSecond) * 1000));
      }
    }
  });

  it('names the nearest theme and all of them for an unknown one', () => {
    try {
      renderAss(trackOf(['x'], 'yelow_on_black'), frameOfAspect['9:16']);
      expect.unreachable();
    } catch (error) {
      if (!isAppError(error, 'invalid-arguments')) throw error;
      expect(error.message).toMatch(/'yelow_on_black'; did you mean 'yellow_on_black'\?.*light, .*minimal/);
    }
  });
});

describe('measureText', () => {
  it('adds up the advances of the font', () => {
    // Montserrat ExtraBold: A 786, space 291 of 1000.
    expect(measureText('A A', 'montserrat', 100)).toBeCloseTo(78.6 * 2 + 29.1);
  });

  it('counts a flag, a family and a skin tone as what is drawn of them', () => {
    const one = measureText('🔥', 'rubik', 100);
    expect(measureText('🇷🇺', 'rubik', 100)).toBeCloseTo(one);
    expect(measureText('👍🏽', 'rubik', 100)).toBeCloseTo(one);
    expect(measureText('❤️', 'rubik', 100)).toBeCloseTo(one);
    expect(measureText('👩‍💻', 'rubik', 100)).toBeCloseTo(2 * one);
  });

  it('draws a word of Greek in one font whatever the theme, and its capitals without accents', () => {
    for (const fontId of ['montserrat', 'rubik', 'manrope'] as const) {
      expect(drawableText('ψωμί', fontId)).toMatchObject({
        runs: [{ fontId: 'manrope', text: 'ψωμί' }],
        missingGlyphs: [],
      });
    }
    expect(drawnText(renderAss(trackOf(['ψωμί'], 'outline'), frameOfAspect['9:16']).ass)).toContain('ΨΩΜΙ');
    expect(drawableText('₪', 'montserrat').missingGlyphs).toEqual([]);
  });

  it('cuts a word that is too wide for a line into even parts', () => {
    const { lines } = layoutCue(['Высокопревосходительство'], {
      frame: frameOfAspect['9:16'],
      theme: subtitleTheme('outline'),
      position: 'bottom',
    });
    expect(lines).toHaveLength(2);
    const [upper = 0, lower = 0] = lines.map(({ width }) => width);
    expect(lower / upper).toBeGreaterThan(0.85);
  });

  it('draws decomposed letters whole and unusual spaces as spaces', () => {
    expect(drawableText('и\u0306\u202f\u2009!', 'manrope')).toMatchObject({
      runs: [{ text: 'й  !' }],
      missingGlyphs: [],
    });
  });

  it.each(['montserrat', 'rubik', 'manrope'] as const)(
    'finds in %s all that Russian and English ads need',
    (fontId) => {
      const signs =
        'АБВЯабвяёЁЇїІіЄєҐґЎў ABCxyz 0123456789 ₽€£$₴₸₺№«»„“”‘’—–…•·%‰&@#*+−×÷=<>/\\|~^°©®™½²³§†→←{}[]()?!éèüñçßøÅłş'.replaceAll(
          ' ',
          '',
        );
      expect(drawableText(signs, fontId).missingGlyphs).toEqual([]);
    },
  );
});
