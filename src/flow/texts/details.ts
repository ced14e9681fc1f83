import type { MediaProblem } from '../../domain/media/media-problem.ts';
import type { Refusal } from '../../domain/production/production-status.ts';
import { quoted } from '../html.ts';
import { problems } from './ru/problems.ts';

const numbers = [
  'allowed',
  'allowedMegabytes',
  'foundMegabytes',
  'status',
  'seconds',
  'maxSeconds',
  'cutWords',
  'cutCharacters',
  'characters',
  'maxCharacters',
  'needed',
  'balance',
  'limit',
] as const;
type Numbers = { readonly [Key in (typeof numbers)[number]]?: number };

/** The values that refusals carry, as the texts use them; text is escaped already. */
export interface Details extends Numbers {
  readonly problem?: MediaProblem;
  /** A size or a count, as found. */
  readonly found?: string;
  /** What a file turned out to be, as a stable id. */
  readonly kind?: string;
  /** The person's own words that were refused. */
  readonly quote?: string;
}

/** Details are anybody's: a missing or strange one only makes the text shorter. */
export function detailsOf({ details }: Refusal): Details {
  const problem = textOf(details.problem);
  const found = String(details.found ?? '');
  const kind = textOf(details.kind);
  const quote = textOf(details.term) ?? textOf(details.notUnderstood);
  const counts = numbers.flatMap((key) => {
    const value = details[key];
    return typeof value === 'number' && Number.isFinite(value) ? [[key, value] as const] : [];
  });
  return {
    ...(problem !== undefined && isProblem(problem) && { problem }),
    ...(/^[\d×]{1,15}$/.test(found) && { found }),
    ...(kind !== undefined && { kind }),
    ...(quote !== undefined && { quote: quoted(quote, 100) }),
    ...Object.fromEntries(counts),
  };
}

function isProblem(problem: string): problem is MediaProblem {
  return Object.hasOwn(problems, problem);
}

function textOf(value: string | number | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
