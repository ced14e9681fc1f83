import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** What figures were taken on: without it they mean nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  readonly ffmpeg: string;
  /** Processes that wanted a core during the last minute, ours not yet among them. */
  readonly load: number;
}

export function describeMachine(ffmpegPath: string): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    ffmpeg: ffmpegVersion(ffmpegPath),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

function ffmpegVersion(path: string): string {
  const banner = execFileSync(path, ['-hide_banner', '-version'], { encoding: 'utf8', timeout: 10_000 });
  return /^ffmpeg version (\S+)/.exec(banner)?.[1] ?? 'unknown';
}

export function machineLine(machine: Machine): string {
  const { cpu, cores, memoryGigabytes, system, node, ffmpeg, load } = machine;
  return `${cpu}, ${cores} cores, ${memoryGigabytes} GB, ${system}, Node ${node}, ffmpeg ${ffmpeg}, load ${load}`;
}
