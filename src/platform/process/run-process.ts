import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { AppError } from '../../kernel/errors.ts';

export interface RunProcessOptions {
  readonly cwd?: string;
  /** Only these reach the child: secrets of ours never do. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
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
 * Runs a program without a shell. Throws `cancelled`, `timed-out`, or `process-failed` with the program's last line.
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: RunProcessOptions,
): Promise<ProcessResult> {
  options.signal?.throwIfAborted();
  const wantsOutput = options.readOutput !== undefined || options.keepOutputBytes !== undefined;
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: options.env ?? { PATH: '/usr/local/bin:/usr/bin:/bin' },
    stdio: [
      options.writeInput ? 'pipe' : 'ignore',
      wantsOutput ? 'pipe' : 'ignore',
      'pipe',
      options.readReport ? 'pipe' : 'ignore',
    ],
  });
  let ending: 'cancelled' | 'timed-out' | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const end = (why: 'cancelled' | 'timed-out') => {
    if (ending) return;
    ending = why;
    child.kill('SIGTERM');
    killTimer = setTimeout(() => child.kill('SIGKILL'), killGraceMs);
  };
  const onAbort = () => end('cancelled');
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => end('timed-out'), options.timeoutMs);

  let errorTail = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (text: string) => {
    errorTail = (errorTail + text).slice(-errorTailBytes);
  });
  const kept: Buffer[] = [];
  let keptBytes = 0;
  if (options.keepOutputBytes !== undefined) {
    child.stdout?.on('data', (chunk: Buffer) => {
      const room = (options.keepOutputBytes ?? 0) - keptBytes;
      if (room > 0) kept.push(chunk.subarray(0, room));
      keptBytes += Math.min(room, chunk.length);
    });
  }
  const feeding = options.writeInput && child.stdin ? feed(child.stdin, options.writeInput) : undefined;
  const reading = options.readOutput && child.stdout ? options.readOutput(child.stdout) : undefined;
  const report = child.stdio[3] as Readable | null | undefined;
  const reporting = options.readReport && report ? options.readReport(report) : undefined;
  try {
    const exit = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
      (resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code, signal) => resolve({ code, signal }));
        feeding?.catch(reject);
        reading?.catch(reject);
      },
    );
    await reporting;
    if (ending === 'cancelled') throw new AppError('cancelled', `${command} was cancelled.`);
    if (ending === 'timed-out') {
      throw new AppError('timed-out', `${command} did not end within ${options.timeoutMs} ms.`, {
        retryable: true,
      });
    }
    if (exit.code !== 0) {
      throw new AppError(
        'process-failed',
        `${command} ended with ${exit.signal ?? exit.code}: ${lastLine(errorTail)}`,
      );
    }
    await feeding;
    return { output: Buffer.concat(kept), errorTail };
  } finally {
    clearTimeout(timer);
    clearTimeout(killTimer);
    options.signal?.removeEventListener('abort', onAbort);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

/** A program that ends early closes its input: its exit code tells why, the broken pipe doesn't. */
async function feed(input: Writable, write: (input: Writable) => Promise<void>): Promise<void> {
  const broken = new Promise<void>((resolve) => input.once('error', () => resolve()));
  await Promise.race([write(input), broken]);
  input.end();
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 500) ?? '';
}
