/**
 * Discrete Fourier transform in place (Cooley–Tukey, radix 2, decimation in time), unscaled.
 * Both arrays have the same length, which is a power of two.
 */
export function fourier(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  reorder(real, imaginary);
  const cosines = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((-2 * Math.PI * k) / size));
  const sines = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin((-2 * Math.PI * k) / size));
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half);
    for (let start = 0; start < size; start += 2 * half) {
      for (let k = 0; k < half; k += 1) {
        const cosine = cosines[k * stride] as number;
        const sine = sines[k * stride] as number;
        const low = start + k;
        const high = low + half;
        const highReal = (real[high] as number) * cosine - (imaginary[high] as number) * sine;
        const highImaginary = (real[high] as number) * sine + (imaginary[high] as number) * cosine;
        real[high] = (real[low] as number) - highReal;
        imaginary[high] = (imaginary[low] as number) - highImaginary;
        real[low] = (real[low] as number) + highReal;
        imaginary[low] = (imaginary[low] as number) + highImaginary;
      }
    }
  }
}

/** Puts every value where its index with the bits reversed points to. */
function reorder(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let index = 1, reversed = 0; index < size; index += 1) {
    let bit = size >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (index >= reversed) continue;
    swap(real, index, reversed);
    swap(imaginary, index, reversed);
  }
}

function swap(values: Float64Array, left: number, right: number): void {
  const kept = values[left] as number;
  values[left] = values[right] as number;
  values[right] = kept;
}
