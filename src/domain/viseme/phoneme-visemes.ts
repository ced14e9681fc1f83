import type { Viseme, VisemeShare } from './viseme.ts';

const affricates: Readonly<Record<string, Viseme>> = {
  tʃ: 'CH',
  dʒ: 'CH',
  tɕ: 'CH',
  dʑ: 'CH',
  tʂ: 'CH',
  dʐ: 'CH',
  ts: 'SS',
  dz: 'SS',
};

/** Every letter that espeak-ng and flite write for English and Russian, and those near them. */
const letters: Readonly<Record<string, Viseme>> = {
  ...spread('PP', 'pbmɓʙ'),
  ...spread('FF', 'fvɱʋ'),
  ...spread('TH', 'θð'),
  ...spread('DD', 'tdlɾɫɬɭʎɮʈɖ'),
  ...spread('nn', 'nɲɳ'),
  ...spread('kk', 'kɡgxhɣχŋʔqɢħɦcɟç'),
  ...spread('CH', 'ʃʒɕʑʂʐɧ'),
  ...spread('SS', 'sz'),
  ...spread('RR', 'ɹrɻʀʁɚɝɜɞ'),
  ...spread('aa', 'aɑɐʌɒ'),
  ...spread('AE', 'æ'),
  ...spread('E', 'eɛ'),
  ...spread('ih', 'iɪɨᵻj'),
  ...spread('oh', 'oɔɤ'),
  ...spread('ou', 'uʊʉwʍyʏɯøœɵβɸ'),
  ...spread('UH', 'əɘᵊ'),
};
/** Rounded to the eye although their sound is open. */
const roundedOpen: Readonly<Record<string, Viseme>> = { ɒ: 'oh', ɵ: 'oh' };

const vowels = new Set<Viseme>(['aa', 'AE', 'E', 'ih', 'oh', 'ou', 'UH', 'RR']);
/** Stress, length, palatalisation and the like, and whatever a phoneme set adds in ASCII. */
const marks = /[\p{M}\p{Sk}ˈˌːˑʲʰʷˠˤˀⁿˡ_'"`.:;~^|‿\s\d-]/gu;

function spread(viseme: Viseme, characters: string): Record<string, Viseme> {
  return Object.fromEntries([...characters].map((character) => [character, viseme]));
}

/** The shapes of one sound in IPA, as a speech engine names it; an empty name is a pause. */
export function visemesOfPhoneme(ipa: string): readonly VisemeShare[] {
  const plain = ipa.normalize('NFD').replace(marks, '');
  if (ipa.trim() === '' || /^[_|.,;:\s]*$/.test(ipa)) return [['sil', 1]];
  const found = shapesOf(plain);
  if (found.length === 0) return [['UH', 1]];
  return shared(found);
}

function shapesOf(plain: string): Viseme[] {
  const found: Viseme[] = [];
  const characters = [...plain];
  for (let at = 0; at < characters.length; at += 1) {
    const pair = affricates[`${characters[at]}${characters[at + 1] ?? ''}`];
    const single = roundedOpen[characters[at] ?? ''] ?? letters[characters[at] ?? ''];
    if (pair) at += 1;
    const viseme = pair ?? single;
    if (viseme && viseme !== found.at(-1)) found.push(viseme);
  }
  return found;
}

/** A diphthong rests on its first part: aɪ is 60 % a. */
function shared(found: readonly Viseme[]): readonly VisemeShare[] {
  const [first, ...rest] = found;
  if (!first || rest.length === 0) return found.map((viseme) => [viseme, 1]);
  const firstShare = vowels.has(first) ? 0.6 : 1 / found.length;
  return [
    [first, firstShare],
    ...rest.map((viseme): VisemeShare => [viseme, (1 - firstShare) / rest.length]),
  ];
}

export function isVowelViseme(viseme: Viseme): boolean {
  return vowels.has(viseme);
}
