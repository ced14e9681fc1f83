import { freePort } from './free-port.ts';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const patienceMs = 60_000;

/** The whole program in processes of its own. */
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
  /** `npm start` as people type it, or at once what it starts, which is what is meant unless given. */
  readonly by?: 'npm' | 'node';
  readonly errors?: 'inherit' | 'ignore';
  /** A free one unless given: what services were told of an earlier run stays true. */
  readonly port?: number;
  /** Gets all that it prints. */
  hear?(text: string): void;
}

/** Nothing is set but the data folder, a free port and what the test itself works with, unless given. Resolves when the port answers. */
export async function runBot(
  dataFolder: string,
  env: Readonly<Record<string, string>> = {},
  { by = 'node', errors = 'inherit', port: wanted, hear }: RunOptions = {},
): Promise<RunningBot> {
  const port = wanted ?? (await freePort());
  const baseUrl = `http://127.0.0.1:${port}`;
  // The server of a root's database runs as somebody else: where that one can't pass, its data lie elsewhere.
  await chmod(dirname(dataFolder), 0o755);
  const startedAtMs = performance.now();
  const [program, ...args] = by === 'npm' ? ['npm', 'start'] : [process.execPath, 'bin/ugc.js', 'start'];
  const { PATH, HOME, TMPDIR, FFMPEG_PATH } = process.env;
  const child = spawn(program, args, {
    cwd: root,
    env: {
      ...{ PATH, HOME, TMPDIR, FFMPEG_PATH },
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
  throw new Error('The bot does not answer.');
}
