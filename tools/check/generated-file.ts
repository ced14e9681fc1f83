import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A file of the project that is written from its code. */
export interface GeneratedFile {
  /** From the project's folder. */
  readonly path: string;
  readonly wanted: string;
  /** What writes it anew. */
  readonly command: string;
}

/** With --write the file is written; otherwise the program exits 1 when it is not what the code says. */
export async function keepGenerated({ path, wanted, command }: GeneratedFile): Promise<void> {
  const absolute = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  if (process.argv.includes('--write')) {
    await writeFile(absolute, wanted);
  } else if ((await readFile(absolute, 'utf8').catch(() => '')) !== wanted) {
    console.error(`${path} is stale: run ${command} --write`);
    process.exitCode = 1;
  }
}
