import type { ActionParts } from '../parts.ts';

/** What is done by the clock, once however many machines run. */
const upkeepJobs = {
  'daily-statistics': { cron: '0 19 * * *', timeZone: 'Europe/Moscow' },
  'cleanup-temp': { cron: '0 */6 * * *', timeZone: 'UTC' },
  expiry: { cron: '20 * * * *', timeZone: 'UTC' },
} as const;
export type UpkeepJob = keyof typeof upkeepJobs;

const names = Object.keys(upkeepJobs) as UpkeepJob[];

export async function openUpkeep(queue: ActionParts['queue']): Promise<void> {
  for (const name of names) await queue.createQueue(name, { singleton: 'one-waiting-or-running' });
}

/** Puts the schedules up, and does what they ask for. */
export async function workOffUpkeep(
  { queue }: Pick<ActionParts, 'queue'>,
  work: Readonly<Record<UpkeepJob, (signal: AbortSignal) => Promise<void>>>,
  shutdown: AbortSignal,
): Promise<void> {
  for (const name of names) {
    const { cron, timeZone } = upkeepJobs[name];
    await queue.work(name, { concurrency: 1 }, async (_data, signal) => {
      await work[name](AbortSignal.any([signal, shutdown]));
    });
    await queue.schedule(name, cron, { timeZone });
  }
}
