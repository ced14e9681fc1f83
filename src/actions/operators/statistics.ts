import { spentToday } from '../../store/provider-calls.ts';
import { countActive, type Figures, readFigures } from '../../store/statistics.ts';
import type { ActionParts } from '../parts.ts';
import { type ReadAccount, readAccounts } from '../services/read-accounts.ts';
import { moscowDay, moscowMidnight } from './moscow-day.ts';

export interface Statistics {
  /** YYYY-MM-DD of Moscow's. */
  readonly day: string;
  readonly today: Figures & { readonly activePeople: number };
  /** `newPeople` are all who ever came; active are those of the last thirty days. */
  readonly total: Figures & { readonly activePeople: number };
  /** Of the day by UTC; undefined where no service is paid. */
  readonly budget: { readonly spentUsd: number; readonly limitUsd: number } | undefined;
  readonly accounts: readonly ReadAccount[];
}

const monthMs = 29 * 24 * 3_600_000;

export type StatisticsParts = Pick<ActionParts, 'database' | 'log' | 'paid' | 'services' | 'accounts'>;

export async function readStatistics(parts: StatisticsParts, now: Date): Promise<Statistics> {
  const { db } = parts.database;
  const accounts = readAccounts(parts);
  const day = moscowDay(now);
  const monthBefore = moscowDay(new Date(now.getTime() - monthMs));
  const to = new Date(now.getTime() + 1);
  return {
    day,
    today: {
      ...(await readFigures(db, { from: moscowMidnight(now), to })),
      activePeople: await countActive(db, day, day),
    },
    total: {
      ...(await readFigures(db, { from: new Date(0), to })),
      activePeople: await countActive(db, monthBefore, day),
    },
    budget: await readBudget(parts),
    accounts: await accounts,
  };
}

async function readBudget({ database, paid, services }: StatisticsParts): Promise<Statistics['budget']> {
  const spentUsd = await spentToday(database.db);
  if (spentUsd === 0 && services().length === 0) return undefined;
  return { spentUsd, limitUsd: paid.dailyBudgetUsd };
}
