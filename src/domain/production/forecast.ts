/** Seconds left at a fraction 0–1 and a time in seconds; undefined until enough was seen to tell. */
export type Forecast = (fraction: number, nowSeconds: number) => number | undefined;

/** Less than this share of the work says little about its speed. */
const enoughSeen = 0.05;

/**
 * Extends the speed since the first look: what was done before that, by a killed process or in a stored result, says
 * nothing of how fast this one goes.
 */
export function createForecast(): Forecast {
  let first: { fraction: number; seconds: number } | undefined;
  return (fraction, nowSeconds) => {
    first ??= { fraction, seconds: nowSeconds };
    const seen = fraction - first.fraction;
    if (seen < enoughSeen) return undefined;
    return ((nowSeconds - first.seconds) / seen) * (1 - fraction);
  };
}
