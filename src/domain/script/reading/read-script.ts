import { withoutEmphasis } from '../emphasis.ts';
import { englishRules } from './english-rules.ts';
import { otherLanguageRules } from './other-language-rules.ts';
import type { ReadingPart, ReadingRule } from './reading-rule.ts';
import { russianRules } from './russian-rules.ts';
import { withStressMarks } from './russian-stress.ts';
import type { PauseMark, SpokenUnit } from './spoken-unit.ts';

/**
 * How a script is read aloud: numbers, prices, dates, links and signs become words, emoji are dropped. Every unit
 * keeps its place in the script as typed, so that what is heard can be shown exactly as it was written. The stars of
 * `*emphasised words*` are not there for the voice.
 * Russian and English have rules of their own; other languages are left to the engine but for signs and emoji.
 */
export function readScript(script: string, language: string): readonly SpokenUnit[] {
  const { text, positionOf } = withoutEmphasis(script);
  const units = readUnstarred(text, language);
  if (text.length === script.length) return units;
  return units.map((unit) => ({
    ...unit,
    from: positionOf(unit.from),
    to: positionOf(unit.to - 1) + 1,
  }));
}

function readUnstarred(script: string, language: string): readonly SpokenUnit[] {
  const rules = rulesOf(language);
  const units: SpokenUnit[] = [];
  let at = 0;
  while (at < script.length) {
    const reading = firstReading(rules, script, at);
    if (reading) {
      for (const part of reading) {
        const words = part.spoken.replace(/\s+/g, ' ').trim();
        const spoken = language === 'ru' ? withStressMarks(words) : words;
        if (spoken !== '') units.push({ from: at, to: at + part.length, spoken, mark: '' });
        at += part.length;
      }
      continue;
    }
    strengthen(units, markAt(script, at));
    at += String.fromCodePoint(script.codePointAt(at) ?? 0).length;
  }
  return units;
}

function rulesOf(language: string): readonly ReadingRule[] {
  if (language === 'en') return englishRules;
  return language === 'ru' ? russianRules : otherLanguageRules;
}

/** As far as a rule may look: a preposition, a noun. Bounded, so that a long script costs no more a word. */
const contextCharacters = 60;

function firstReading(
  rules: readonly ReadingRule[],
  script: string,
  at: number,
): readonly ReadingPart[] | undefined {
  for (const rule of rules) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(script);
    if (!match || match[0] === '') continue;
    const end = at + match[0].length;
    const after = script.slice(end, end + contextCharacters);
    const reading = rule.read(match, {
      before: script.slice(Math.max(0, at - contextCharacters), at),
      after,
    });
    if (reading === undefined) continue;
    return typeof reading === 'string' ? [{ length: match[0].length, spoken: reading }] : reading;
  }
  return undefined;
}

const strength: Readonly<Record<PauseMark, number>> = { '': 0, ',': 1, '.': 2, '!': 3, '?': 3 };

function strengthen(units: SpokenUnit[], mark: PauseMark): void {
  const last = units.at(-1);
  if (last && strength[mark] > strength[last.mark]) units[units.length - 1] = { ...last, mark };
}

function markAt(script: string, at: number): PauseMark {
  const character = script.charAt(at);
  const after = script.slice(at + 1);
  if (character === '\n') return /^\s*(\p{Ll}|$)/u.test(after) ? ',' : '.';
  if (character === '!' || character === '?') return character;
  if (character === '.' || character === '…') return endsSentence(after) ? '.' : '';
  if (/[,;:()—]/.test(character)) return ',';
  // A dash between blanks is a pause; before a digit it is a minus.
  if (character === '–' || character === '-')
    return /\s$/.test(script.slice(0, at)) && /^\s/.test(after) ? ',' : '';
  return '';
}

/** A full stop ends a sentence where a blank and no small letter follows it; "..." in mid-sentence does not. */
function endsSentence(after: string): boolean {
  return /^[.!?…"'»”)\]]*($|\s+(?!\p{Ll}))/u.test(after);
}
