import { type ChildProcess, spawn } from 'node:child_process';
import { constants as osConstants, setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../kernel/errors.ts';

export interface RunProcessOptions {
  readonly cwd?: string;
  /** Only these reach the child: secrets of ours never do. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
  /** Run as somebody else; only root may. */
  readonly runAs?: { readonly uid: number; readonly gid: number };
  /** Gives way to all else on this machine: work that nobody's next answer waits for. */
  readonly isBackground?: boolean;
  /** Feeds standard input; its end is closed when the promise settles. Without it there is no standard input. */
  readonly writeInput?: (input: Writable) => Promise<void>;
  /** Standard output as it comes. Without it the output is thrown away unless `keepOutput` asks for it. */
  readonly readOutput?: (output: Readable) => Promise<void>;
  /** Keep standard output and return it, up to this many bytes. */
  readonly keepOutputBytes?: number;
  /** A further pipe, file descriptor 3, for what a program reports of its progress. */
  readonly readReport?: (report: Readable) => Promise<void>;
}

export interface ProcessResult {
  readonly output: Buffer;
  /** The last 8 kB of standard error. */
  readonly errorTail: string;
}

const errorTailBytes = 8192;
/** ffmpeg 7.0 needs up to 6 s to end by SIGTERM; what it leaves is garbage by then in any case. */
const killGraceMs = 3000;

/**
 * Runs a program without a shell. Throws `cancelled`, `timed-out`, or `process-failed` with the program's last line;
 * a program that can't be started at all throws Node's own error.
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: RunProcessOptions,
): Promise<ProcessResult> {
  if (options.signal?.aborted) throw new AppError('cancelled', `${command} was cancelled.`);
  const child = start(command, args, options);
  const ending = endOnAbortOrTimeout(child, options);
  const errorTail = keepTail(child.stderr);
  const output = keepHead(child.stdout, options.keepOutputBytes);
  try {
    const exit = await settle(child, options, () => ending.why !== undefined).catch((error: unknown) => {
      if (ending.why === undefined) throw error;
    });
    if (ending.why === 'cancelled') throw new AppError('cancelled', `${command} was cancelled.`);
    if (ending.why === 'timed-out') {
      throw new AppError('timed-out', `${command} did not end within ${options.timeoutMs} ms.`, {
        retryable: true,
      });
    }
    if (exit !== 0) {
      throw new AppError('process-failed', `${command} ended with ${exit}: ${lastLine(errorTail())}`);
    }
    return { output: output(), errorTail: errorTail() };
  } finally {
    ending.stopWatching();
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

function start(command: string, args: readonly string[], options: RunProcessOptions): ChildProcess {
  const wantsOutput = options.readOutput !== undefined || options.keepOutputBytes !== undefined;
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: options.env ?? { PATH: '/usr/local/bin:/usr/bin:/bin' },
    uid: options.runAs?.uid,
    gid: options.runAs?.gid,
    stdio: [
      options.writeInput ? 'pipe' : 'ignore',
      wantsOutput ? 'pipe' : 'ignore',
      'pipe',
      options.readReport ? 'pipe' : 'ignore',
    ],
  });
  if (options.isBackground === true) giveWay(child);
  return child;
}

function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, osConstants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already.
  }
}

interface Ending {
  readonly why: 'cancelled' | 'timed-out' | undefined;
  stopWatching(): void;
}

/** SIGTERM first; SIGKILL for a program that takes no notice. */
function endOnAbortOrTimeout(child: ChildProcess, options: RunProcessOptions): Ending {
  let why: Ending['why'];
  let killTimer: NodeJS.Timeout | undefined;
  // A grandchild that holds a pipe open would keep us waiting for its end; the output is garbage by now.
  const letGo = () => {
    for (const stream of child.stdio) stream?.destroy();
  };
  const end = (reason: 'cancelled' | 'timed-out') => {
    if (why) return;
    why = reason;
    if (child.exitCode !== null || child.signalCode !== null) return letGo();
    child.once('exit', letGo);
    child.kill('SIGTERM');
    killTimer = setTimeout(() => child.kill('SIGKILL'), killGraceMs);
  };
  const onAbort = () => end('cancelled');
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => end('timed-out'), options.timeoutMs);
  return {
    get why() {
      return why;
    },
    stopWatching() {
      clearTimeout(timer);
      clearTimeout(killTimer);
      options.signal?.removeEventListener('abort', onAbort);
    },
  };
}

/** A reader that stumbles over a program's early end sees it this long before the program's exit code is known. */
const exitGraceMs = 250;

/**
 * The exit code or the signal's name, once the program has ended and everything it wrote was read. Throws the error of
 * a reader or writer of ours, unless the program itself failed: then that is why.
 */
async function settle(
  child: ChildProcess,
  options: RunProcessOptions,
  wasEnded: () => boolean,
): Promise<number | NodeJS.Signals> {
  const closed = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'));
  });
  const talks: Promise<void>[] = [];
  if (options.writeInput && child.stdin) talks.push(feed(child.stdin, options.writeInput));
  if (options.readOutput && child.stdout) talks.push(options.readOutput(child.stdout));
  const report = child.stdio[3] as Readable | null | undefined;
  if (options.readReport && report) talks.push(options.readReport(report));
  const talked = Promise.all(talks);
  try {
    const exit = await Promise.race([closed, talked.then(() => closed)]);
    // Of a program that was ended nothing more is expected, and a reader by lines may never see its pipe's end.
    if (!wasEnded()) await talked;
    return exit;
  } catch (error) {
    const exit = await Promise.race([closed, delay(exitGraceMs, 0)]);
    if (exit === 0) throw error;
    return exit;
  }
}

function keepTail(stream: Readable | null): () => string {
  let tail = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    tail = (tail + text).slice(-errorTailBytes);
  });
  return () => tail;
}

/** Reads on beyond the limit, so that the program is never blocked by a full pipe. */
function keepHead(stream: Readable | null, maxBytes: number | undefined): () => Buffer {
  const kept: Buffer[] = [];
  let room = maxBytes ?? 0;
  if (maxBytes !== undefined) {
    stream?.on('data', (chunk: Buffer) => {
      if (room > 0) kept.push(chunk.subarray(0, room));
      room -= chunk.length;
    });
  }
  return () => Buffer.concat(kept);
}

/** A program that ends early closes its input: its exit code tells why, the broken pipe doesn't. */
async function feed(input: Writable, write: (input: Writable) => Promise<void>): Promise<void> {
  let broken = false;
  const breaks = new Promise<void>((resolve) => {
    input.on('error', () => {
      broken = true;
      resolve();
    });
    input.on('close', resolve);
  });
  const writing = write(input).catch((error: unknown) => {
    if (!broken && !input.destroyed) throw error;
  });
  await Promise.race([writing, breaks]);
  input.end();
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 500) ?? '';
}
