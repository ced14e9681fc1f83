import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StepKind } from '../../src/domain/production/step.ts';
import type { StopPoint } from '../../src/pipeline/parts.ts';

const launcher = fileURLToPath(new URL('../../bin/ugc.js', import.meta.url));
const timeoutMs = 240_000;

/** The steps of the ad that crash tests make, in order. */
export const crashedSteps = ['portrait', 'speech', 'head', 'overlay', 'montage', 'verification'] as const;

export const allStopPoints: readonly StopPoint[] = [
  'order:placed',
  ...crashedSteps.flatMap((step) =>
    (['claimed', 'worked', 'stored', 'recorded'] as const).map((what): StopPoint => `${step}:${what}`),
  ),
];

export interface ShellRun {
  /** 137 for a kill, as shells have it. */
  readonly code: number | null;
  readonly events: readonly { readonly event: string; readonly [key: string]: unknown }[];
  readonly errorText: string;
}

/** Runs `ugc` as a user would, in a folder of its own; `stopAt` has it killed there. */
export async function runUgc(folder: string, args: readonly string[], stopAt?: StopPoint): Promise<ShellRun> {
  const child = spawn(process.execPath, [launcher, ...args, '--json'], {
    cwd: folder,
    env: { ...process.env, DATA_DIR: join(folder, 'data'), ...(stopAt && { UGC_STOP_AT: stopAt }) },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  });
  let output = '';
  let errorText = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errorText += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  const lines = output.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
  return {
    code: code ?? (signal === 'SIGKILL' ? 137 : null),
    events: lines.map((line) => JSON.parse(line)),
    errorText,
  };
}

/** How often each step's work was done and recorded, over all runs in this folder, by the log. */
export async function stepsDone(folder: string): Promise<Map<StepKind, number>> {
  const log = await readFile(join(folder, 'data', 'log', 'ugc.log'), 'utf8');
  const counts = new Map<StepKind, number>();
  for (const line of log.split('\n')) {
    if (!line.includes('The step is done.')) continue;
    const { step, reused } = JSON.parse(line) as { step: StepKind; reused: boolean };
    if (!reused) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return counts;
}
