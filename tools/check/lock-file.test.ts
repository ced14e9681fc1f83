import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProgram } from './check.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lock-file-'));
  for (const part of ['package.json', 'package-lock.json', 'tools/check/lock-file.ts']) {
    await cp(join(repository, part), join(root, part));
  }
});
afterAll(async () => await rm(root, { recursive: true, force: true }));

const check = (...args: readonly string[]) =>
  runProgram(process.execPath, ['tools/check/lock-file.ts', ...args], root);

it('finds a platform that npm left out, and adds it as it was', async () => {
  expect((await check()).code).toBe(0);
  const path = join(root, 'package-lock.json');
  const whole = await readFile(path, 'utf8');
  const lock = JSON.parse(whole);
  delete lock.packages['node_modules/@napi-rs/canvas-darwin-arm64'];
  await writeFile(path, JSON.stringify(lock));
  const { code, stderr } = await check();
  expect(code).toBe(1);
  expect(stderr).toContain('@napi-rs/canvas-darwin-arm64@');
  await check('--write');
  expect((await check()).code).toBe(0);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(JSON.parse(whole));
});
