import { type RunningBot, runBot } from '../../test/support/running-bot.ts';
import { type TreeCost, watchTree } from './process-tree.ts';

export interface StartedBot extends RunningBot {
  /** Of all its processes since the port answered, with what the start had cost by then. */
  cost(): TreeCost;
}

/** Runs `npm start` with nothing set but the data folder and a free port, unless given, and watches what it costs. */
export async function startBot(
  dataFolder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<StartedBot> {
  const bot = await runBot(dataFolder, env);
  const watch = watchTree(bot.pid, dataFolder);
  return { ...bot, cost: () => watch.stop() };
}
