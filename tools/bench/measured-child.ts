import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ChildMeasure {
  /** User and system seconds of the child and of all that it started and waited for. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly output: string;
}

export interface ChildOptions {
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly env?: NodeJS.ProcessEnv;
}

let ticksPerSecond: number | undefined;

/** CPU time of children that have ended and were waited for, their own such children included (proc(5), fields 16–17). */
function endedChildrenCpuSeconds(): number {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // The program's name stands in brackets and may hold spaces: fields are counted after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

let running = false;

/**
 * Runs a program to its end and tells what it cost. One at a time: the kernel keeps one sum for all children.
 * Throws when the program fails, with its last words.
 */
export async function measureChild(
  command: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<ChildMeasure> {
  if (process.platform !== 'linux') throw new Error('CPU time of child processes is read on Linux only.');
  if (running) throw new Error('Only one child can be measured at a time.');
  running = true;
  try {
    // Reading the clock's rate starts a child itself: done once before.
    endedChildrenCpuSeconds();
    const cpuBefore = endedChildrenCpuSeconds();
    const startMs = performance.now();
    const output = await runToEnd(command, args, options);
    const wallSeconds = (performance.now() - startMs) / 1000;
    return { cpuSeconds: endedChildrenCpuSeconds() - cpuBefore, wallSeconds, output };
  } finally {
    running = false;
  }
}

async function runToEnd(command: string, args: readonly string[], options: ChildOptions): Promise<string> {
  const { cwd, timeoutMs, env } = options;
  const child = spawn(command, [...args], { cwd, env: env ?? process.env, timeout: timeoutMs });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  const ending = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  if (ending !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${ending}:\n${errors}`);
  return output;
}
