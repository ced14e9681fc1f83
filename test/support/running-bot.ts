import { freePort } from './free-port.ts';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const patienceMs = 60_000;

/** The whole program in processes of its own, as `npm start` runs it. */
export interface RunningBot {
  readonly baseUrl: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when its processes have ended, whoever ended them. */
  readonly ended: Promise<unknown>;
  /** Of the start, on the clock of `performance.now()`. */
  readonly startedAtMs: number;
  /** As Ctrl-C would; gives the seconds to its end. */
  stop(): Promise<number>;
  /** Ends all of its processes at once, as a power cut would. The embedded database survives it, as it may. */
  kill(): Promise<void>;
}

export interface RunOptions {
  readonly errors?: 'inherit' | 'ignore';
  /** A free one unless given: what services were told of an earlier run stays true. */
  readonly port?: number;
  /** Gets all that it prints. */
  hear?(text: string): void;
}

/** Nothing is set but the data folder and a free port, unless given. Resolves when the port answers. */
export async function runBot(
  dataFolder: string,
  env: Readonly<Record<string, string>> = {},
  { errors = 'inherit', port: wanted, hear }: RunOptions = {},
): Promise<RunningBot> {
  const port = wanted ?? (await freePort());
  const baseUrl = `http://127.0.0.1:${port}`;
  const startedAtMs = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: dataFolder,
      PORT: String(port),
      ...env,
    },
    stdio: hear ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'ignore', errors],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => hear?.(String(chunk)));
  const ended = once(child, 'exit');
  const signalGroup = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), signal);
    await ended;
  };
  await untilAnswers(baseUrl, child);
  return {
    baseUrl,
    port,
    pid: child.pid ?? 0,
    ended,
    startedAtMs,
    stop: async () => {
      const askedAtMs = performance.now();
      await signalGroup('SIGINT');
      return (performance.now() - askedAtMs) / 1000;
    },
    kill: async () => await signalGroup('SIGKILL'),
  };
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
