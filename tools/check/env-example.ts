import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { renderEnvExample } from '../../src/platform/config/env-example.ts';

/** Exits 1 when .env.example is not what the configuration says; with --write it is written. */
const path = fileURLToPath(new URL('../../.env.example', import.meta.url));
const wanted = renderEnvExample();

if (process.argv.includes('--write')) {
  await writeFile(path, wanted);
} else if ((await readFile(path, 'utf8').catch(() => '')) !== wanted) {
  console.error('.env.example is stale: run node tools/check/env-example.ts --write');
  process.exitCode = 1;
}
