/** Half a period of the lowest voices: the gain moves slower than a wave, so nothing is distorted. */
const reachSamples = 240;

/**
 * Lowers the gain around every peak above the ceiling (0–1), with a window that looks as far ahead as back: no delay,
 * no clipping. Changes the samples in place.
 */
export function limitPeaks(samples: Float32Array, ceiling: number): void {
  const needed = new Float32Array(samples.length).fill(1);
  let over = false;
  for (let index = 0; index < samples.length; index += 1) {
    const peak = Math.abs(samples[index] ?? 0);
    if (peak <= ceiling) continue;
    over = true;
    const gain = ceiling / peak;
    const from = Math.max(0, index - reachSamples);
    const to = Math.min(samples.length - 1, index + reachSamples);
    for (let near = from; near <= to; near += 1) {
      const fall = 1 - Math.abs(near - index) / (reachSamples + 1);
      // A raised cosine: full reduction at the peak, none at the window's ends.
      const shaped = 1 - (1 - gain) * (0.5 - 0.5 * Math.cos(Math.PI * fall));
      if (shaped < (needed[near] ?? 1)) needed[near] = shaped;
    }
  }
  if (!over) return;
  for (let index = 0; index < samples.length; index += 1) {
    samples[index] = (samples[index] ?? 0) * (needed[index] ?? 1);
  }
}
