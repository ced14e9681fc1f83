/** Where intro and outro stand in the finished clip. Times are whole frames. */
export interface JoinPlan {
  readonly intro?: JoinedClip;
  readonly outro?: JoinedClip;
  /** When the speech part begins: its first frame shows through the intro's last ones. */
  readonly bodyStartSeconds: number;
  readonly bodySeconds: number;
  readonly totalSeconds: number;
}

export interface JoinedClip {
  /** How much of the clip is shown. */
  readonly seconds: number;
  /** How long it and the speech part are seen at once. */
  readonly fadeSeconds: number;
}

export const bookendLimits = { leastSeconds: 0.5, mostSeconds: 15 } as const;

/** Long enough to be a change of scene rather than a fault, short enough that no word is lost in it. */
const fadeSeconds = 0.3;
/** Of the clip, and of the speech part: whatever is very short is still seen alone for a while. */
const fadeShareAtMost = 1 / 4;

/** `bodySeconds` is the speech; the others are how long the user's clips last. */
export function planJoin(request: {
  readonly bodySeconds: number;
  readonly introSeconds?: number | undefined;
  readonly outroSeconds?: number | undefined;
  readonly framesPerSecond: number;
}): JoinPlan {
  const { introSeconds, outroSeconds, framesPerSecond } = request;
  if (introSeconds === undefined && outroSeconds === undefined) {
    const { bodySeconds } = request;
    return { bodyStartSeconds: 0, bodySeconds, totalSeconds: bodySeconds };
  }
  const onFrame = (seconds: number) => Math.round(seconds * framesPerSecond) / framesPerSecond;
  const bodySeconds = Math.max(1 / framesPerSecond, onFrame(request.bodySeconds));
  const joined = (clipSeconds: number): JoinedClip => {
    const shown = Math.min(clipSeconds, bookendLimits.mostSeconds);
    const seconds = Math.max(1 / framesPerSecond, onFrame(shown));
    const fade = Math.min(fadeSeconds, seconds * fadeShareAtMost, bodySeconds * fadeShareAtMost);
    return { seconds, fadeSeconds: onFrame(fade) };
  };
  const intro = introSeconds === undefined ? undefined : joined(introSeconds);
  const outro = outroSeconds === undefined ? undefined : joined(outroSeconds);
  const bodyStartSeconds = intro ? intro.seconds - intro.fadeSeconds : 0;
  const after = outro ? outro.seconds - outro.fadeSeconds : 0;
  return {
    ...(intro && { intro }),
    ...(outro && { outro }),
    bodyStartSeconds,
    bodySeconds,
    totalSeconds: bodyStartSeconds + bodySeconds + after,
  };
}

/** When the outro's first frame begins to show. */
export function outroStartSeconds({ totalSeconds, outro }: JoinPlan): number {
  return totalSeconds - (outro?.seconds ?? 0);
}
