import type { HeadCircle } from '../domain/overlay/circle.ts';
import type { WishedBookend, WishedBookends } from '../actions/montage/check-bookends.ts';
import { circleRadius } from '../domain/overlay/auto-circle.ts';
import { AppError } from '../kernel/errors.ts';
import { type OptionSpec, type ParsedOptions, textOption } from './arguments.ts';

/** What "ugc make" and "ugc montage" share: clips before and after, and the circle. */
export const joinOptions = {
  intro: { value: 'VIDEO', help: 'a clip of yours before the speech, 15 s at most' },
  'intro-silent': { help: 'without its own sound' },
  outro: { value: 'VIDEO', help: 'a clip of yours after the speech, 15 s at most' },
  'outro-silent': { help: 'without its own sound' },
  circle: { value: 'auto|R,X,Y', help: 'follows the face, or radius 0.05–0.6 and centre 0–1 of the head' },
} satisfies Record<string, OptionSpec>;

/** What an intro or outro is called that is to be taken away. */
export const noClip = 'none';

/** The clips that are named; "none" names none. */
export function bookendsFrom(options: ParsedOptions): WishedBookends {
  const intro = bookendFrom(options, 'intro');
  const outro = bookendFrom(options, 'outro');
  return { ...(intro && { intro }), ...(outro && { outro }) };
}

function bookendFrom(options: ParsedOptions, part: 'intro' | 'outro'): WishedBookend | undefined {
  const path = textOption(options, part);
  if (path === undefined || path === noClip) return undefined;
  return { path, ownSound: options[`${part}-silent`] !== true };
}

/** Undefined where nothing is said of it. */
export function circleFrom(options: ParsedOptions): 'auto' | HeadCircle | undefined {
  const text = textOption(options, 'circle');
  if (text === undefined || text === 'auto') return text;
  const numbers = /^\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*$/.exec(text)?.slice(1).map(Number);
  const [radius = Number.NaN, x = Number.NaN, y = Number.NaN] = numbers ?? [];
  const { smallest, largest } = circleRadius;
  const isAllowed = radius >= smallest && radius <= largest && x >= 0 && x <= 1 && y >= 0 && y <= 1;
  if (isAllowed) return { radius, centre: { x, y } };
  throw new AppError(
    'invalid-arguments',
    `--circle is "${text}"; allowed are auto, or three numbers such as 0.3,0.5,0.4: radius ${smallest}–${largest}, centre from the left and from the top 0–1.`,
  );
}
