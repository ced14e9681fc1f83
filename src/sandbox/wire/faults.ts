import type { Fault } from '../protocol.ts';

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The effect that the next call of that method meets, which uses it up by one. */
  meet(method: string): Fault['effect'] | undefined;
}

export function createFaults(): Faults {
  let faults: { readonly fault: Fault; passing: number; left: number }[] = [];
  return {
    add: (fault) => void faults.push({ fault, passing: fault.after ?? 0, left: fault.times }),
    clear() {
      faults = [];
    },
    meet(method) {
      for (const entry of faults) {
        const { method: only, effect } = entry.fault;
        if (only !== undefined && only.toLowerCase() !== method.toLowerCase()) continue;
        if (entry.passing > 0) {
          entry.passing -= 1;
          continue;
        }
        entry.left -= 1;
        faults = faults.filter(({ left }) => left > 0);
        return effect;
      }
      return undefined;
    },
  };
}
