import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Output } from '../cli/output.ts';
import type { Role, StartWish } from '../cli/start.ts';
import { AppError, isAppError } from '../kernel/errors.ts';
import type { Config } from '../platform/config/config.ts';
import type { Environment } from '../platform/config/parse-variables.ts';
import { readConfig } from '../platform/config/read-config.ts';
import { secretsOf } from '../platform/config/secrets-of.ts';
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts';
import { requireWritableFolder } from '../platform/files/writable-folder.ts';
import { createLog, type Log } from '../platform/log/log.ts';
import type { Shutdown } from '../platform/shutdown/shutdown.ts';
import { type FrontDoor, openFrontDoor } from './front-door.ts';
import { greeting } from './greeting.ts';
import { openBrowser } from './open-browser.ts';
import type { SandboxSide } from './sandbox-side.ts';
import { announceStart, findRunningStart, withdrawStart } from './running-start.ts';

export interface ProgramParts {
  readEnvironment(): Environment;
  readonly shutdown: Shutdown;
}

/**
 * Runs the bot until it is stopped. The port answers first, then the database is started while the rest of the program
 * is still being read: who looks at once is told that it is starting.
 */
export function startProgram({ readEnvironment, shutdown }: ProgramParts) {
  return async (wish: StartWish, output: Output): Promise<void> => {
    const env = readEnvironment();
    const config = readConfig(env);
    await requireWritableFolder(config.dataFolder);
    const log = openStartLog(config, env);
    const run = randomUUID();
    await refuseSecond(config, wish);
    const door = await openDoor(config, wish, run, log);
    try {
      const link = linkTo(config, door);
      if (wish.role !== 'worker') await announceStart(config.dataFolder, { pid: process.pid, link, run });
      for (const line of greeting(config, wish.role, link)) output.line(line);
      output.event({ event: 'listening', link });
      if (wish.opensBrowser && wish.role !== 'worker') openBrowser(link);
      await runUntilStopped({ config, role: wish.role, door, log, output, stopping: shutdown.signal });
    } catch (error) {
      // What a person can mend is told them in one line; the rest is for whoever looks into it.
      if (isAppError(error)) log.info({ err: error }, 'The start was refused.');
      else log.fatal({ err: error }, 'The start failed.');
      throw error;
    } finally {
      await door.close();
      await withdrawStart(config.dataFolder, run);
    }
  };
}

interface Run {
  readonly config: Config;
  readonly role: Role;
  readonly door: FrontDoor;
  readonly log: Log;
  readonly output: Output;
  readonly stopping: AbortSignal;
}

/** Everything heavy is read in here, while the door answers already and the database is being started. */
async function runUntilStopped(run: Run): Promise<void> {
  const { config, role, door, log } = run;
  const database = warmUp(config, log);
  try {
    await database.isWorking;
    const sandbox = await sandboxFor(config, role, log);
    if (sandbox) door.letPage(sandbox.page);
    try {
      await openUntilStopped({ ...run, config: sandbox?.config ?? config });
    } finally {
      await sandbox?.close();
    }
  } finally {
    await database.leave();
  }
}

async function openUntilStopped({ config, role, door, log, output, stopping }: Run): Promise<void> {
  const fatal = Promise.withResolvers<never>();
  const { openRole } = await import('./open-role.ts');
  const onFatal = (error: AppError) => fatal.reject(error);
  const opened = await openRole({ config, role, door, log, stopping, onFatal });
  try {
    const seconds = Math.round(performance.now() / 10) / 100;
    log.info({ seconds, role }, 'The start is done.');
    output.line(`  Ready after ${seconds} s.`);
    output.event({ event: 'ready', seconds });
    await Promise.race([stopped(stopping), fatal.promise]);
    output.line('  Stopping: work under way is handed back.');
  } finally {
    await opened.close();
  }
}

async function stopped(stopping: AbortSignal): Promise<void> {
  if (!stopping.aborted) await once(stopping, 'abort');
}

/** A worker meets nobody. */
async function sandboxFor(config: Config, role: Role, log: Log): Promise<SandboxSide | undefined> {
  if (config.telegram.kind !== 'sandbox' || role === 'worker') return undefined;
  const { openSandboxSide } = await import('./sandbox-side.ts');
  return await openSandboxSide(config, log);
}

interface WarmDatabase {
  /** Resolves when its start needs nothing of this process any more, and when there is none to be started. */
  readonly isWorking: Promise<void>;
  leave(): Promise<unknown>;
}

/** The embedded server starts while the program is still being read; whoever opens the database finds it running. */
function warmUp({ database }: Config, log: Log): WarmDatabase {
  if (database.kind !== 'embedded') return { isWorking: Promise.resolve(), leave: async () => undefined };
  const working = Promise.withResolvers<void>();
  const onWorking = () => working.resolve();
  const starting = startEmbeddedPostgres({ dataFolder: database.folder, log, onWorking });
  // Whoever opens the database meets the same error, and tells it.
  starting.then(onWorking, onWorking);
  return {
    isWorking: working.promise,
    leave: async () =>
      await starting.then(
        (server) => server.stop(),
        () => undefined,
      ),
  };
}

function openStartLog(config: Config, env: Environment): Log {
  return createLog({
    level: config.log.level,
    file: join(config.dataFolder, 'log', 'ugc.log'),
    stderrLevel: 'warn',
    stdout: config.telegram.kind === 'bot',
    secrets: secretsOf(env),
  });
}

/** The sandbox keeps its chats in the data folder, and two of them would write over each other. */
async function refuseSecond({ telegram, dataFolder }: Config, { role }: StartWish): Promise<void> {
  if (telegram.kind !== 'sandbox' || role === 'worker') return;
  const running = await findRunningStart(dataFolder);
  if (running) throw alreadyRunning(running.link, running.pid);
}

async function openDoor(config: Config, { role }: StartWish, run: string, log: Log): Promise<FrontDoor> {
  try {
    return await openFrontDoor({ config, role, run, log });
  } catch (error) {
    if (!isAppError(error, 'conflict')) throw error;
    const running = await findRunningStart(config.dataFolder);
    if (running && new URL(running.link).port === String(config.http.port)) {
      throw alreadyRunning(running.link, running.pid);
    }
    const { port } = config.http;
    throw new AppError(
      'conflict',
      `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`,
      { cause: error, details: { port } },
    );
  }
}

function alreadyRunning(link: string, pid: number): AppError {
  return new AppError(
    'conflict',
    `The bot of this data folder runs already: ${link} (process ${pid}). For a second one set DATA_DIR and PORT.`,
    { details: { link, pid } },
  );
}

function linkTo({ http }: Config, door: FrontDoor): string {
  const isEverywhere = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(http.host);
  const host = isEverywhere ? 'localhost' : http.host.includes(':') ? `[${http.host}]` : http.host;
  return `http://${host}:${door.port ?? http.port}/`;
}
