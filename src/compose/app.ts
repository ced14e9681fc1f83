import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hookSecret } from '../actions/services/hook-secret.ts';
import type { ActionParts } from '../actions/parts.ts';
import type { ReportDoor } from '../actions/services/receive-report.ts';
import { createCallbacks } from '../pipeline/callbacks.ts';
import { openProductionQueues } from '../pipeline/jobs.ts';
import { usualPatience } from '../pipeline/paid-work.ts';
import { openDatabase } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import type { Config } from '../platform/config/config.ts';
import { resolveFfmpeg } from '../platform/ffmpeg/resolve-ffmpeg.ts';
import { sweepScratch } from '../platform/files/scratch.ts';
import { type Log, logOf } from '../platform/log/log.ts';
import { mergeHealth } from '../platform/service/merge-health.ts';
import { openQueue } from '../platform/queue/queue.ts';
import type { LocalFiles } from '../providers/local-files/provider.ts';
import { loadCast } from '../store/cast.ts';
import { choicesOf } from './choices.ts';
import { isReachedFromOutside } from './lend-file.ts';
import { openEngines } from './open-engines.ts';
import { openFiles } from './open-files.ts';
import { isOnThisMachine } from './service-places.ts';
import { loadBlocklist } from './load-blocklist.ts';
import { stopPointOf } from './stop-point.ts';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
export const assetsFolder = join(projectFolder, 'assets');
export const migrationsFolder = join(projectFolder, 'migrations');

export interface OpenApp {
  readonly parts: ActionParts;
  /** The kept file that a signed link gives access to. */
  readonly openLink: LocalFiles['openLink'];
  /** Who may report finished work, and how it is told that it is they. */
  readonly reports: ReportDoor;
  /** Ends children and connections; the embedded database ends with its last user. */
  close(): Promise<void>;
}

type Close = () => Promise<unknown>;

/** Opens what the product stands on and puts its parts together; what was open already is closed when a part fails. */
export async function openApp(config: Config, log: Log): Promise<OpenApp> {
  const closers: Close[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) {
      await closer().catch((error: unknown) => log.warn({ err: error }, 'A part could not be closed.'));
    }
  };
  try {
    return { ...(await openParts(config, log, (closer) => closers.push(closer))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openParts(
  config: Config,
  log: Log,
  later: (close: Close) => void,
): Promise<Omit<OpenApp, 'close'>> {
  const scratchFolder = join(config.dataFolder, 'scratch');
  const { limits, operators, http } = config;
  // What the operator must mend is told before anything is started.
  const blocklist = await loadBlocklist(operators.blocklistFile);
  // Side by side: on a machine's first start each takes a second or two.
  const [ffmpeg, { database, queue }, kept, cast] = await allOpened([
    resolveFfmpeg(config.ffmpeg, log),
    openStore(config, log, later),
    openFiles(config, log),
    loadCast(join(assetsFolder, 'cast')),
    sweepScratch(scratchFolder),
  ]);
  const callbacks = createCallbacks({
    publicUrl: http.publicUrl,
    secret: await hookSecret({ database }),
    canBeReached: isReachedFromOutside(http.publicUrl, isOnThisMachine(config)),
  });
  for (const choice of choicesOf(config)) logOf(log, 'platform').info(choice, 'Who does what is chosen.');
  const { files, lend, canLend, openLink } = kept;
  const engines = openEngines(config, { ffmpeg, log, assetsFolder, lend, canLend });
  later(() => engines.close());
  const services = [...engines.services, ...kept.services];
  const parts: ActionParts = {
    database,
    queue,
    log,
    ffmpeg,
    files,
    cast,
    ...engines.ports,
    local: engines.local,
    blocklist,
    assetsFolder,
    demoPicturePath: join(assetsFolder, 'demo', 'product.webp'),
    paid: {
      dailyBudgetUsd: limits.providerDailyBudgetUsd,
      maxCloudRenders: limits.maxCloudRenders,
      // As many as the videos of a day may have.
      maxFreeCalls: {
        speech: limits.maxVideosPerDay * limits.maxTakes,
        'picture-edit': limits.maxVideosPerDay * Math.max(1, limits.maxEdits),
      },
      callbackUrl: callbacks.urlOf,
      patience: usualPatience,
    },
    scratchFolder,
    overlayCacheHours: limits.overlayCacheHours,
    limits: { ...limits, weakestDisclosure: operators.allowNoDisclosure ? 'none' : 'badge' },
    services: () => mergeHealth(services.flatMap(({ health }) => health())),
    accounts: services.flatMap(({ account }) => account ?? []),
    adminIds: operators.adminIds,
    stopAt: stopPointOf(config.stopAt),
  };
  return {
    parts,
    reports: { callbacks, verify: Object.assign({}, ...services.map((service) => service.reports)) },
    openLink,
  };
}

/** Waits for all, also where one fails: what the others opened is closed only when it is there. */
async function allOpened<const Opening extends readonly Promise<unknown>[]>(opening: Opening) {
  await Promise.allSettled(opening);
  return await Promise.all(opening);
}

async function openStore(config: Config, log: Log, later: (close: Close) => void) {
  const database = await openDatabase(config.database, log);
  later(() => database.close());
  // The queue's tables are its own, so neither waits for the other.
  const opening = [migrate(database, migrationsFolder), openQueue(database, log)] as const;
  opening[1].then(
    (queue) => later(() => queue.stop({ graceful: true, timeoutMs: 5000 })),
    () => undefined,
  );
  const [, queue] = await allOpened(opening);
  await openProductionQueues(queue);
  return { database, queue };
}

/** Steps at a time: each keeps about two cores busy. */
export function stepsAtATime(): number {
  return Math.max(1, Math.floor(availableParallelism() / 2));
}
