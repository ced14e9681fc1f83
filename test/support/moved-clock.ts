import type { SandboxClock } from '../../src/sandbox/sandbox-clock.ts';

export interface MovedClock extends SandboxClock {
  /** Rings what falls due on the way, in order. */
  move(ms: number): void;
  /** How long until the next alarm; undefined when none is set. */
  nextAlarmMs(): number | undefined;
}

/** Time that stands still until a test moves it. */
export function createMovedClock(startMs = Date.UTC(2026, 10, 22, 12)): MovedClock {
  let now = startMs;
  const alarms = new Set<{ readonly atMs: number; readonly run: () => void }>();
  const earliest = () => [...alarms].sort((left, right) => left.atMs - right.atMs)[0];
  return {
    nowMs: () => now,
    after(ms, run) {
      const alarm = { atMs: now + ms, run };
      alarms.add(alarm);
      return () => alarms.delete(alarm);
    },
    move(ms) {
      const end = now + ms;
      for (let alarm = earliest(); alarm && alarm.atMs <= end; alarm = earliest()) {
        alarms.delete(alarm);
        now = alarm.atMs;
        alarm.run();
      }
      now = end;
    },
    nextAlarmMs() {
      const next = earliest();
      return next && next.atMs - now;
    },
  };
}
