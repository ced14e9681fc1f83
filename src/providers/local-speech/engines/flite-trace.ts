/** One phone of flite's `-psdur` trace; the times follow each other, pauses (`pau`) included. */
export interface TracePhone {
  readonly phone: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Parses "0 pau:0.164 hh:0.255 …": each phone with the second at which it ends. */
export function parseTrace(trace: string): readonly TracePhone[] {
  let startSeconds = 0;
  return Array.from(trace.matchAll(/([a-z]+):(\d+(?:\.\d+)?)/g), (match) => {
    const endSeconds = Number(match[2]);
    const phone = { phone: match[1] ?? 'pau', startSeconds, endSeconds };
    startSeconds = endSeconds;
    return phone;
  });
}

export function isPause(phone: string): boolean {
  return phone === 'pau' || phone === 'ssil' || phone === 'brth';
}

/**
 * Which unit each phone of the sentence belongs to, given the phones that each unit has on its own. The sums nearly
 * always agree; where context changes a word's phones (a, the, of) the two lists are aligned by edit distance.
 */
export function unitsOfPhones(
  sentencePhones: readonly string[],
  unitPhones: readonly (readonly string[])[],
): readonly number[] {
  const expected = unitPhones.flatMap((phones, unit) => phones.map((phone) => ({ phone, unit })));
  if (expected.length === sentencePhones.length) return expected.map(({ unit }) => unit);
  return alignByEdits(sentencePhones, expected);
}

interface ExpectedPhone {
  readonly phone: string;
  readonly unit: number;
}

function alignByEdits(heard: readonly string[], expected: readonly ExpectedPhone[]): readonly number[] {
  const width = expected.length + 1;
  const costs = new Uint16Array((heard.length + 1) * width);
  for (let row = 0; row <= heard.length; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      if (row === 0 || column === 0) {
        costs[at] = (row + column) * 2;
        continue;
      }
      const same = heard[row - 1] === expected[column - 1]?.phone;
      const swap = (costs[at - width - 1] ?? 0) + (same ? 0 : 3);
      costs[at] = Math.min(swap, (costs[at - width] ?? 0) + 2, (costs[at - 1] ?? 0) + 2);
    }
  }
  const units = new Array<number>(heard.length).fill(0);
  let row = heard.length;
  let column = expected.length;
  while (row > 0) {
    const at = row * width + column;
    const cost = costs[at] ?? 0;
    const same = column > 0 && heard[row - 1] === expected[column - 1]?.phone;
    if (column > 0 && cost === (costs[at - width - 1] ?? 0) + (same ? 0 : 3)) {
      units[row - 1] = expected[column - 1]?.unit ?? 0;
      row -= 1;
      column -= 1;
    } else if (cost === (costs[at - width] ?? 0) + 2) {
      units[row - 1] = expected[Math.max(0, column - 1)]?.unit ?? 0;
      row -= 1;
    } else {
      column -= 1;
    }
  }
  return units;
}
