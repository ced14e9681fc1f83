import type { SpokenUnit } from '../../domain/script/reading/spoken-unit.ts';

/** What is sent to be spoken, and where in it each spoken unit of the script stands (UTF-16). */
export interface SpokenText {
  readonly text: string;
  readonly places: readonly Place[];
}

export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Letters alone, as the engine's own reading knows them best: names, borrowed words, stress as typed. */
const plainWord = /^\p{L}[\p{L}\p{M}]*(?:['’-][\p{L}\p{M}]+)*$/u;
/** Languages whose numbers, prices, dates and links are read by rules of our own, in the right case and gender. */
const ownReading = new Set(['ru', 'en']);
const noSpeech = /[^\s\p{P}]|[*_#@\\/&%]/gu;
/** Where the engine reads numbers, it needs the signs around them. */
const noSpeechElsewhere = /[^\s\p{P}\p{Sc}\p{N}\p{L}\p{M}+=°]|[*_#\\]/gu;

/**
 * The script as typed, punctuation included, since it carries the melody; but numbers and signs are written out as they
 * are to be read, and emoji and other signs that nobody says are left out. Fewer characters are paid for, and the times
 * of what comes back belong to units of the script.
 */
export function spokenText(script: string, units: readonly SpokenUnit[], language: string): SpokenText {
  const places: Place[] = [];
  let text = '';
  let at = 0;
  let wasRewritten = false;
  units.forEach((unit, index) => {
    const typed = script.slice(unit.from, unit.to).normalize('NFC');
    const isRewritten = !isReadAlike(typed, unit.spoken, language);
    const between = gap(script.slice(at, unit.from), language);
    text += wasRewritten || isRewritten ? besideRewritten(between, units[index - 1]) : between;
    const sticks = text === '' || /[\s(«“‘[„-]$/u.test(text);
    if (!sticks && (isRewritten || wasRewritten || between === '')) text += ' ';
    if (text.trim() === '') text = '';
    const said = isRewritten ? withoutStress(unit.spoken) : typed;
    places.push({ from: text.length, to: text.length + said.length });
    text += said;
    at = unit.to;
    wasRewritten = isRewritten;
  });
  return { text: text + gap(script.slice(at), language).trimEnd(), places };
}

/** Of words the engine knows better; but "руб" is read out, since a Russian abbreviation is no word. */
function isReadAlike(typed: string, spoken: string, language: string): boolean {
  if (!plainWord.test(typed)) return false;
  const isAbbreviation = language === 'ru' && /^\p{Script=Cyrillic}+$/u.test(typed);
  return !isAbbreviation || withoutStress(spoken) === withoutStress(typed.toLowerCase());
}

function withoutStress(text: string): string {
  return text.replaceAll('\u0301', '');
}

/** The dot of an abbreviation that is written out, and the dash of "5-10", are read no more. */
function besideRewritten(between: string, before: SpokenUnit | undefined): string {
  if (/^[-–]$/.test(between)) return ' ';
  const endsSentence = /[.!?]/.test(before?.mark ?? '');
  return between.startsWith('.') && !endsSentence ? between.slice(1) : between;
}

function gap(typed: string, language: string): string {
  return typed
    .replace(ownReading.has(language) ? noSpeech : noSpeechElsewhere, '')
    .replace(/\s*\n\s*/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s+(?=[,.!?;:…])/gu, '');
}

/** A stretch that is sent in one request: units `firstUnit` up to `endUnit`, which is not of it. */
export interface TextPart {
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly from: number;
  readonly firstUnit: number;
  readonly endUnit: number;
}

/** Cuts a text that is longer than a model takes: at the last sentence end that fits, else a pause, else a word. */
export function partsOf(
  spoken: SpokenText,
  units: readonly SpokenUnit[],
  limit: number,
): readonly TextPart[] {
  const { text, places } = spoken;
  const parts: TextPart[] = [];
  let firstUnit = 0;
  while (firstUnit < units.length) {
    const from = firstUnit === 0 ? 0 : (places[firstUnit]?.from ?? 0);
    const endOf = (unit: number) => places[unit + 1]?.from ?? text.length;
    let fits = firstUnit;
    while (fits + 1 < units.length && endOf(fits + 1) - from <= limit) fits += 1;
    const endUnit = fits + 1 === units.length ? units.length : cutBefore(units, firstUnit, fits + 1);
    parts.push({ text: text.slice(from, endOf(endUnit - 1)).trimEnd(), from, firstUnit, endUnit });
    firstUnit = endUnit;
  }
  return parts;
}

function cutBefore(units: readonly SpokenUnit[], first: number, end: number): number {
  const lastWith = (marks: RegExp) => units.slice(first, end).findLastIndex(({ mark }) => marks.test(mark));
  const sentence = lastWith(/[.!?]/);
  const pause = sentence >= 0 ? sentence : lastWith(/,/);
  return pause >= 0 ? first + pause + 1 : end;
}
