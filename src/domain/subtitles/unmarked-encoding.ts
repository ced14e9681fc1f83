const cyrillicEncodings = ['windows-1251', 'koi8-r', 'ibm866'] as const;

/** How often a letter stands in Russian, of ten thousand; four Ukrainian ones beside them. */
const letterFrequencies: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ о: 1097, е: 845, а: 801, и: 735, н: 670, т: 626, с: 547, р: 473, в: 454, л: 440, к: 349, м: 321 },
    ...{ д: 298, п: 281, у: 262, я: 201, ы: 190, ь: 174, г: 170, з: 165, б: 159, ч: 144, й: 121, х: 97 },
    ...{ ж: 94, і: 80, ш: 73, ю: 64, ї: 50, є: 50, ц: 48, щ: 36, э: 32, ф: 26, ё: 20, ъ: 4, ґ: 2 },
  }),
);
const unheardOf = 0.5;
/** All but ASCII and signs that stand beside words in Cyrillic texts; a sign in the middle of words speaks against one. */
const foreign = /[^\0-\x7f\s«»“”„’‘—–…№]/gu;
/** As words look in a wrong encoding: a capital behind a small letter, a letter of Latin beside one of Cyrillic. */
const oddPair = /[а-яё](?=[А-ЯЁ])|[a-zA-Z](?=\p{Script=Cyrillic})|\p{Script=Cyrillic}(?=[a-zA-Z])/gu;
const oddPairCost = 3;
/** Mean logarithm of the frequencies: Russian has -3.2; Hebrew, Greek, Arabic and Chinese read so have -3.8 to -6.5. */
const leastLikeness = -3.5;
/** So few letters may be rare ones. */
const fewLetters = 8;
const leastLikenessOfFew = -4.4;

/** In which of the one-byte encodings of Cyrillic the bytes read like a text; undefined where in none. */
export function cyrillicEncodingOf(content: Uint8Array): string | undefined {
  const [best] = cyrillicEncodings
    .map((encoding) => ({ encoding, ...cyrillicLikeness(new TextDecoder(encoding).decode(content)) }))
    // Hebrew of windows-1255 is read so: nothing but capitals, as often as in Russian.
    .filter(({ encoding, isLower }) => encoding !== 'koi8-r' || isLower)
    .filter(({ hasWord }) => hasWord)
    .sort((left, right) => right.likeness - left.likeness);
  if (!best) return undefined;
  const least = best.letters < fewLetters ? leastLikenessOfFew : leastLikeness;
  return best.likeness >= least ? best.encoding : undefined;
}

interface Likeness {
  readonly likeness: number;
  readonly letters: number;
  readonly isLower: boolean;
  readonly hasWord: boolean;
}

/** An Italian è or a French à stands alone among words of Latin, and read so is a frequent Russian word. */
const cyrillicWord = /(?<!\p{L})\p{Script=Cyrillic}{2,}(?!\p{L})/u;

function cyrillicLikeness(text: string): Likeness {
  const letters = text.match(foreign) ?? [];
  const isLower = /[а-яё]/.test(text);
  const hasWord = cyrillicWord.test(text) || !/[a-z]/i.test(text);
  if (letters.length === 0) return { likeness: Number.NEGATIVE_INFINITY, letters: 0, isLower, hasWord };
  const sum = letters.reduce((total, letter) => total + Math.log(frequencyOf(letter)), 0);
  const odd = oddPairCost * (text.match(oddPair)?.length ?? 0);
  return { likeness: (sum - odd) / letters.length, letters: letters.length, isLower, hasWord };
}

function frequencyOf(letter: string): number {
  return (letterFrequencies.get(letter.toLowerCase()) ?? unheardOf) / 10_000;
}

/** Signs of windows-1252 where other encodings have letters; the Icelandic ones are told as Turkish far more often. */
const foreignSign = /\p{L}[\u0080-\u009F¡-²µ-¶¸-¿×÷]\p{L}|[ðþÐÞ\u0081\u008D\u008F\u0090\u009D]/u;

/** Whether the bytes make sense in windows-1252: letters with accents now and then, signs only where signs stand. */
export function isWestern(content: Uint8Array): boolean {
  const text = new TextDecoder('windows-1252').decode(content);
  const accented = text.match(/[À-ÖØ-öø-ÿŒœŠšŽžŸ]/g)?.length ?? 0;
  const plain = text.match(/[a-z]/gi)?.length ?? 0;
  return accented <= plain && !foreignSign.test(text);
}
