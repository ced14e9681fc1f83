const rangeDb = 18;

/** How loud each frame is, 0–1: its level within 18 dB below the speech's loud parts. */
export function frameLoudness(samples: Int16Array, rate: number, framesPerSecond: number): readonly number[] {
  const perFrame = rate / framesPerSecond;
  const count = Math.ceil(samples.length / perFrame);
  const levels = Array.from({ length: count }, (_, frame) => {
    let sum = 0;
    const from = Math.max(0, Math.round((frame - 0.5) * perFrame));
    const to = Math.min(samples.length, Math.round((frame + 1.5) * perFrame));
    for (let at = from; at < to; at += 1) sum += (samples[at] as number) ** 2;
    return 10 * Math.log10(sum / Math.max(1, to - from) + 1);
  });
  const loud = [...levels].sort((left, right) => left - right)[Math.floor(count * 0.9)] ?? 0;
  return levels.map((level) => Math.min(1, Math.max(0, 1 - (loud - level) / rangeDb)));
}
