import type { OrderedBookend } from '../../domain/ad/ad-order.ts';
import { mediaProblem } from '../../domain/media/media-problem.ts';
import { maxLinkBytes } from '../../domain/media/upload-limits.ts';
import { bookendLimits } from '../../domain/montage/join-plan.ts';
import { AppError } from '../../kernel/errors.ts';
import type { WorkContext } from '../../ports/work.ts';
import { keepUpload, uploadedFile } from '../keep-upload.ts';
import type { ActionParts, Person } from '../parts.ts';

export interface WishedBookend {
  readonly path: string;
  readonly ownSound: boolean;
}

export interface BookendCheck extends WishedBookend {
  /** What a link may lead to by default. */
  readonly maxBytes?: number;
  readonly part: 'intro' | 'outro';
  /** What becomes of a clip that is too long: its first 15 s are taken, or they are offered by the refusal's details. */
  readonly tooLong: 'refuse' | 'take-first-seconds';
}

/**
 * Looks at a user's intro or outro and keeps it. Throws `invalid-media`; `clip-too-long` and `clip-too-short` are
 * told with their seconds.
 */
export async function checkBookend(
  parts: ActionParts,
  person: Person,
  { part, path, ownSound, tooLong, maxBytes = maxLinkBytes }: BookendCheck,
  context: WorkContext,
): Promise<{ readonly bookend: OrderedBookend; readonly warnings: readonly string[] }> {
  const upload = { path, what: part, maxBytes };
  const video = await uploadedFile(upload, 'application/octet-stream');
  const found = await parts.mediaProbe.probe(video, context);
  const warnings = judgeLength(part, found.durationSeconds, tooLong);
  const kept = await keepUpload(parts, person, video, found.container);
  const durationSeconds = Math.min(found.durationSeconds, bookendLimits.mostSeconds);
  return { bookend: { ...kept, probe: { ...found, durationSeconds }, ownSound }, warnings };
}

function judgeLength(part: string, found: number, tooLong: BookendCheck['tooLong']): readonly string[] {
  const { leastSeconds, mostSeconds } = bookendLimits;
  if (found < leastSeconds) {
    throw new AppError(
      'invalid-media',
      `The ${part} lasts ${found.toFixed(2)} s and would only flicker; ${leastSeconds} to ${mostSeconds} s are allowed.`,
      { details: mediaProblem('clip-too-short', { found: rounded(found), allowed: leastSeconds }) },
    );
  }
  if (found <= mostSeconds + toleranceSeconds) return [];
  const lasts = `The ${part} lasts ${found.toFixed(1)} s`;
  if (tooLong === 'take-first-seconds') return [`${lasts}; its first ${mostSeconds} s are used.`];
  throw new AppError(
    'invalid-media',
    `${lasts}; at most ${mostSeconds} s are allowed. Its first ${mostSeconds} s can be used.`,
    { details: mediaProblem('clip-too-long', { found: rounded(found), allowed: mostSeconds }) },
  );
}

/** A clip that was cut to the limit is a frame longer by some containers. */
const toleranceSeconds = 0.1;

function rounded(seconds: number): number {
  return Number(seconds.toFixed(2));
}
