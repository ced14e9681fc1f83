import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstUserIds } from '../src/sandbox/first-people.ts';
import { openSandboxUser } from './support/sandbox-user.ts';

const launcher = fileURLToPath(new URL('../bin/ugc.js', import.meta.url));
const readyTimeoutMs = 60_000;

let folder: string;
const running = new Set<ChildProcess>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ugc-start-'));
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

interface Start {
  readonly child: ChildProcess;
  readonly base: string;
  /** What was printed so far, on both streams. */
  text(): string;
  ready(): Promise<void>;
  ended(): Promise<number | null>;
}

function start(port: number, env: Record<string, string> = {}): Start {
  const child = spawn(process.execPath, [launcher, 'start'], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  const closed = once(child, 'close').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return {
    child,
    base: `http://127.0.0.1:${port}`,
    text: () => text,
    ready: async () =>
      await expect.poll(() => text, { timeout: readyTimeoutMs, interval: 20 }).toContain('Ready after'),
    ended: () => closed,
  };
}

async function occupy(): Promise<{ port: number; close: () => void }> {
  const server = createServer((_request, response) => response.end('{"status":"ok","run":"other"}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

async function freePort(): Promise<number> {
  const { port, close } = await occupy();
  close();
  return port;
}

async function answers(base: string, text: string): Promise<void> {
  const user = await openSandboxUser(base, firstUserIds.english, { timeoutMs: 30_000 });
  const before = user.messages().length;
  await user.say(text);
  await user.waitFor(
    ({ message_id: id, from }) => id > before + 1 && (from as { is_bot?: boolean }).is_bot === true,
  );
  expect(await user.violations()).toEqual([]);
  user.close();
}

test('the bot answers, refuses a second start of its folder, outlives a kill, and ends in order with 0', async () => {
  const port = await freePort();
  const first = start(port);
  await first.ready();
  await answers(first.base, '/start');
  const readiness = await (await fetch(`${first.base}/ready`)).json();
  expect(readiness).toMatchObject({ isReady: true });
  // Counted once the update is done with, a moment after its answer was sent.
  await expect
    .poll(async () => await (await fetch(`${first.base}/metrics`)).text(), { timeout: 20_000 })
    .toMatch(/ugc_updates_handled_total\{kind="message",outcome="done"\} [1-9]/);

  const log = await readFile(join(folder, 'data', 'log', 'ugc.log'), 'utf8');
  expect(log.match(/"module":"platform".*"why":"[A-Z0-9_]+ is not set"/g)).toHaveLength(7);

  const second = start(await freePort());
  expect(await second.ended()).toBe(1);
  expect(second.text()).toContain(`runs already: http://localhost:${port}/ (process ${first.child.pid})`);

  first.child.kill('SIGKILL');
  await first.ended();
  const again = start(port);
  await again.ready();
  await answers(again.base, '/help');

  const stoppedAtMs = performance.now();
  again.child.kill('SIGTERM');
  expect(await again.ended()).toBe(0);
  expect(performance.now() - stoppedAtMs).toBeLessThan(10_000);
});

test('a port that another program has is told in one line, with what to do', async () => {
  const { port, close } = await occupy();
  const refused = start(port, { DATA_DIR: join(folder, 'other') });
  expect(await refused.ended()).toBe(1);
  expect(refused.text().trim()).toBe(
    `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`,
  );
  close();
});

test('what an operator set wrongly stops the start with one line', async () => {
  const refused = start(await freePort(), { BLOCKLIST_FILE: join(folder, 'missing.txt') });
  expect(await refused.ended()).toBe(2);
  expect(refused.text()).toContain('BLOCKLIST_FILE is');
  expect(refused.text()).not.toContain('"level"');
});
