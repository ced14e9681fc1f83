/** Shares of the bar: what is done here before and after, and what is the service's. */
export const shares = {
  prepared: 0.03,
  uploaded: 0.07,
  submitted: 0.1,
  begun: 0.2,
  made: 0.88,
  fetched: 0.92,
};

/**
 * How far a job is, by the time since it was submitted: services tell nothing better. Never goes back, and slows down
 * rather than to arrive before the job does.
 */
export function jobFraction(elapsedMs: number, usualMs: number, isWaiting: boolean): number {
  const share = Math.max(0, elapsedMs) / (Math.max(0, elapsedMs) + usualMs / 2);
  const [from, to] = isWaiting ? [shares.submitted, shares.begun] : [shares.begun, shares.made];
  return from + (to - from) * share;
}
