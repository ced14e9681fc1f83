import { AppError } from '../../kernel/errors.ts';
import { foldedReadings } from './fold-words.ts';

/** Words and phrases that a script may not have. */
export interface Blocklist {
  /** The first forbidden term of a script, as the operator wrote it. */
  find(script: string): string | undefined;
}

export const emptyBlocklist: Blocklist = { find: () => undefined };

interface Term {
  readonly text: string;
  readonly words: readonly { readonly start: string; readonly isWhole: boolean }[];
}

/**
 * Reads one word or phrase a line; empty lines and those that begin with # are left out. `guarante*` forbids every
 * word that begins so. Case, ё and е, look-alike letters of other alphabets, and punctuation make no difference.
 * Throws `invalid-config` with the number of a line that names nothing.
 */
export function parseBlocklist(text: string): Blocklist {
  const terms = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter(({ text: line }) => line !== '' && !line.startsWith('#'))
    .map(({ text: line, number }) => parseTerm(line, number));
  return {
    find: (script) => {
      const readings = foldedReadings(script);
      return terms.find((term) => readings.some((words) => occursIn(term, words)))?.text;
    },
  };
}

/** Throws `script-blocked` with the term that the operator forbids. */
export function requireAllowedScript(blocklist: Blocklist, script: string): void {
  const term = blocklist.find(script);
  if (term === undefined) return;
  throw new AppError(
    'script-blocked',
    `The script has "${term}", which this bot's operator does not allow in ads; say it in other words.`,
    { details: { term } },
  );
}

function parseTerm(line: string, number: number): Term {
  const parts = line.split(/\s+/).flatMap((part) => {
    const isWhole = !part.endsWith('*');
    const [words = []] = foldedReadings(isWhole ? part : part.slice(0, -1));
    return words.map((start, index) => ({ start, isWhole: isWhole || index < words.length - 1 }));
  });
  if (parts.length === 0 || /\*\S/.test(line)) {
    throw new AppError(
      'invalid-config',
      `Line ${number} of BLOCKLIST_FILE is ${JSON.stringify(line.slice(0, 60))}; a word or phrase is allowed, where a word may end with *.`,
      { details: { variable: 'BLOCKLIST_FILE', line: number } },
    );
  }
  return { text: line.replaceAll('*', ''), words: parts };
}

function occursIn({ words: wanted }: Term, words: readonly string[]): boolean {
  return words.some((_word, at) =>
    wanted.every(({ start, isWhole }, offset) => {
      const word = words[at + offset];
      return word !== undefined && (isWhole ? word === start : word.startsWith(start));
    }),
  );
}
