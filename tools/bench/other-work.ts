import { readFileSync } from 'node:fs';
import type { Reading } from '../quality/reading.ts';

const ticksPerSecond = 100;
/** Above this, wall time tells of the others: half a core of two. */
const mostOtherCores = 0.5;

export interface OtherWork {
  /** Cores that others kept busy since the watch began, given what was spent by what is measured and by this process. */
  stop(measuredCpuSeconds: number): number;
}

/** Watches what else the machine does, by proc(5)'s stat; elsewhere than on Linux it is taken for idle. */
export function watchOtherWork(): OtherWork {
  const startedAtMs = performance.now();
  const busyBefore = busySeconds();
  const ownBefore = process.cpuUsage();
  return {
    stop: (measuredCpuSeconds) => {
      const { user, system } = process.cpuUsage(ownBefore);
      const others = busySeconds() - busyBefore - (user + system) / 1e6 - measuredCpuSeconds;
      return Math.max(0, (others / (performance.now() - startedAtMs)) * 1000);
    },
  };
}

/** Since the machine's start, all cores, without idling, waiting for disks and what other machines took. */
function busySeconds(): number {
  try {
    const fields = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '')
      .split(/\s+/)
      .slice(1, 8)
      .map(Number);
    const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = fields;
    return (user + nice + system + irq + softIrq) / ticksPerSecond;
  } catch {
    return 0;
  }
}

/** Wall times of a busy machine are no figures: they are shown as not measured, and miss no limit. */
export function unlessBusy(
  readings: readonly Reading[],
  otherCores: number,
  tell: (line: string) => void,
): Reading[] {
  if (otherCores <= mostOtherCores) return [...readings];
  const seen = readings.map(
    ({ name, value, unit }) => `${name} ${value.toFixed(unit === 'ms' ? 0 : 2)} ${unit}`,
  );
  tell(`others kept ${otherCores.toFixed(1)} cores busy; seen under that: ${seen.join(', ')}`);
  return readings.map(({ min: _, max: __, ...reading }) => ({ ...reading, value: Number.NaN }));
}
