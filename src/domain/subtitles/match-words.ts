/** For each edited word the index of the spoken word that it still is, in order; undefined for a new or changed one. */
export function matchWords(spoken: readonly string[], edited: readonly string[]): (number | undefined)[] {
  const [left, right] = [edited.map(matchKey), spoken.map(matchKey)];
  const columns = right.length + 1;
  // Longest common subsequence, longer words weighing more: an article must not draw its sentence to another place.
  const best = new Uint32Array((left.length + 1) * columns);
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const skipped = Math.max(
        best[(row + 1) * columns + column] ?? 0,
        best[row * columns + column + 1] ?? 0,
      );
      const taken =
        left[row] === right[column]
          ? (best[(row + 1) * columns + column + 1] ?? 0) + (left[row]?.length ?? 0) + 1
          : 0;
      best[row * columns + column] = Math.max(skipped, taken);
    }
  }
  let column = 0;
  return left.map((word, row) => {
    while (column < right.length) {
      const here = best[row * columns + column] ?? 0;
      if (here === (best[(row + 1) * columns + column] ?? 0)) return undefined;
      if (word === right[column] && here > (best[row * columns + column + 1] ?? 0)) {
        column += 1;
        return column - 1;
      }
      column += 1;
    }
    return undefined;
  });
}

/** Case, ё and signs make no other word; a lone sign is compared as it is. */
function matchKey(word: string): string {
  const folded = word.normalize('NFKC').toLowerCase().replaceAll('ё', 'е');
  return folded.replace(/[^\p{L}\p{M}\p{N}]+/gu, '') || folded;
}
