import type { SandboxEvent } from '../protocol.ts';

export interface LoggedEvent {
  readonly sequence: number;
  readonly event: SandboxEvent;
}

/** What happened, for whoever watches: the last events can be had again. */
export interface EventLog {
  add(event: SandboxEvent): void;
  /** Of the newest event. */
  sequence(): number;
  /** Everything after that event; undefined when some of it is forgotten or was another run's. */
  since(sequence: number): readonly LoggedEvent[] | undefined;
  /** Gives what ends it. */
  watch(watcher: (event: LoggedEvent) => void): () => void;
}

const keptEvents = 2000;

/** Sequences of a later run are higher, so that a reader who comes back knows that it missed something. */
export function createEventLog(startedAtMs: number): EventLog {
  const first = startedAtMs * 1000;
  let kept: LoggedEvent[] = [];
  let last = first;
  const watchers = new Set<(event: LoggedEvent) => void>();
  return {
    add(event) {
      last += 1;
      const logged = { sequence: last, event };
      kept.push(logged);
      if (kept.length > 2 * keptEvents) kept = kept.slice(-keptEvents);
      for (const watcher of watchers) watcher(logged);
    },
    sequence: () => last,
    since(sequence) {
      const earliest = (kept[0]?.sequence ?? last + 1) - 1;
      if (sequence < earliest || sequence > last) return undefined;
      return kept.slice(sequence - earliest);
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}
