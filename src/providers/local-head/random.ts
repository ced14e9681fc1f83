/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A slow wave without a visible period, about −1 to 1. */
export function slowWave(random: () => number, periodSeconds: number): (seconds: number) => number {
  const parts = [1, 0.57, 0.31].map((factor, at) => ({
    share: [0.6, 0.3, 0.1][at] as number,
    speed: (2 * Math.PI) / (periodSeconds * factor * (0.9 + 0.2 * random())),
    phase: random() * 2 * Math.PI,
  }));
  return (seconds) =>
    parts.reduce((sum, { share, speed, phase }) => sum + share * Math.sin(seconds * speed + phase), 0);
}
