import { setTimeout as delay } from 'node:timers/promises';

/** Waits, or ends early and without an error when the signal fires: what comes next looks at the signal itself. */
export async function pause(ms: number, end: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: end }).catch(() => undefined);
}
