import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from './check.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
/** What the check needs of the project. */
const parts = [
  'package.json',
  '.env.example',
  'tools/check/env-example.ts',
  'tools/check/generated-file.ts',
  'src/platform/config',
  'src/kernel',
];

describe('.env.example check', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'env-example-'));
    for (const part of parts) await cp(join(repository, part), join(root, part), { recursive: true });
    await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
  });
  afterAll(async () => rm(root, { recursive: true, force: true }));

  const check = (...args: readonly string[]) =>
    runProgram(process.execPath, ['tools/check/env-example.ts', ...args], root);

  it('is content with the file as the configuration writes it', async () => {
    expect((await check()).code).toBe(0);
  });

  it.each([
    ['a variable that is gone', 'GONE_KEY='],
    ['another text', '# Edited by hand.'],
  ])('finds %s', async (_what, line) => {
    await writeFile(join(root, '.env.example'), `${line}\n`);
    const { code, stderr } = await check();
    expect(code).toBe(1);
    expect(stderr).toContain('.env.example is stale');
  });

  it('finds a missing file, and writes it anew', async () => {
    await rm(join(root, '.env.example'));
    expect((await check()).code).toBe(1);
    await check('--write');
    expect((await check()).code).toBe(0);
  });
});
