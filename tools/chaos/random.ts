/** Numbers that look like chance and come again from the same seed. */
export interface Random {
  /** From 0 up to, and not, 1. */
  next(): number;
  chance(probability: number): boolean;
  /** From 0 up to, and not, `count`. */
  below(count: number): number;
  pick<T>(from: readonly T[]): T;
  /** By the weights given. */
  weighted<T>(from: readonly (readonly [weight: number, value: T])[]): T;
}

/** Mulberry32, begun with a hash of the name. */
export function randomOf(name: string): Random {
  let state = 0x811c9dc5;
  for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (from) => {
      if (from.length === 0) throw new RangeError('There is nothing to pick from.');
      return from[below(from.length)] as (typeof from)[number];
    },
    weighted: (from) => {
      let rest = next() * from.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of from) {
        rest -= weight;
        if (rest < 0) return value;
      }
      throw new RangeError('There is nothing to pick from.');
    },
  };
}
