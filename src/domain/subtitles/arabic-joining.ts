/**
 * Advances in thousandths of an em of Rubik's Arabic letters that are joined to the next one; alone most are twice as
 * wide. Measured in shaped text, since the font has no code points for the joined forms.
 */
const joinedAdvances: ReadonlyMap<string, number> = new Map(
  (
    [
      ['بتثنئپ', 320],
      ['ل', 333],
      ['يی', 344],
      ['كکگ', 559],
      ['فق', 567],
      ['م', 604],
      ['عغ', 649],
      ['ه', 680],
      ['طظ', 718],
      ['جحخچ', 761],
      ['سش', 876],
      ['صض', 925],
    ] as const
  ).flatMap(([letters, advance]) => [...letters].map((letter): [string, number] => [letter, advance])),
);

/** In em; undefined where the character is drawn as it stands alone. */
export function joinedAdvanceEm(character: string, next: string | undefined): number | undefined {
  if (next === undefined || !/\p{Script=Arabic}/u.test(next) || !/\p{L}/u.test(next)) return undefined;
  const advance = joinedAdvances.get(character);
  return advance === undefined ? undefined : advance / 1000;
}
