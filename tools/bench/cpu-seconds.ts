import { readFileSync } from 'node:fs';

const clockTicksPerSecond = 100;

/**
 * User and system seconds of this process and of all children that have ended, by /proc/self/stat (fields 14 to 17);
 * elsewhere than on Linux of this process alone.
 */
export function treeCpuSeconds(): number {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
    return ticks / clockTicksPerSecond;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }
}

export async function cpuSecondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = treeCpuSeconds();
  await work();
  return treeCpuSeconds() - before;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
