import type { FoundKind, MediaProblem } from '../../domain/media/media-problem.ts';
import type { Refusal } from '../../domain/production/production-status.ts';
import { quoted } from '../html.ts';
import { type Details, numberedDetails } from './details.ts';
import { kinds, problems } from './ru/problems.ts';

/** Details are anybody's: a missing or strange one only makes the text shorter. */
export function detailsOf({ details }: Refusal): Details {
  const problem = textOf(details.problem);
  const found = String(details.found ?? '');
  const kind = textOf(details.kind);
  const quote = textOf(details.term) ?? textOf(details.notUnderstood);
  const counts = numberedDetails.flatMap((key) => {
    const value = details[key];
    return typeof value === 'number' && Number.isFinite(value) ? [[key, value] as const] : [];
  });
  return {
    ...(problem !== undefined && isProblem(problem) && { problem }),
    ...(/^[\d×]{1,15}$/.test(found) && { found }),
    ...(kind !== undefined && isKind(kind) && { kind }),
    ...(quote !== undefined && { quote: quoted(quote, 100) }),
    ...Object.fromEntries(counts),
  };
}

function isProblem(problem: string): problem is MediaProblem {
  return Object.hasOwn(problems, problem);
}

function isKind(kind: string): kind is FoundKind {
  return Object.hasOwn(kinds, kind);
}

function textOf(value: string | number | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
