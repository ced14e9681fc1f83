import { join } from 'node:path';
import { openApp } from '../../src/compose/app.ts';
import type { FrontDoor } from '../../src/compose/front-door.ts';
import { startRole } from '../../src/compose/open-role.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { randomOf } from './random.ts';
import { scriptedEngines } from './scripted-engines.ts';

/**
 * The whole bot, worker and all, in one process, put together as `npm start` does; only its engines are scripted.
 * Arguments: what its chance is made of, the folder of the tiny files. The rest comes by the environment.
 */
const [seed = '', mediaFolder = ''] = process.argv.slice(2);

const config = readConfig(process.env);
const log = createLog({
  level: 'info',
  file: join(config.dataFolder, 'log', `${process.pid}.log`),
  secrets: [],
});
const app = await openApp(config, log);
const engines = scriptedEngines({ random: randomOf(seed), mediaFolder });
const door: FrontDoor = {
  port: undefined,
  metrics: createMetrics(async () => undefined),
  let: () => undefined,
  letPage: () => undefined,
  close: async () => undefined,
};
const stopping = new AbortController();
const role = await startRole(
  {
    config,
    role: 'all',
    door,
    log,
    stopping: stopping.signal,
    onFatal: (error) => {
      throw error;
    },
  },
  { ...app, parts: { ...app.parts, ...engines } },
);
process.send?.('ready');
process.once('SIGTERM', async () => {
  stopping.abort();
  await role.close();
  process.disconnect?.();
});
