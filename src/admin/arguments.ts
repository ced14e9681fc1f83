import { AppError } from '../kernel/errors.ts';

/** What a command may ask for; the texts say for each what is allowed. */
export type ArgumentName = 'person' | 'change' | 'amount' | 'page' | 'note' | 'text';

export type ArgumentProblem = 'missing' | 'malformed' | 'surplus';

/** Whom an operator means. */
export type PersonReference = { readonly telegramId: number } | { readonly username: string };

export const mostCredits = 1_000_000;
const longestNote = 200;

/** Reads a command's arguments one after the other; each one throws `invalid-arguments` that names what is wrong. */
export interface ArgumentReader {
  person(): PersonReference;
  /** A change of a balance, with its sign: never 0. */
  change(): number;
  /** A balance. */
  amount(): number;
  /** Counted from 1 by people, from 0 here; the first where none is given. */
  page(): number;
  /** All that is left, for the books: short, and may be empty. */
  note(): string;
  /** All that is left; may be empty. */
  caption(): string;
  /** All that is left; may not be empty. */
  text(): string;
  /** Nothing may be left. */
  end(): void;
}

export function readArguments(given: string): ArgumentReader {
  let rest = given.trim();
  const word = (): string => {
    const [, found = '', left = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? [];
    rest = left;
    return found;
  };
  const all = () => {
    const left = rest;
    rest = '';
    return left;
  };
  return {
    person: () => personOf(word()),
    change: () => changeOf(word()),
    amount: () => wholeNumber('amount', word(), 0, mostCredits),
    page: () => (rest === '' ? 0 : wholeNumber('page', word(), 1, 10_000) - 1),
    note: () => {
      if (rest.length > longestNote) throw refusal('malformed', 'note', `${rest.length}`);
      return all();
    },
    caption: all,
    text: () => {
      if (rest === '') throw refusal('missing', 'text');
      return all();
    },
    end: () => {
      if (rest !== '') throw refusal('surplus', 'text', rest);
    },
  };
}

function personOf(found: string): PersonReference {
  if (found === '') throw refusal('missing', 'person');
  const [, username] = /^@([A-Za-z][A-Za-z0-9_]{3,31})$/.exec(found) ?? [];
  if (username !== undefined) return { username };
  if (/^[1-9]\d{0,15}$/.test(found)) return { telegramId: Number(found) };
  throw refusal('malformed', 'person', found);
}

/** Phones like to write a minus as a dash. */
function changeOf(found: string): number {
  if (found === '') throw refusal('missing', 'change');
  const [, sign, digits = ''] = /^([+\-−–]?)(\d{1,7})$/.exec(found) ?? [];
  const size = Number(digits);
  if (digits === '' || size === 0 || size > mostCredits) throw refusal('malformed', 'change', found);
  return sign === '' || sign === '+' ? size : -size;
}

function wholeNumber(name: ArgumentName, found: string, least: number, most: number): number {
  if (found === '') throw refusal('missing', name);
  const value = /^\d{1,7}$/.test(found) ? Number(found) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw refusal('malformed', name, found);
}

function refusal(problem: ArgumentProblem, argument: ArgumentName, found = ''): AppError {
  const shown = found.slice(0, 60);
  return new AppError('invalid-arguments', `The argument ${argument} is ${problem}: "${shown}".`, {
    details: { problem, argument, found: shown },
  });
}
