import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const project = fileURLToPath(new URL('../', import.meta.url));
const main = `
const answer: { argv: string[]; version: string } = { argv: process.argv.slice(2), version: process.versions.node };
if (answer.argv[0] === 'exit') process.exit(Number(answer.argv[1]));
if (answer.argv[0] === 'kill') process.kill(process.pid, 'SIGKILL');
if (answer.argv[0] === 'wait') {
  process.on('SIGTERM', () => process.exit(9));
  setInterval(() => {}, 1000);
}
console.log(JSON.stringify(answer));
export {};
`;

let root: string;
beforeAll(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'launcher-')), 'a path with spaces');
  await mkdir(join(root, 'bin'), { recursive: true });
  await mkdir(join(root, 'src'));
  for (const file of ['ugc.js', 'quick-modules.js']) {
    await copyFile(join(project, 'bin', file), join(root, 'bin', file));
  }
  await writeFile(join(root, 'src', 'main.ts'), main);
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  await symlink(join(project, 'node_modules'), join(root, 'node_modules'));
});
afterAll(() => rm(join(root, '..'), { recursive: true, force: true }));

/** The machine's own Node, where it is one that is too old to run TypeScript. */
function oldNode(): string | undefined {
  try {
    const version = execFileSync('/usr/bin/node', ['-p', 'process.versions.node'], { encoding: 'utf8' });
    return Number(version.split('.')[0]) < 24 ? '/usr/bin/node' : undefined;
  } catch {
    return undefined;
  }
}

const nodes = [
  ['Node 24', process.execPath] as const,
  ...[oldNode()].flatMap((path) => (path ? [['an older Node', path] as const] : [])),
];

function launch(node: string, args: readonly string[], folder = root): ChildProcess {
  return spawn(node, [join(folder, 'bin', 'ugc.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
  });
}

async function resultOf(child: ChildProcess) {
  if (!child.stdout || !child.stderr) throw new Error('No output.');
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { output, errors, code };
}

describe.each(nodes)('started by %s', (_name, node) => {
  test('runs the program with Node 24, its arguments whole, and no other word', async () => {
    const args = ['make', '--script', 'two words "quoted" $HOME *', ''];
    const { output, errors, code } = await resultOf(launch(node, args));
    expect(errors).toBe('');
    expect(code).toBe(0);
    const answer = JSON.parse(output);
    expect(answer.argv).toEqual(args);
    expect(Number(answer.version.split('.')[0])).toBeGreaterThanOrEqual(24);
  });

  test("ends with the program's code", async () => {
    expect((await resultOf(launch(node, ['exit', '7']))).code).toBe(7);
  });

  test('passes a signal on and waits for the end', async () => {
    const child = launch(node, ['wait']);
    if (!child.stdout) throw new Error('No output.');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(9);
  });
});

const older = oldNode();
test.runIf(older)('a program that was killed gives 128 + the signal, as in a shell', async () => {
  expect((await resultOf(launch(older ?? '', ['kill']))).code).toBe(137);
});

test.runIf(older)('without a Node 24 one sentence says what is missing and what to do', async () => {
  const bare = await mkdtemp(join(tmpdir(), 'launcher-bare-'));
  await mkdir(join(bare, 'bin'));
  await copyFile(join(root, 'bin', 'ugc.js'), join(bare, 'bin', 'ugc.js'));
  await writeFile(join(bare, 'package.json'), '{"type":"module"}');
  try {
    const { output, errors, code } = await resultOf(launch(older ?? '', [], bare));
    expect(output).toBe('');
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^ugc needs Node\.js 24 or newer; this is v\d+\..* not installed\. Run npm ci .*\n$/,
    );
  } finally {
    await rm(bare, { recursive: true });
  }
});
