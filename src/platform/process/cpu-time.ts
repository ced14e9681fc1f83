import { readdirSync, readFileSync } from 'node:fs';

/** The kernel reports in ticks of 1/100 s to programs, on every architecture and whatever its own tick is. */
const ticksPerSecond = 100;

/**
 * User and system seconds of this process, of its children that have ended and were waited for, and of all living
 * descendants with their ended children. On Linux; elsewhere of this process alone. To 10 ms for children. A server
 * that this process started and left running counts, one that it found running does not.
 */
export function treeCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  const own = (user + system) / 1e6;
  if (process.platform !== 'linux') return own;
  const processes = readProcesses();
  let ticks = processes.get(process.pid)?.endedChildrenTicks ?? 0;
  for (const descendant of descendantsOf(process.pid, processes)) {
    ticks += descendant.ownTicks + descendant.endedChildrenTicks;
  }
  return own + ticks / ticksPerSecond;
}

interface ProcessTimes {
  readonly parent: number;
  readonly ownTicks: number;
  readonly endedChildrenTicks: number;
}

function readProcesses(): Map<number, ProcessTimes> {
  const processes = new Map<number, ProcessTimes>();
  for (const entry of readdirSync('/proc')) {
    const times = /^\d+$/.test(entry) ? readTimes(entry) : undefined;
    if (times) processes.set(Number(entry), times);
  }
  return processes;
}

function readTimes(pid: string): ProcessTimes | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // Ended since it was listed.
    return undefined;
  }
  // The second field is the program's name in brackets and may hold anything; see proc(5) for the others.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = [1, 11, 12, 13, 14].map(
    (index) => fields[index],
  );
  return { parent, ownTicks: user + system, endedChildrenTicks: childrenUser + childrenSystem };
}

function* descendantsOf(pid: number, processes: ReadonlyMap<number, ProcessTimes>): Generator<ProcessTimes> {
  for (const [child, times] of processes) {
    if (times.parent !== pid) continue;
    yield times;
    yield* descendantsOf(child, processes);
  }
}
