import { createBoundedMap } from './bounded-map.ts';

export interface FloodGuardOptions {
  /** So many at once. */
  readonly burst: number;
  /** So many a second in the long run. */
  readonly perSecond: number;
}

export type Admission =
  | 'admitted'
  /** The first of a person's that is too many: they are told. */
  | 'first-excess'
  | 'excess';

interface Bucket {
  tokens: number;
  atMs: number;
  isTold: boolean;
}

const rememberPeople = 10_000;

/** A token bucket a person, in this process's memory: who floods the bot costs it nothing but the reading. */
export function createFloodGuard(
  { burst, perSecond }: FloodGuardOptions,
  nowMs: () => number,
): (lane: number) => Admission {
  const buckets = createBoundedMap<number, Bucket>(rememberPeople);
  return (lane) => {
    const now = nowMs();
    const bucket = buckets.get(lane) ?? { tokens: burst, atMs: now, isTold: false };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.atMs) / 1000) * perSecond);
    bucket.atMs = now;
    buckets.set(lane, bucket);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      // Told again only after a real pause, not at every token that trickles in.
      if (bucket.tokens >= burst / 2) bucket.isTold = false;
      return 'admitted';
    }
    const admission = bucket.isTold ? 'excess' : 'first-excess';
    bucket.isTold = true;
    return admission;
  };
}
