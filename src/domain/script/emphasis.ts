/** A script without the stars around words that are to stand out. */
export interface UnstarredText {
  readonly text: string;
  /** Where a UTF-16 unit of `text` stands in the script as typed. */
  readonly positionOf: (at: number) => number;
}

interface StarredRange {
  /** What stands between the stars, in UTF-16 positions of the script as typed. */
  readonly from: number;
  readonly to: number;
  /** One star or two on either side. */
  readonly stars: number;
}

/** A longer stretch is hardly meant: a star was forgotten. */
const longestStretch = 200;
/**
 * Stars that hug words, not those of '5*3*2', of '2 * 2' or of a footnote, which have a letter, a digit or a blank on the
 * wrong side.
 */
const starred = new RegExp(
  `(?<![\\p{L}\\p{N}*])(\\*{1,2})(?=[^\\s*])([^*\\n]{0,${longestStretch - 1}}[^\\s*])\\1(?![\\p{L}\\p{N}*])`,
  'gu',
);

/** What a voice says and a person counts: the script without the stars of `*emphasised words*`; other stars stay. */
export function withoutEmphasis(script: string): UnstarredText {
  const isStar = starPositions(script);
  if (isStar.size === 0) return { text: script, positionOf: (at) => at };
  const positions = Array.from({ length: script.length }, (_, at) => at).filter((at) => !isStar.has(at));
  return {
    text: positions.map((at) => script[at]).join(''),
    positionOf: (at) => positions[at] ?? script.length,
  };
}

/** The same script with blanks for those stars, so that every position stays. */
export function blankEmphasis(script: string): string {
  const isStar = starPositions(script);
  return isStar.size === 0
    ? script
    : script.replace(/\*/g, (star, at: number) => (isStar.has(at) ? ' ' : star));
}

/** Words in their order without such stars, and which of them the stars stood around. */
export function readEmphasis<Word extends { readonly text: string }>(
  words: readonly Word[],
): (Word & { readonly emphasised?: true })[] {
  const joined = words.map(({ text }) => text).join(' ');
  const ranges = starredRanges(joined);
  if (ranges.length === 0) return [...words];
  const isStar = starPositions(joined);
  let at = 0;
  return words.map((word) => {
    const [from, to] = [at, at + word.text.length];
    at = to + 1;
    const text = Array.from({ length: to - from }, (_, index) => from + index)
      .filter((position) => !isStar.has(position))
      .map((position) => joined[position])
      .join('');
    const emphasised = ranges.some((range) => range.from < to && range.to > from);
    return { ...word, text, ...(emphasised && { emphasised: true as const }) };
  });
}

function starredRanges(script: string): StarredRange[] {
  return Array.from(script.matchAll(starred), (match) => {
    const stars = match[1]?.length ?? 1;
    return { from: match.index + stars, to: match.index + match[0].length - stars, stars };
  });
}

function starPositions(script: string): ReadonlySet<number> {
  const positions = new Set<number>();
  for (const { from, to, stars } of starredRanges(script)) {
    for (let star = 0; star < stars; star += 1) positions.add(from - 1 - star).add(to + star);
  }
  return positions;
}
