import { readdirSync, readFileSync } from 'node:fs';

export interface TreeCost {
  /** User and system seconds of all that ran since the watch began, ended children included. */
  readonly cpuSeconds: number;
  /** The most memory at one moment, shared pages counted once (PSS), in MB. */
  readonly peakMegabytes: number;
}

export interface TreeWatch {
  stop(): TreeCost;
}

const ticksPerSecond = 100;
const lookEveryMs = 400;

/** Watches a process, its descendants, and whatever has the marker in its command line, such as a detached server. */
export function watchTree(rootPid: number, marker: string): TreeWatch {
  let peak = 0;
  const cpuTicks = new Map<number, number>();
  const look = () => {
    let megabytes = 0;
    for (const pid of treeOf(rootPid, marker)) {
      const process = readProcess(pid);
      if (!process) continue;
      cpuTicks.set(pid, Math.max(cpuTicks.get(pid) ?? 0, process.ticks));
      megabytes += process.megabytes;
    }
    peak = Math.max(peak, megabytes);
  };
  const timer = setInterval(look, lookEveryMs);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      // A living parent's sum holds its ended children, which are therefore left out themselves.
      const living = treeOf(rootPid, marker);
      const ticks = living.reduce((sum, pid) => sum + (cpuTicks.get(pid) ?? 0), 0);
      return { cpuSeconds: ticks / ticksPerSecond, peakMegabytes: peak };
    },
  };
}

function treeOf(rootPid: number, marker: string): number[] {
  const parents = new Map<number, number>();
  const marked: number[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(marker)) marked.push(pid);
    } catch {
      // Ended meanwhile.
    }
  }
  const isBelow = (pid: number, above: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) {
      if (at === above) return true;
    }
    return false;
  };
  return [...parents.keys()].filter((pid) => [rootPid, ...marked].some((above) => isBelow(pid, above)));
}

/** By proc(5), fields 14 to 17 of stat, and smaps_rollup. */
function readProcess(pid: number): { ticks: number; megabytes: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
    const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return { ticks, megabytes: Number(pss ?? 0) / 1024 };
  } catch {
    return undefined;
  }
}
