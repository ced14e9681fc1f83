import type { z } from 'zod';
import { nearName } from '../../domain/nearest-names.ts';
import { AppError } from '../../kernel/errors.ts';

type Issue = z.core.$ZodIssue;

const longestFound = 60;

/** What is wrong with JSON that a person typed: where, what was found there, and what is allowed. */
export function explainIssue(issue: Issue, json: unknown, known: (path: readonly PropertyKey[]) => string[]) {
  const inner = issue.code === 'invalid_union' ? branchMeant(issue, valueAt(json, issue.path)) : issue;
  const path = [...(inner === issue ? [] : issue.path), ...inner.path];
  if (inner.code === 'unrecognized_keys') {
    const [key = ''] = inner.keys;
    return unknownKey([...path, key], known(path));
  }
  const found = valueAt(json, path);
  const allowed = inner.code === 'invalid_type' ? kindAllowed(inner.expected, path, known) : allowedBy(inner);
  const near =
    inner.code === 'invalid_value' && typeof found === 'string' ? nearest(found, inner.values) : '';
  return settingError(path, found, `${allowed}${near}`);
}

/** An error of reason `invalid-arguments`; `allowed` completes "allowed is …". */
export function settingError(path: readonly PropertyKey[], found: unknown, allowed: string): AppError {
  const [where, what] = [pathText(path), foundText(found)];
  const message =
    found === undefined
      ? `The settings lack ${where}; allowed is ${allowed}.`
      : `In the settings ${where} is ${what}; allowed is ${allowed}.`;
  return new AppError('invalid-arguments', message, { details: { path: where, found: what, allowed } });
}

function unknownKey(path: readonly PropertyKey[], known: string[]): AppError {
  const key = String(path.at(-1)).slice(0, longestFound);
  const near = nearName(key, known) ?? '';
  const meant = near === '' ? '.' : `; did you mean ${near}?`;
  const where = pathText(path);
  const allowed = known.join(', ');
  return new AppError(
    'invalid-arguments',
    `The settings know no ${where}${meant} Allowed there: ${allowed}.`,
    { details: { path: where, found: key, allowed, nearest: near } },
  );
}

/** Of alternatives the one that the value looks like: an object's problem is inside of it. */
function branchMeant(issue: Extract<Issue, { code: 'invalid_union' }>, found: unknown): Issue {
  const isObject = typeof found === 'object' && found !== null && !Array.isArray(found);
  const branch = issue.errors.find(([first]) => isObject && first && !isWrongKind(first));
  return branch?.[0] ?? { ...issue, path: [], code: 'custom', message: '"auto" or {radius, centre: {x, y}}' };
}

function isWrongKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

function allowedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.length === 1
        ? JSON.stringify(issue.values[0])
        : `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `${unitOf(issue.origin)} of at least ${issue.minimum}`;
    case 'too_big':
      return `${unitOf(issue.origin)} of at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

/** An object is told with its names, except the whole, which has too many. */
function kindAllowed(
  expected: string,
  path: readonly PropertyKey[],
  known: (path: readonly PropertyKey[]) => string[],
): string {
  const names = path.length > 0 && expected === 'object' ? known(path) : [];
  if (names.length === 0) return kindNames[expected] ?? expected;
  const isBookend = path.length === 1 && (path[0] === 'intro' || path[0] === 'outro');
  return `${isBookend ? 'null or ' : ''}an object: {${names.join(', ')}}`;
}

const kindNames: Readonly<Record<string, string>> = {
  object: 'an object: {…}',
  array: 'a list: […]',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
};

function unitOf(origin: string): string {
  if (origin === 'string') return 'a text with a length';
  return origin === 'array' ? 'a list with a length' : 'a number';
}

function nearest(found: string, values: readonly unknown[]): string {
  const near = values.length > 1 ? nearName(found, values.map(String)) : undefined;
  return near === undefined ? '' : `; did you mean ${near}`;
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part).slice(0, longestFound)}`))
    .join('');
  return text === '' ? 'the whole' : text.replace(/^\./, '');
}

/** Not the whole of what is nested: it may be deeper than any program can write. */
function foundText(found: unknown): string {
  if (Array.isArray(found)) return found.length === 0 ? '[]' : `a list of ${found.length}`;
  if (typeof found === 'object' && found !== null)
    return `{${Object.keys(found).slice(0, 3).join(', ')}}`.slice(0, longestFound);
  // As JSON a number beyond all numbers would be null.
  const text = typeof found === 'number' ? String(found) : (JSON.stringify(found) ?? 'nothing');
  return text.length > longestFound ? `${text.slice(0, longestFound)}…` : text;
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    json,
  );
}
