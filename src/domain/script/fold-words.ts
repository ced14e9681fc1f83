/** Letters of another alphabet, and signs in their place, that look the same to a reader: all become the Latin one. */
const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  ё: 'e',
  һ: 'h',
  н: 'h',
  і: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  α: 'a',
  β: 'b',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ı: 'i',
};

/** Only between letters: a number stays one. */
const signsForLetters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'з',
  '@': 'a',
  $: 's',
  '|': 'i',
};

/**
 * The words of a text with everything folded that doesn't change what they are, in the ways in which it may be read:
 * punctuation as a border, punctuation inside of words as nothing, and letters that stand alone as one word.
 */
export function foldedReadings(text: string): readonly (readonly string[])[] {
  const plain = foldLetters(text);
  const bordered = wordsOf(plain);
  const joined = plain.split(/\s+/u).flatMap((part) => wordsOf(part.replace(/[^\p{L}\p{N}]+/gu, '')));
  return [bordered, joined, joinSingleLetters(bordered)];
}

function foldLetters(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{Cf}/gu, '')
      .toLowerCase()
      // и with its breve is a letter of its own; every other mark is an ornament.
      .replace(/(?<!и)\p{M}+|(?<=и)(?!\u0306)\p{M}+/gu, '')
      .normalize('NFC')
      .replace(/[@$|013]+/gu, (signs, at: number, whole: string) =>
        touchesLetter(whole, at, signs.length)
          ? [...signs].map((sign) => signsForLetters[sign]).join('')
          : signs,
      )
      .replace(/\p{L}/gu, (letter) => lookAlikes[letter] ?? letter)
  );
}

function touchesLetter(text: string, at: number, length: number): boolean {
  const isLetter = (character: string | undefined) => character !== undefined && /\p{L}/u.test(character);
  return isLetter(text[at - 1]) && isLetter(text[at + length]);
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** 's p a m' is read as one word; two letters in a row are only that. */
function joinSingleLetters(words: readonly string[]): string[] {
  return words
    .map((word) => (word.length === 1 ? word : ` ${word} `))
    .join('')
    .split(' ')
    .filter((word) => word !== '');
}
