import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../platform/database/database.ts';
import { readTaskReport } from '../../store/chat-tasks.ts';

const lookEveryMs = 400;

export interface ReportWatch {
  /** Resolves after that time, or as soon as the service has said since the last call that it is done. */
  pause(longestMs: number, signal: AbortSignal): Promise<void>;
}

/** A report comes to whichever process has the web's door: it is told through the task's row. */
export async function watchReports(database: Database, taskId: string): Promise<ReportWatch> {
  let known = await readTaskReport(database.db, taskId);
  return {
    pause: async (longestMs, signal) => {
      const until = performance.now() + longestMs;
      for (;;) {
        const last = await readTaskReport(database.db, taskId).catch(() => known);
        if (last !== known) {
          known = last;
          return;
        }
        const leftMs = until - performance.now();
        if (leftMs <= 0) return;
        await delay(Math.min(lookEveryMs, leftMs), undefined, { signal });
      }
    },
  };
}
