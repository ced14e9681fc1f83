/** Moscow keeps no summer time: three hours before UTC all year. */
const offsetMs = 3 * 3_600_000;
const dayMs = 24 * 3_600_000;

/** YYYY-MM-DD of Moscow's calendar. */
export function moscowDay(now: Date): string {
  return new Date(now.getTime() + offsetMs).toISOString().slice(0, 10);
}

/** When Moscow's day began. */
export function moscowMidnight(now: Date): Date {
  return new Date(Math.floor((now.getTime() + offsetMs) / dayMs) * dayMs - offsetMs);
}
