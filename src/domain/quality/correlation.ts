/** Mean product of the two spreads below which what moves is rounding. */
const stillness = 1e-12;

/** Pearson's r of `left[i + lag]` and `right[i]` over all `i` that both have; 0 where one of them stands still. */
export function pearson(left: ArrayLike<number>, right: ArrayLike<number>, lag: number): number {
  const from = Math.max(0, -lag);
  const to = Math.min(right.length, left.length - lag);
  const count = to - from;
  if (count < 2) return 0;
  let sumLeft = 0;
  let sumRight = 0;
  for (let index = from; index < to; index += 1) {
    sumLeft += left[index + lag] ?? 0;
    sumRight += right[index] ?? 0;
  }
  const [meanLeft, meanRight] = [sumLeft / count, sumRight / count];
  let product = 0;
  let powerLeft = 0;
  let powerRight = 0;
  for (let index = from; index < to; index += 1) {
    const leftValue = (left[index + lag] ?? 0) - meanLeft;
    const rightValue = (right[index] ?? 0) - meanRight;
    product += leftValue * rightValue;
    powerLeft += leftValue * leftValue;
    powerRight += rightValue * rightValue;
  }
  const power = Math.sqrt(powerLeft * powerRight);
  return power > stillness * count ? product / power : 0;
}

/** The highest value and where it is, between the samples, by the parabola through it and its neighbours. */
export function refinedPeak(values: ArrayLike<number>): { readonly at: number; readonly value: number } {
  let best = 0;
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] ?? 0) > (values[best] ?? 0)) best = index;
  }
  const value = values[best] ?? 0;
  if (best === 0 || best === values.length - 1) return { at: best, value };
  const [before, after] = [values[best - 1] ?? 0, values[best + 1] ?? 0];
  const bend = before - 2 * value + after;
  if (bend >= 0) return { at: best, value };
  const shift = (before - after) / (2 * bend);
  return { at: best + shift, value: value - ((before - after) * shift) / 4 };
}
