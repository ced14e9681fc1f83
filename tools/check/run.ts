import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Check, programCheck } from './check.ts';
import { docLinksCheck } from './doc-links.ts';
import { floorsCheck } from './floors.ts';
import { noticeCheck } from './notice.ts';
import { trackedFilesCheck } from './tracked-files.ts';

const concurrentChecks = 2;
const maxLinesOfOneCheck = 60;

/** The slow ones first, so that two at a time end together. */
const checks: readonly Check[] = [
  programCheck('types', 'tsc', ['--project', '.']),
  programCheck('page types', 'tsc', ['--project', 'src/sandbox/page/client']),
  programCheck('format and lint', 'biome', ['check', '--error-on-warnings', '--max-diagnostics=50', '.']),
  programCheck('dead code', 'knip', ['--no-progress', '--no-config-hints']),
  floorsCheck,
  programCheck('.env.example', 'node', ['tools/check/env-example.ts']),
  programCheck('provider costs', 'node', ['tools/check/provider-costs.ts']),
  programCheck('lock file', 'node', ['tools/check/lock-file.ts']),
  programCheck('report schema', 'node', ['tools/check/report-schema.ts']),
  programCheck('settings schema', 'node', ['tools/check/render-settings-schema.ts']),
  programCheck('bot api schema', 'node', ['tools/bot-api-schema/run.ts']),
  noticeCheck,
  docLinksCheck,
  trackedFilesCheck,
];

async function report(check: Check, root: string): Promise<boolean> {
  const startMs = performance.now();
  const problems = await check.problems(root).catch((error: unknown) => [`could not be run: ${error}`]);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  const ok = problems.length === 0;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${check.name.padEnd(16)} ${seconds.padStart(5)} s`);
  for (const problem of problems.slice(0, maxLinesOfOneCheck)) console.log(`       ${problem}`);
  if (problems.length > maxLinesOfOneCheck) {
    console.log(`       … and ${problems.length - maxLinesOfOneCheck} more lines`);
  }
  return ok;
}

async function runChecks(root: string): Promise<boolean> {
  if (!existsSync(join(root, 'node_modules'))) throw new Error('Run npm ci first: node_modules is missing.');
  const waiting = [...checks];
  const results: boolean[] = [];
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await report(check, root));
  };
  await Promise.all(Array.from({ length: concurrentChecks }, work));
  return results.every(Boolean);
}

process.exitCode = (await runChecks(fileURLToPath(new URL('../../', import.meta.url)))) ? 0 : 1;
