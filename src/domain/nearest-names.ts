/**
 * The names that a mistyped one may have meant, nearest first: by optimal string alignment distance, at most half
 * of the typed length away; the first few of all names when none is that near. What is typed is cut at 80 characters.
 */
export function nearestNames(typed: string, names: readonly string[], count = 3): string[] {
  const ranked = rankedNames(typed, names);
  const near = ranked.filter(({ isNear }) => isNear);
  return (near.length > 0 ? near : ranked).slice(0, count).map(({ name }) => name);
}

/** The one that was probably meant; undefined where none comes near. */
export function nearName(typed: string, names: readonly string[]): string | undefined {
  return rankedNames(typed, names).find(({ isNear }) => isNear)?.name;
}

function rankedNames(typed: string, names: readonly string[]) {
  const wanted = typed.slice(0, 80).toLowerCase();
  return names
    .map((name) => {
      const distance = editDistance(wanted, name.toLowerCase());
      return { name, distance, isNear: distance <= Math.max(2, wanted.length / 2) };
    })
    .sort((left, right) => left.distance - right.distance);
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other. */
export function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1] ? 0 : 1;
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + same);
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
