import { nextNumber, type Records } from '../journal/records.ts';
import type { Violation } from '../protocol.ts';
import type { EventLog } from '../human/event-log.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import { problemsOf } from './check-value.ts';
import type { SchemaType } from './schema.ts';

const keptViolations = 200;

export interface ViolationLog {
  add(method: string, problems: readonly string[]): void;
  /** Holds an object of our own to the schema: what breaks it is a fault of this server. */
  checkOwn(name: string, type: SchemaType, value: unknown): void;
  /** Oldest first. */
  all(): readonly Violation[];
  clear(): void;
}

export function createViolationLog(records: Records, events: EventLog, clock: SandboxClock): ViolationLog {
  function add(method: string, problems: readonly string[]): void {
    const violation = { at: new Date(clock.nowMs()).toISOString(), method, problems };
    const number = nextNumber(records, 'violation');
    records.violations.set(number, violation);
    records.violations.delete(number - keptViolations);
    events.add({ event: 'violation', violation });
  }
  return {
    add,
    checkOwn(name, type, value) {
      const problems = problemsOf(type, value, '');
      if (problems.length > 0)
        add(
          name,
          problems.map((problem) => `[own object] ${problem}`),
        );
    },
    all: () => [...records.violations.values()],
    clear() {
      for (const key of [...records.violations.keys()]) records.violations.delete(key);
    },
  };
}
