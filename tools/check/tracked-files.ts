import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Check, trackedFiles } from './check.ts';

const maxBytes = 5 * 1024 * 1024;

const secrets: Readonly<Record<string, RegExp>> = {
  // Bot 123456789 is the one of Telegram's own examples.
  'a Telegram bot token': /\b(?!123456789:)\d{8,10}:AA[\w-]{33}\b/,
  'a private key': /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/,
  'an AWS or R2 access key': /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  'an ElevenLabs key': /\bsk_[0-9a-f]{48}\b/,
  'a fal.ai key': /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9a-f]{32}\b/,
  'a GitHub token': /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  // A password that says that it is none is an example's or a test's.
  'a database URL with a password':
    /\bpostgres(?:ql)?:\/\/[^\s:@/'"`$]+:(?![^@]*(?:password|secret|canary|…))[^\s@/'"`$]{8,}@(?!localhost|127\.)/,
};

/** A path starts after a quote, a space, an equals sign …, so that `docs/home/page` is none. */
const pathStart = String.raw`(?<![\w.\-/})\]*|])`;
const machinePaths = new RegExp(`${pathStart}(?:/(?:home|Users)/(?!<)[\\w.-]+/|/root/|[A-Z]:\\\\Users\\\\)`);

/** Whose checkout this is must not be readable from it: neither its own folder nor anyone's home. */
function ownPaths(root: string): readonly string[] {
  const folder = root.replace(/\/+$/, '');
  return [folder, dirname(folder), homedir()].filter((path) => path.split('/').length > 2);
}

export const trackedFilesCheck: Check = {
  name: 'tracked files',
  problems: async (root) => {
    const own = ownPaths(root);
    const found = await Promise.all((await trackedFiles(root)).map((path) => problemsIn(root, path, own)));
    return found.flat();
  },
};

async function problemsIn(root: string, path: string, own: readonly string[]): Promise<readonly string[]> {
  const entry = await stat(join(root, path)).catch(() => undefined);
  // Removed here but not yet in git: there is nothing to look at.
  if (!entry?.isFile()) return [];
  if (entry.size > maxBytes) {
    return [`${path} has ${entry.size} bytes; a tracked file has at most ${maxBytes}`];
  }
  const content = await readFile(join(root, path));
  if (content.subarray(0, 8000).includes(0)) return [];
  return textProblems(content.toString('utf8'), own).map(({ line, what }) => `${path}:${line} has ${what}`);
}

interface Finding {
  readonly line: number;
  readonly what: string;
}

function textProblems(text: string, own: readonly string[]): readonly Finding[] {
  const found: Finding[] = [];
  for (const [what, pattern] of Object.entries(secrets)) {
    const at = text.search(pattern);
    if (at >= 0) found.push({ line: text.slice(0, at).split('\n').length, what });
  }
  for (const [index, line] of text.split('\n').entries()) {
    const path = own.find((folder) => line.includes(`${folder}/`)) ?? machinePaths.exec(line)?.[0];
    if (path) found.push({ line: index + 1, what: `a path of somebody's machine: ${path}` });
  }
  return found;
}
