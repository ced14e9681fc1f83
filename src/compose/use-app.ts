import type { UseApp } from '../cli/app.ts';
import type { Config } from '../platform/config/config.ts';
import { AppError, isAppError } from '../kernel/errors.ts';
import { requireWritableFolder } from '../platform/files/writable-folder.ts';
import { type Log, logOf } from '../platform/log/log.ts';
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
    await requireWritableFolder(config.dataFolder);
    const log = openLog(config);
    const app = await openApp(config, log);
    let worker: Worker | undefined;
    const startWorking = () => {
      worker ??= startWorker(app.parts, { concurrency: stepsAtATime(), shutdown: stopping });
    };
    try {
      return await use({ parts: app.parts, startWorking, stopping });
    } catch (error) {
      if (stopping.aborted) throw stopped(error);
      if (!isAppError(error))
        logOf(log, 'cli').error({ err: error }, 'The command failed in an unforeseen way.');
      throw error;
    } finally {
      await worker?.stop();
      await app.close();
    }
  };
}

/** Whatever was under way when the user stopped it failed in a way of its own, which tells the user nothing. */
function stopped(cause: unknown): AppError {
  return new AppError('cancelled', 'Stopped. The same command goes on from the last finished stage.', {
    cause,
  });
}
