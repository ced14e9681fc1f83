/**
 * Russian words with a marked stress in espeak-ng's phoneme names, which is the only way to tell it a stress: it
 * ignores U+0301. Follows the school rules of reduction, softening and voicing; the results were compared with
 * espeak-ng's own for words that it stresses rightly.
 */
const acute = '\u0301';
const vowels = 'аеёиоуыэюя';
const softening = 'еёиюяь';

const consonants: Readonly<Record<string, string>> = {
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  ж: 'Z',
  з: 'z',
  й: 'j',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  ф: 'f',
  х: 'x',
  ц: 'ts',
  ч: 'tS;',
  ш: 'S',
  щ: 'S;',
};
const alwaysHard = 'жшц';
const alwaysSoft = 'чщй';
const devoiced: Readonly<Record<string, string>> = { б: 'п', в: 'ф', г: 'к', д: 'т', ж: 'ш', з: 'с' };
const voiced: Readonly<Record<string, string>> = { п: 'б', т: 'д', к: 'г', с: 'з', ш: 'ж', ф: 'в' };
const voicelessLetters = 'пфктшсхцчщ';
/** в calls for no voicing of what stands before it. */
const voicingLetters = 'бгджз';

/** Clusters that are not said as they are written. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/ться$/, 'ца'],
  [/тся$/, 'ца'],
  [/стн/g, 'сн'],
  [/здн/g, 'зн'],
  [/^сч|сч/g, 'щ'],
  [/^что/, 'што'],
  [/(?<=[ое])г(?=о$)/, 'в'],
];

/** undefined for a word without exactly one stress mark after a vowel, or with letters that are not Russian. */
export function russianPhonemes(marked: string): string | undefined {
  const word = marked.toLowerCase();
  const at = word.indexOf(acute);
  const letters = word.replaceAll(acute, '');
  if (at < 1 || at !== word.lastIndexOf(acute) || !vowels.includes(word[at - 1] ?? ' ')) return undefined;
  if (!/^[а-яё]+$/.test(letters)) return undefined;
  const { text, stress } = respelled(letters, at - 1);
  const phonemes: string[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index] ?? '';
    if (letter === 'ь' || letter === 'ъ') continue;
    if (vowels.includes(letter)) phonemes.push(vowel(text, index, stress));
    else phonemes.push(consonant(text, index));
  }
  return phonemes.join('|');
}

/** Rewrites clusters; all of them stand after the stress or keep their length, so the stress is counted in vowels. */
function respelled(letters: string, stressedAt: number): { text: string; stress: number } {
  const count = (text: string) => Array.from(text).filter((letter) => vowels.includes(letter)).length;
  const ordinal = count(letters.slice(0, stressedAt));
  const text = spellings.reduce((rest, [pattern, written]) => rest.replace(pattern, written), letters);
  let stress = -1;
  for (let seen = -1; seen < ordinal && stress < text.length; ) {
    stress += 1;
    if (vowels.includes(text[stress] ?? ' ')) seen += 1;
  }
  return { text, stress };
}

function consonant(text: string, index: number): string {
  const written = text[index] ?? '';
  const next = text[index + 1] ?? '';
  const sounding = assimilated(text, index);
  const phoneme = consonants[sounding] ?? '';
  const canSoften = !alwaysHard.includes(written) && !alwaysSoft.includes(written);
  const soft = canSoften && next !== '' && (softening.includes(next) || softByNext(text, index));
  return soft ? `${phoneme};` : phoneme;
}

/** с and з are soft before a soft т, д or н: сде́лка, го́сти. */
function softByNext(text: string, index: number): boolean {
  const afterNext = text[index + 2] ?? ' ';
  return /[сз][тдн]/.test(text.slice(index, index + 2)) && softening.includes(afterNext);
}

/** Voice is taken over from the last obstruent of a cluster, and lost at the end of a word. */
function assimilated(text: string, index: number): string {
  const letter = text[index] ?? '';
  let next = index + 1;
  while (text[next] === 'ь' || text[next] === 'ъ') next += 1;
  const follower = text[next];
  if (follower === undefined) return devoiced[letter] ?? letter;
  const effective = devoiced[follower] !== undefined && follower !== 'в' ? assimilated(text, next) : follower;
  if (voicelessLetters.includes(effective)) return devoiced[letter] ?? letter;
  if (voicingLetters.includes(effective)) return voiced[letter] ?? letter;
  return letter;
}

function vowel(text: string, index: number, stress: number): string {
  const letter = text[index] ?? '';
  const before = text[index - 1] ?? '';
  const iotated = index === 0 || vowels.includes(before) || before === 'ь' || before === 'ъ';
  const afterHard = alwaysHard.includes(before) && before !== '';
  if (index === stress) return stressedVowel(letter, iotated, afterHard);
  const isFirstBefore =
    index < stress && !Array.from(text.slice(index + 1, stress)).some((rest) => vowels.includes(rest));
  return unstressedVowel(letter, {
    iotated,
    afterHard,
    isFirstBefore,
    isLast: index === text.length - 1,
    index,
  });
}

function stressedVowel(letter: string, iotated: boolean, afterHard: boolean): string {
  const glide = iotated && 'еёюя'.includes(letter) ? 'j|' : '';
  const names: Readonly<Record<string, string>> = { а: 'A', о: 'o', у: 'u', ы: 'y', э: 'E', я: 'A', ё: '8' };
  if (letter === 'е') return `${glide}'${afterHard ? 'E' : 'e'}`;
  if (letter === 'и') return `'${afterHard ? 'y' : 'i'}`;
  if (letter === 'ю') return `${glide}'u`;
  if (letter === 'ё' && afterHard) return "'o";
  return `${glide}'${names[letter] ?? ''}`;
}

interface VowelPlace {
  readonly iotated: boolean;
  readonly afterHard: boolean;
  readonly isFirstBefore: boolean;
  readonly isLast: boolean;
  readonly index: number;
}

function unstressedVowel(letter: string, place: VowelPlace): string {
  const glide = place.iotated && 'еёюя'.includes(letter) ? 'j|' : '';
  switch (letter) {
    case 'а':
      if (place.isLast) return 'a#';
      return place.isFirstBefore || place.index === 0 ? 'a' : 'V';
    case 'о':
      return 'V';
    case 'е':
    case 'ё':
      if (place.afterHard) return 'y';
      return glide === '' ? 'i' : `${glide}I`;
    case 'и':
      if (place.afterHard) return 'y';
      return place.index === 0 || place.isLast ? 'I' : 'i';
    case 'я':
      if (glide !== '') return `${glide}a`;
      return place.isLast ? 'V' : 'i';
    case 'э':
      return 'E#';
    case 'ы':
      return 'y';
    default:
      return `${glide}u`;
  }
}
