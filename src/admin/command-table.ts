import { reply } from './commands/answers.ts';
import { askToBan, ban, banReported, lookAtReported, unban } from './commands/bans.ts';
import { broadcast, startSending, stopSending } from './commands/broadcast.ts';
import { creditAdd, creditGet, creditHistory, creditSet, turnHistory } from './commands/credits.ts';
import { help } from './commands/help.ts';
import { cancelJob, jobs, retryJob, turnJobs } from './commands/jobs.ts';
import { detailedStats, orderCsv, stats, turnPeople } from './commands/statistics.ts';
import { cleanupTemp, r2Test, setRules, storage } from './commands/storage.ts';
import { webhookReset } from './commands/webhook-reset.ts';
import type { CommandTable, PressTable } from './operator-command.ts';

export const operatorCommands: CommandTable = {
  credit_get: creditGet,
  credit_add: creditAdd,
  credit_set: creditSet,
  credit_history: creditHistory,
  reply,
  stats,
  detailed_stats: detailedStats,
  storage,
  cleanup_temp: cleanupTemp,
  r2_test: r2Test,
  webhook_reset: webhookReset,
  jobs,
  ban,
  unban,
  broadcast,
  help,
};

export const operatorPresses: PressTable = {
  history: turnHistory,
  people: turnPeople,
  csv: orderCsv,
  jobs: turnJobs,
  retry: retryJob,
  cancel: cancelJob,
  see: lookAtReported,
  ban: askToBan,
  'ban-sure': banReported,
  broadcast: startSending,
  stop: stopSending,
  rules: setRules,
};
