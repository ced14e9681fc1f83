/** In-place radix-2 Fourier transform; the length must be a power of two. */
export function fft(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  reverseBits(real, imaginary);
  for (let span = 2; span <= size; span <<= 1) {
    const half = span >> 1;
    const stepReal = Math.cos((-2 * Math.PI) / span);
    const stepImaginary = Math.sin((-2 * Math.PI) / span);
    for (let start = 0; start < size; start += span) {
      let turnReal = 1;
      let turnImaginary = 0;
      for (let offset = 0; offset < half; offset += 1) {
        const top = start + offset;
        const bottom = top + half;
        const bottomReal = real[bottom] as number;
        const bottomImaginary = imaginary[bottom] as number;
        const turnedReal = bottomReal * turnReal - bottomImaginary * turnImaginary;
        const turnedImaginary = bottomReal * turnImaginary + bottomImaginary * turnReal;
        const topReal = real[top] as number;
        const topImaginary = imaginary[top] as number;
        real[top] = topReal + turnedReal;
        imaginary[top] = topImaginary + turnedImaginary;
        real[bottom] = topReal - turnedReal;
        imaginary[bottom] = topImaginary - turnedImaginary;
        const nextReal = turnReal * stepReal - turnImaginary * stepImaginary;
        turnImaginary = turnReal * stepImaginary + turnImaginary * stepReal;
        turnReal = nextReal;
      }
    }
  }
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  let reversed = 0;
  for (let index = 1; index < size; index += 1) {
    let bit = size >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (index >= reversed) continue;
    [real[index], real[reversed]] = [real[reversed] as number, real[index] as number];
    [imaginary[index], imaginary[reversed]] = [imaginary[reversed] as number, imaginary[index] as number];
  }
}
