import type { FoundKind, MediaProblem } from '../../domain/media/media-problem.ts';
import type { Refusal } from '../../domain/production/production-status.ts';
import { quoted } from '../html.ts';
import { type Details, goneParts, numberedDetails, speechProblems } from './details.ts';
import { kinds, problems } from './ru/problems.ts';
import { serviceTroubleOf } from './service-trouble.ts';

/** Details are anybody's: a missing or strange one only makes the text shorter. */
export function detailsOf(refusal: Refusal): Details {
  const { details } = refusal;
  const problem = textOf(details.problem);
  const speechProblem = speechProblems.find((known) => known === problem);
  const found = String(details.found ?? '');
  const kind = textOf(details.kind);
  const quote = textOf(details.term) ?? textOf(details.notUnderstood);
  const counts = numberedDetails.flatMap((key) => {
    const value = details[key];
    return typeof value === 'number' && Number.isFinite(value) ? [[key, value] as const] : [];
  });
  const setting = settingOf(details);
  const gone = goneParts.find((part) => part === details.setting);
  return {
    trouble: serviceTroubleOf(refusal),
    ...(setting && { setting }),
    ...(gone && { gone }),
    ...(problem !== undefined && isProblem(problem) && { problem }),
    ...(speechProblem && { speechProblem }),
    ...(/^[\d×]{1,15}$/.test(found) && { found }),
    ...(kind !== undefined && isKind(kind) && { kind }),
    ...(quote !== undefined && { quote: quoted(quote, 100) }),
    ...Object.fromEntries(counts),
  };
}

function settingOf({ path, found = '', allowed = '', nearest = '' }: Refusal['details']): Details['setting'] {
  if (typeof path !== 'string') return undefined;
  const [choices = '', meant = ''] = String(allowed).split('; did you mean ');
  const last = path.split('.').at(-1);
  return {
    path: path === 'the whole' ? '' : quoted(path, 60),
    found: quoted(String(found), 60),
    allowed: quoted(choices, 160),
    isUnknown: path !== '' && found === last,
    nearest: quoted(String(nearest) || meant, 40),
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
