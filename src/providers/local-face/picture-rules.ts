import { AppError } from '../../kernel/errors.ts';

/** What a picture file says of itself, checked by its structure before any decoder sees it. */
export interface PictureFile {
  readonly format: 'JPEG' | 'PNG' | 'WebP';
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1–8. */
  readonly orientation: number;
  /** The parts that make the picture and nothing else: no metadata, nothing in front or behind. */
  readonly essence: Buffer;
}

export const pictureLimits = {
  maxBytes: 20_000_000,
  /** A phone's 48-megapixel photo; decoded it takes 200 MB. */
  maxPixels: 50_000_000,
  minSide: 96,
  maxSide: 16_384,
} as const;

const allowances: Readonly<Record<string, string>> = {
  'too-many-bytes': `at most ${pictureLimits.maxBytes / 1e6} MB are allowed.`,
  'too-small': `each side must have at least ${pictureLimits.minSide}.`,
  'too-many-pixels': `at most ${pictureLimits.maxPixels / 1e6} million pixels and ${pictureLimits.maxSide} a side are allowed.`,
  animated: 'a still picture is needed.',
};

export function refusal(
  problem:
    | 'too-many-bytes'
    | 'too-small'
    | 'too-many-pixels'
    | 'format'
    | 'animated'
    | 'damaged'
    | 'foreign-data',
  found: string,
  details: Readonly<Record<string, string | number>> = {},
  cause?: unknown,
): AppError {
  const allowed = allowances[problem] ?? 'a whole JPEG, PNG or WebP picture is needed.';
  return new AppError('invalid-portrait', `${found}, ${allowed}`, {
    details: { problem, ...details },
    cause,
  });
}
