import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Check, runProgram } from './check.ts';

/** Text by path from the project's root. */
export type PlantedFiles = Readonly<Record<string, string | Uint8Array>>;

/** What `check` reports of a small git project that has these files and exists only meanwhile. */
export async function problemsIn(check: Check, files: PlantedFiles): Promise<readonly string[]> {
  const root = await mkdtemp(join(tmpdir(), 'planted-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
    await runProgram('git', ['init', '--quiet'], root);
    await runProgram('git', ['add', '--all', '--force'], root);
    return await check.problems(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
