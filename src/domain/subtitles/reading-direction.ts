/** 'none' for signs and emoji, which go along with the words beside them. */
export type Direction = 'ltr' | 'rtl' | 'none';

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;
/** Digits run from left to right in every script. */
const leftToRight = /[\p{L}\p{N}]/u;

export function directionOf(text: string): Direction {
  if (rightToLeft.test(text)) return 'rtl';
  return leftToRight.test(text) ? 'ltr' : 'none';
}

/** Whether a text is written from right to left: its first word that has a direction decides, numbers do not count. */
export function isRightToLeft(words: readonly { readonly text: string }[]): boolean {
  const first = words.find(({ text }) => /\p{L}/u.test(text));
  return first !== undefined && directionOf(first.text) === 'rtl';
}

/** The words of a line from left to right as they are seen; runs of the other direction keep their own order. */
export function visualOrder<Word extends { readonly direction: Direction }>(
  line: readonly Word[],
  base: Direction,
): Word[] {
  const directions = resolved(line, base);
  const runs: { direction: Direction; words: Word[] }[] = [];
  line.forEach((word, index) => {
    const direction = directions[index] ?? base;
    const last = runs.at(-1);
    if (last?.direction === direction) last.words.push(word);
    else runs.push({ direction, words: [word] });
  });
  const ordered = base === 'rtl' ? runs.reverse() : runs;
  return ordered.flatMap(({ direction, words }) => (direction === 'rtl' ? words.reverse() : words));
}

/** A sign between two words of one direction takes it; any other sign has the line's. */
function resolved(line: readonly { readonly direction: Direction }[], base: Direction): Direction[] {
  return line.map(({ direction }, index) => {
    if (direction !== 'none') return direction;
    const before = line.slice(0, index).findLast((word) => word.direction !== 'none')?.direction;
    const after = line.slice(index + 1).find((word) => word.direction !== 'none')?.direction;
    return before !== undefined && before === after ? before : base;
  });
}
