/** One round of a looped background: it begins `fadeSeconds` into the file, and its end changes over to that point. */
export interface LoopRound {
  readonly roundSeconds: number;
  readonly fadeSeconds: number;
}

/** In whole frames, so that picture and sound stay together however often it goes round. */
export function planLoop(availableSeconds: number, fadeSeconds: number, framesPerSecond: number): LoopRound {
  const available = Math.max(2, Math.floor(availableSeconds * framesPerSecond + 1e-6));
  const fade = Math.min(Math.max(1, Math.round(fadeSeconds * framesPerSecond)), Math.floor(available / 2));
  return { roundSeconds: (available - fade) / framesPerSecond, fadeSeconds: fade / framesPerSecond };
}

/** Which moment of the file is seen so long after the background came: during a change-over, the one that goes. */
export function loopedMoment({ roundSeconds, fadeSeconds }: LoopRound, shownSeconds: number): number {
  return fadeSeconds + (shownSeconds % roundSeconds);
}
