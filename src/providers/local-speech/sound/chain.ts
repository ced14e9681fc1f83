/** How an engine's raw sound is brought nearer to a person in a room. */
export type SoundCharacter = 'formant' | 'parametric' | 'natural';

/**
 * Warms the low end, cuts boxy and nasal bands, adds air, evens the level and puts the voice into a small room. All
 * filters are causal with reflections under 25 ms, so the direct sound is not moved in time.
 */
const filtersOf: Readonly<Record<SoundCharacter, readonly string[]>> = {
  formant: [
    'highpass=f=70',
    'equalizer=f=180:t=q:w=1:g=3',
    'equalizer=f=900:t=q:w=1.2:g=-4',
    'equalizer=f=2600:t=q:w=1:g=-3',
    'highshelf=f=5000:g=4',
    'acompressor=threshold=-20dB:ratio=3:attack=8:release=120:makeup=2',
    'aecho=0.9:0.9:11|17|23:0.10|0.07|0.05',
  ],
  parametric: [
    'highpass=f=70',
    'equalizer=f=250:t=q:w=1:g=-2',
    'equalizer=f=3000:t=q:w=1:g=2',
    'highshelf=f=5500:g=5',
    'acompressor=threshold=-20dB:ratio=2.5:attack=8:release=120:makeup=2',
    'aecho=0.9:0.9:11|17|23:0.07|0.05|0.04',
  ],
  natural: [
    'highpass=f=60',
    'acompressor=threshold=-20dB:ratio=2:attack=8:release=120:makeup=1.5',
    'aecho=0.9:0.9:11|17|23:0.05|0.04|0.03',
  ],
};

export const outputRate = 48_000;

/** Raw float samples in at the voice's own rate, raw float samples out at 48 kHz. */
export function chainArguments(sampleRate: number, character: SoundCharacter): readonly string[] {
  return [
    ...['-f', 'f32le', '-ar', String(Math.round(sampleRate)), '-ac', '1', '-i', 'pipe:0'],
    ...['-af', filtersOf[character].join(','), '-ar', String(outputRate), '-ac', '1'],
    ...['-f', 'f32le', 'pipe:1'],
  ];
}
