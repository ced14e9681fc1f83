import { workOffBroadcasts } from '../actions/operators/broadcasts.ts';
import { cleanUp, dropExpired, dropOldTasks } from '../actions/operators/cleanup.ts';
import { derivedId } from '../actions/derived-id.ts';
import { workOffForgetting } from '../actions/operators/forget-me.ts';
import {
  nobody,
  requeueWaitingMail,
  tellOperators,
  workOffOperatorMail,
} from '../actions/operators/operator-mail.ts';
import { workOffStatisticsFiles } from '../actions/operators/detailed-statistics.ts';
import { retireRows } from '../actions/operators/retention.ts';
import { readStatistics, type StatisticsParts } from '../actions/operators/statistics.ts';
import { workOffUpkeep } from '../actions/operators/upkeep.ts';
import type { ActionParts } from '../actions/parts.ts';
import { workOffBudgetAlerts } from '../actions/services/budget-alerts.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { logOf } from '../platform/log/log.ts';
import type { Telegram } from '../telegram/client.ts';
import { broadcastSending } from './broadcast-message.ts';
import { sendCsv, statisticsText } from './commands/statistics.ts';
import type { OperatorConfig } from './operator-config.ts';
import { sendMail } from './send-mail.ts';
import { operatorTexts } from './texts/texts.ts';

/** What other parts of the product want done now and then. */
export interface Upkeep {
  /** Speeches that nobody paid for in time. */
  expireDrafts(): Promise<unknown>;
  /** Photos that nobody consented to in time. */
  expirePresenterDrafts(): Promise<unknown>;
  /** Updates that were worked off long ago. */
  purgeInbox(): Promise<unknown>;
}

/** Sends what is told between people and operators, and broadcasts; forgets who asked for it. */
export async function startOperatorWork(
  parts: ActionParts,
  telegram: Telegram,
  config: OperatorConfig,
  shutdown: AbortSignal,
): Promise<void> {
  const all = { parts, telegram, config };
  await workOffOperatorMail(parts, { concurrency: 1, shutdown }, (mail, signal) =>
    sendMail(all, mail, signal),
  );
  await workOffBroadcasts(parts, { shutdown, ...broadcastSending(all) });
  await workOffStatisticsFiles(parts, (order) => sendCsv(all, order));
  await workOffForgetting(parts, shutdown);
  const texts = operatorTexts(config.language);
  await workOffBudgetAlerts(parts, ({ limitUsd, day }) => texts.budgetSpent(limitUsd, day));
}

/** Statistics at 19:00 of Moscow's time, cleanup every six hours, expiry every hour. */
export async function startSchedules(
  parts: ActionParts,
  config: OperatorConfig,
  upkeep: Upkeep,
  shutdown: AbortSignal,
  clock: Clock = systemClock,
): Promise<void> {
  const log = logOf(parts.log, 'scheduler');
  await workOffUpkeep(
    parts,
    {
      'daily-statistics': async () => await tellDailyStatistics(parts, config, clock.now()),
      'cleanup-temp': async (signal) => {
        log.info(await cleanUp(parts, clock.now()), 'Temporary files were cleaned up.');
        log.info(await retireRows(parts, clock.now(), signal), 'Rows that nobody needs any more are gone.');
        await requeueWaitingMail(parts);
      },
      expiry: async () => {
        const expired = await dropExpired(parts, clock.now());
        const tasks = await dropOldTasks(parts, clock.now());
        await upkeep.expireDrafts();
        await upkeep.expirePresenterDrafts();
        await upkeep.purgeInbox();
        log.info({ ...expired, tasks }, 'What had expired is gone.');
      },
    },
    shutdown,
  );
}

/** Once a day of Moscow's, by the message's id, whoever else does it too. */
export async function tellDailyStatistics(
  parts: StatisticsParts & Pick<ActionParts, 'queue'>,
  config: Pick<OperatorConfig, 'language'>,
  now: Date,
): Promise<void> {
  const statistics = await readStatistics(parts, now);
  const text = statisticsText(operatorTexts(config.language), statistics);
  const id = derivedId('daily-statistics', statistics.day);
  await tellOperators(parts, { id, personId: nobody, kind: 'notice', text });
}
