import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type ProcessResult, runProcess } from '../process/run-process.ts';

export interface FfmpegRun {
  /** Everything after the global options; inputs are named relative to `cwd`, never by a user's own file name. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
  /** How long the output will be; needed for `onProgress`. */
  readonly durationSeconds?: number;
  readonly onProgress?: (fraction: number) => void;
  readonly writeInput?: (input: Writable) => Promise<void>;
  readonly readOutput?: (output: Readable) => Promise<void>;
  readonly keepOutputBytes?: number;
  /** 'error' unless a filter's report is wanted from `errorTail`. */
  readonly logLevel?: 'error' | 'warning' | 'info' | 'verbose';
}

/** A program that was seen to have every codec and filter that the product uses. */
export interface Ffmpeg {
  readonly path: string;
  readonly version: string;
  run(run: FfmpegRun): Promise<ProcessResult>;
}

export function ffmpegAt(path: string, version: string): Ffmpeg {
  return { path, version, run: (run) => runFfmpeg(path, run) };
}

/**
 * glibc gives a picture's memory back to the system and takes it again with every frame, by its own choice of a limit;
 * that is a twentieth of a montage's work. Other C libraries don't know these.
 */
const keptMemory = { MALLOC_MMAP_THRESHOLD_: '67108864', MALLOC_TRIM_THRESHOLD_: '536870912' };

async function runFfmpeg(path: string, run: FfmpegRun): Promise<ProcessResult> {
  const wantsProgress = run.onProgress !== undefined && run.durationSeconds !== undefined;
  const globals = ['-hide_banner', '-v', run.logLevel ?? 'error', '-nostats'];
  if (!run.writeInput) globals.push('-nostdin');
  if (wantsProgress) globals.push('-progress', 'pipe:3');
  return await runProcess(path, [...globals, ...run.args], {
    cwd: run.cwd,
    // libass asks fontconfig when a font is missing; ours are always given by folder.
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: '/nonexistent',
      FONTCONFIG_FILE: '/nonexistent',
      ...keptMemory,
    },
    timeoutMs: run.timeoutMs,
    isBackground: true,
    ...(run.signal && { signal: run.signal }),
    ...(run.writeInput && { writeInput: run.writeInput }),
    ...(run.readOutput && { readOutput: run.readOutput }),
    ...(run.keepOutputBytes !== undefined && { keepOutputBytes: run.keepOutputBytes }),
    ...(wantsProgress && { readReport: (report: Readable) => readProgress(report, run) }),
  });
}

/** `out_time_ms` is microseconds too, in every version; it stands for builds that lack `out_time_us`. */
async function readProgress(report: Readable, run: FfmpegRun): Promise<void> {
  for await (const line of createInterface({ input: report })) {
    const match = /^out_time_(?:us|ms)=(\d+)/.exec(line);
    if (match) run.onProgress?.(Math.min(1, Number(match[1]) / 1e6 / (run.durationSeconds ?? 1)));
  }
}
