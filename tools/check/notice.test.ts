import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from './check.ts';
import { noticeCheck, writeNotice } from './notice.ts';
import { problemsIn } from './planted-project.ts';

function lockOf(packages: Readonly<Record<string, object>>): string {
  return JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'app' }, ...packages } });
}

function noticeOf(...lines: readonly string[]): string {
  const start = 'npm packages (written by `node tools/check/notice.ts --write`)';
  return ['Own text.', start, '', ...lines, '', 'End of the npm packages.', 'More text.', ''].join('\n');
}

const kind = { 'node_modules/kind': { version: '1.0.0', license: 'MIT' } };

describe('notice check', () => {
  it('is content when every production package is listed with its licence', async () => {
    const lock = lockOf({ ...kind, 'node_modules/tool': { license: 'GPL-3.0', dev: true } });
    const problems = await problemsIn(noticeCheck, {
      'package-lock.json': lock,
      NOTICE: noticeOf('  kind  MIT'),
    });
    expect(problems).toEqual([]);
  });

  it('names a package that NOTICE does not list, also one for another platform', async () => {
    const lock = lockOf({
      ...kind,
      'node_modules/kind/node_modules/@x/win32': { license: 'ISC', optional: true },
    });
    const problems = await problemsIn(noticeCheck, {
      'package-lock.json': lock,
      NOTICE: noticeOf('  kind  MIT'),
    });
    expect(problems).toEqual([expect.stringContaining('NOTICE does not list: @x/win32 ISC')]);
  });

  it('names an asset of which nothing is told', async () => {
    const problems = await problemsIn(noticeCheck, {
      'package-lock.json': lockOf(kind),
      NOTICE: `${noticeOf('  kind  MIT')}\nassets/cast: portraits, our own\nassets/one.txt, ours\n`,
      'assets/cast/anna.webp': '',
      'assets/one.txt': '',
      'assets/castle/tower.webp': '',
    });
    expect(problems).toEqual(['NOTICE does not say where assets/castle/tower.webp comes from']);
  });

  it('names a package whose licence changed', async () => {
    const problems = await problemsIn(noticeCheck, {
      'package-lock.json': lockOf({ 'node_modules/kind': { license: 'ISC' } }),
      NOTICE: noticeOf('  kind  MIT'),
    });
    expect(problems).toEqual([
      expect.stringContaining('NOTICE does not list: kind ISC'),
      'NOTICE lists what is not in the lock file: kind MIT',
    ]);
  });

  it.each(['GPL-3.0', 'AGPL-3.0-only', 'none stated', 'SEE LICENSE IN LICENSE.md', 'MIT AND GPL-3.0'])(
    'refuses a package under %s even when it is listed',
    async (licence) => {
      const license = licence === 'none stated' ? undefined : licence;
      const problems = await problemsIn(noticeCheck, {
        'package-lock.json': lockOf({ 'node_modules/strict': { license } }),
        NOTICE: noticeOf(`  strict  ${licence}`),
      });
      expect(problems).toEqual([`strict comes under ${licence}, which is not among the allowed licences`]);
    },
  );

  it('writes a table that the check then accepts, and leaves the rest as it was', async () => {
    const root = await mkdtemp(join(tmpdir(), 'notice-'));
    try {
      await writeFile(join(root, 'package-lock.json'), lockOf(kind));
      await writeFile(join(root, 'NOTICE'), noticeOf('  gone  MIT'));
      await writeNotice(root);
      await runProgram('git', ['init', '--quiet'], root);
      expect(await noticeCheck.problems(root)).toEqual([]);
      expect(await readFile(join(root, 'NOTICE'), 'utf8')).toBe(noticeOf('  kind  MIT'));
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
