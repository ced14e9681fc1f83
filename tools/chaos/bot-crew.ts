import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Processes of one bot that share a database, and are killed and started again. */
export interface BotCrew {
  /** Ends one at once and starts another in its place; resolves when that one works. */
  killOne(pick: (count: number) => number): Promise<void>;
  kills(): number;
  /** Those that worked, and ended though nobody killed them. */
  readonly ownEnds: readonly string[];
  stop(): Promise<void>;
}

export interface BotCrewOptions {
  readonly count: number;
  readonly seed: string;
  readonly folder: string;
  readonly mediaFolder: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Member {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
  isKilled: boolean;
  isReady: boolean;
}

const program = fileURLToPath(new URL('./bot-process.ts', import.meta.url));
const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;

export async function startBotCrew(options: BotCrewOptions): Promise<BotCrew> {
  const members: Member[] = [];
  const ownEnds: string[] = [];
  let started = 0;
  let kills = 0;
  let isStopping = false;
  const start = (): Member => {
    started += 1;
    const errors = openSync(join(options.folder, `bot-${started}.err`), 'w');
    const child = spawn(process.execPath, [program, `${options.seed}/${started}`, options.mediaFolder], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
      stdio: ['ignore', 'ignore', errors, 'ipc'],
    });
    const name = `bot ${started} (process ${child.pid})`;
    const ready = Promise.race([
      once(child, 'message', { signal: AbortSignal.timeout(startTimeoutMs) }),
      once(child, 'exit'),
    ]);
    const member: Member = { child, ready, isKilled: false, isReady: false };
    child.once('message', () => {
      member.isReady = true;
    });
    child.once('exit', (code, signal) => {
      if (member.isKilled || isStopping) return;
      // Whose connection is cut during its start gives up, and is started again by whoever looks after it.
      if (member.isReady) ownEnds.push(`${name} ended with ${code ?? signal}`);
      const place = members.indexOf(member);
      if (place >= 0) members[place] = start();
    });
    return member;
  };
  for (let index = 0; index < options.count; index += 1) members.push(start());
  await Promise.all(members.map(({ ready }) => ready));
  return {
    kills: () => kills,
    ownEnds,
    async killOne(pick) {
      const place = pick(members.length);
      const member = members[place] as Member;
      member.isKilled = true;
      kills += 1;
      member.child.kill('SIGKILL');
      const next = start();
      members[place] = next;
      await next.ready;
    },
    async stop() {
      isStopping = true;
      await Promise.all(
        members.map(async ({ child }) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const ended = once(child, 'exit');
          child.kill('SIGTERM');
          const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
          await ended;
          clearTimeout(timer);
        }),
      );
    },
  };
}
