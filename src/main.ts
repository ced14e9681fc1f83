import { join } from 'node:path';
import type { Command } from './cli/command.ts';
import { runCli } from './cli/run-cli.ts';
import { startCommand } from './cli/start.ts';
import { startProgram } from './compose/start.ts';
import type { Config } from './platform/config/config.ts';
import { readEnvironment } from './platform/config/environment.ts';
import { readConfig } from './platform/config/read-config.ts';
import { secretsOf } from './platform/config/secrets-of.ts';
import { createLog, type Log, silentLog } from './platform/log/log.ts';
import { createShutdown } from './platform/shutdown/shutdown.ts';

const ownConfig = (): Config => readConfig(readEnvironment());

/** The shell's own lines go to the terminal; the log is a file beside the data. */
function openLog(config: Config): Log {
  return createLog({
    level: config.log.level,
    file: join(config.dataFolder, 'log', 'ugc.log'),
    secrets: secretsOf(readEnvironment()),
  });
}

const shutdown = createShutdown(silentLog);
const args = process.argv.slice(2);
const start = startCommand(startProgram({ readEnvironment, shutdown }));

/** The bot is to answer at once: what only the other commands need isn't read for it. */
async function allCommands(): Promise<readonly Command[]> {
  const [{ commandsOf }, { useAppOf }, { examine }, { overlayServingOf }] = await Promise.all([
    import('./cli/commands.ts'),
    import('./compose/use-app.ts'),
    import('./compose/doctor.ts'),
    import('./compose/overlay-server.ts'),
  ]);
  return commandsOf({
    start,
    useApp: useAppOf(ownConfig, openLog, shutdown.signal),
    examine: () => examine(ownConfig),
    overlays: overlayServingOf({ readConfig: ownConfig, openLog, stopping: shutdown.signal }),
  });
}

/** A reader that has seen enough, such as `head`, is no failure: what was asked for is made and closed all the same. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(1);
  });
}

process.exit(await runCli(args, args[0] === 'start' ? [start] : await allCommands(), process));
