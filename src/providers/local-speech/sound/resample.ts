const lobes = 8;

/** Windowed-sinc resampling of mono sound; frequencies above half of the lower rate are removed. */
export function resampled(samples: Float32Array, fromRate: number, toRate: number): Float32Array {
  if (fromRate === toRate) return samples;
  const step = fromRate / toRate;
  const cutoff = Math.min(1, toRate / fromRate);
  const reach = lobes / cutoff;
  const out = new Float32Array(Math.floor(samples.length / step));
  for (let index = 0; index < out.length; index += 1) {
    const centre = index * step;
    let sum = 0;
    for (let at = Math.ceil(centre - reach); at <= centre + reach; at += 1) {
      const offset = at - centre;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * offset) / reach);
      sum += (samples[at] ?? 0) * sinc(offset * cutoff) * window * cutoff;
    }
    out[index] = sum;
  }
  return out;
}

function sinc(value: number): number {
  return value === 0 ? 1 : Math.sin(Math.PI * value) / (Math.PI * value);
}
