/** Time and alarms, so that schedules of hours can be tested in moments. */
export interface SandboxClock {
  nowMs(): number;
  /** Gives what calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const machineClock: SandboxClock = {
  nowMs: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    // A retry that is an hour away is no reason to stay alive.
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export function unixSeconds(clock: SandboxClock): number {
  return Math.floor(clock.nowMs() / 1000);
}
