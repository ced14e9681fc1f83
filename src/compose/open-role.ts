import type { Role } from '../cli/start.ts';
import { readWorkload } from '../actions/workload/read-workload.ts';
import type { Config } from '../platform/config/config.ts';
import type { Log } from '../platform/log/log.ts';
import { openApp, stepsAtATime } from './app.ts';
import type { FrontDoor } from './front-door.ts';
import { readinessChecks } from './readiness-checks.ts';
import { type Service, stopServices } from './services.ts';
import { startWorker } from './worker.ts';

export interface OpenRoleOptions {
  readonly config: Config;
  readonly role: Role;
  readonly door: FrontDoor;
  readonly log: Log;
  readonly stopping: AbortSignal;
}

export interface OpenRole {
  /** Hands back what is under way within 10 s in all, and closes everything. */
  close(): Promise<void>;
}

/** Of the ten seconds that a stop may take; the rest is for closing the database. */
const drainMs = 7000;

/** Opens the product and starts what the role asks for. */
export async function openRole({ config, role, door, log, stopping }: OpenRoleOptions): Promise<OpenRole> {
  const app = await openApp(config, log);
  const { parts } = app;
  const services: Service[] = [];
  if (role !== 'web') {
    services.push({
      name: 'worker',
      ...startWorker(parts, { concurrency: stepsAtATime(), shutdown: stopping }),
    });
  }
  door.let({
    checks: readinessChecks(config.dataFolder, { parts, askTelegram: async () => undefined }),
    readWorkload: async () => await readWorkload(parts),
    openLink: async (url) => await app.openLink(url),
    receiveUpdate: async () => ({ status: 503 }),
    botUsername: undefined,
  });
  return {
    close: async () => {
      await stopServices(services, drainMs, log);
      await app.close();
    },
  };
}
