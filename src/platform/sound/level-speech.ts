import { limitPeaks } from './limiter.ts';
import { integratedLoudness } from './loudness.ts';

const targetLufs = -16;
/** A sample peak that keeps the true peak, up to 0.7 dB higher, below −1.2 dBTP. */
const peakCeiling = 0.79;

/**
 * Brings mono samples at 48 kHz to −16 LUFS, in place; silence stays as it is. The limiter takes a little loudness
 * away, which the second round gives back.
 */
export function levelSpeech(samples: Float32Array): void {
  for (let round = 0; round < 2; round += 1) {
    const gain = 10 ** ((targetLufs - integratedLoudness(samples)) / 20);
    if (!Number.isFinite(gain)) return;
    for (let index = 0; index < samples.length; index += 1) samples[index] = (samples[index] ?? 0) * gain;
    limitPeaks(samples, peakCeiling);
  }
}
