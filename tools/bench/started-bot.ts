import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type TreeCost, watchTree } from './process-tree.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const patienceMs = 60_000;

export interface StartedBot {
  readonly baseUrl: string;
  /** Of `npm start`, on the clock of `performance.now()`. */
  readonly startedAtMs: number;
  cost(): TreeCost;
  /** As Ctrl-C would; gives how long the end took. */
  stop(): Promise<number>;
}

/** Runs `npm start` with nothing set but the data folder and a free port. Resolves when the port answers. */
export async function startBot(dataFolder: string): Promise<StartedBot> {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const startedAtMs = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataFolder, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  const watch = watchTree(child.pid ?? 0, dataFolder);
  await untilAnswers(baseUrl, child);
  return {
    baseUrl,
    startedAtMs,
    cost: () => watch.stop(),
    stop: async () => {
      const stoppedAtMs = performance.now();
      // To the whole group, as a terminal does it.
      process.kill(-(child.pid ?? 0), 'SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      return (performance.now() - stoppedAtMs) / 1000;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilAnswers(baseUrl: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline && child.exitCode === null) {
    const isThere = await fetch(`${baseUrl}/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isThere) return;
    await delay(10);
  }
  throw new Error('npm start does not answer.');
}
