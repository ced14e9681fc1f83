/** Every codec and filter that the product's commands name; a program that lacks one fails in the middle of an ad. */
export const neededEncoders = [
  'aac',
  'libx264',
  'mjpeg',
  'pcm_s16le',
  'png',
  'prores_ks',
  'qtrle',
  'rawvideo',
] as const;

export const neededFilters = [
  'acompressor',
  'afade',
  'aformat',
  'alimiter',
  'aloop',
  'alphaextract',
  'alphamerge',
  'amix',
  'anullsrc',
  'apad',
  'aresample',
  'asetpts',
  'asplit',
  'ass',
  'astats',
  'atempo',
  'atrim',
  'blackdetect',
  'boxblur',
  'color',
  'concat',
  'crop',
  'ebur128',
  'equalizer',
  'fade',
  'format',
  'fps',
  'gblur',
  'highpass',
  'hstack',
  'loop',
  'loudnorm',
  'overlay',
  'pad',
  'perspective',
  'rotate',
  'scale',
  'select',
  'setparams',
  'setpts',
  'setsar',
  'sidechaincompress',
  'silencedetect',
  'split',
  'tile',
  'tonemap',
  'tpad',
  'transpose',
  'trim',
  'unpremultiply',
  'volume',
  'vstack',
  'zscale',
] as const;

/** Of a system's program; the ones that npm brings are judged by what they can do. */
export const oldestVersion = { major: 5, minor: 1 } as const;

/** Names from `ffmpeg -encoders` or `-filters`: a column of flags, then the name. */
export function namesListed(listing: string): Set<string> {
  const names = new Set<string>();
  for (const line of listing.split('\n')) {
    const name = /^ [A-Z.|]{2,6} ([a-z0-9_-]+) /i.exec(line)?.[1];
    if (name !== undefined) names.add(name);
  }
  return names;
}

export function missingFrom(encoders: string, filters: string): string[] {
  const hasEncoders = namesListed(encoders);
  const hasFilters = namesListed(filters);
  return [
    ...neededEncoders.filter((name) => !hasEncoders.has(name)).map((name) => `encoder ${name}`),
    ...neededFilters.filter((name) => !hasFilters.has(name)).map((name) => `filter ${name}`),
  ];
}

/** A build from the sources' head has no number ('N-47683-g…'); it is judged by what it can do. */
export function isTooOld(version: string): boolean {
  const numbers = /^n?(\d+)\.(\d+)/.exec(version);
  if (!numbers) return false;
  const [major, minor] = [Number(numbers[1]), Number(numbers[2])];
  return major < oldestVersion.major || (major === oldestVersion.major && minor < oldestVersion.minor);
}
