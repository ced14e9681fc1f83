import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Check, runProgram } from './check.ts';

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string; readonly severity: string };
    }[];
  };
}

const cruiser = fileURLToPath(new URL('../../node_modules/.bin/depcruise', import.meta.url));

/**
 * The imports of `src/` against `.dependency-cruiser.cjs`. dependency-cruiser reads nothing and reports success when it
 * doesn't know the installed TypeScript, so its silence counts only when it read every source file.
 */
export const floorsCheck: Check = {
  name: 'floors',
  problems: async (root) => {
    const { stdout, stderr } = await runProgram(cruiser, ['src', '--output-type', 'json'], root);
    if (!stdout.startsWith('{')) return [`dependency-cruiser gave no report: ${stderr.trim().slice(0, 500)}`];
    return problemsOf(JSON.parse(stdout) as Cruise, await sourceFiles(root));
  },
};

function problemsOf(cruise: Cruise, sources: readonly string[]): readonly string[] {
  const read = new Set(cruise.modules.map((module) => module.source));
  const missed = sources.filter((source) => !read.has(source));
  const violations = cruise.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  if (sources.length === 0) return ['no source file was found under src/'];
  if (missed.length === 0) return [...new Set(violations)];
  const example = missed.slice(0, 3).join(', ');
  return [
    ...new Set(violations),
    `unread: dependency-cruiser read ${sources.length - missed.length} of ${sources.length} source files; not ${example}`,
  ];
}

async function sourceFiles(root: string): Promise<readonly string[]> {
  const names = await readdir(join(root, 'src'), { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => `src/${name.replaceAll('\\', '/')}`);
}
