import type { UseApp } from '../cli/app.ts';
import type { Config } from '../platform/config/config.ts';
import type { Log } from '../platform/log/log.ts';
import { openApp, stepsAtATime } from './app.ts';
import { startWorker, type Worker } from './worker.ts';

/** Opens the product for one command and closes it behind it: what was in work is handed back first. */
export function useAppOf(
  readConfig: () => Config,
  openLog: (config: Config) => Log,
  stopping: AbortSignal,
): UseApp {
  return async (use) => {
    const config = readConfig();
    const app = await openApp(config, openLog(config));
    let worker: Worker | undefined;
    const startWorking = () => {
      worker ??= startWorker(app.parts, { concurrency: stepsAtATime(), shutdown: stopping });
    };
    try {
      return await use({ parts: app.parts, startWorking, stopping });
    } finally {
      await worker?.stop();
      await app.close();
    }
  };
}
