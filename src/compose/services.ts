import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../platform/log/log.ts';

/** Something that runs until it is stopped. */
export interface Service {
  readonly name: string;
  /** Takes nothing new, hands back or ends what is under way, and resolves when nothing of it is left. */
  stop(): Promise<unknown>;
}

/** Stops all at once, and gives up on those that take longer: what they did is found again by the next start. */
export async function stopServices(services: readonly Service[], timeoutMs: number, log: Log): Promise<void> {
  const timer = new AbortController();
  const tooLate = delay(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.all(
    services.map(async ({ name, stop }) => {
      let isStopped = false;
      const stopping = stop().then(
        () => (isStopped = true),
        (error: unknown) => log.warn({ service: name, err: error }, 'A part could not be stopped in order.'),
      );
      await Promise.race([stopping, tooLate]);
      if (!isStopped)
        log.warn({ service: name, timeoutMs }, 'A part was still at work when the program ended.');
    }),
  );
  timer.abort();
}
