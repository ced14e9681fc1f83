import { countActive, type Figures, readFigures } from '../../store/statistics.ts';
import type { ActionParts } from '../parts.ts';
import { moscowDay, moscowMidnight } from './moscow-day.ts';

export interface Statistics {
  /** YYYY-MM-DD of Moscow's. */
  readonly day: string;
  readonly today: Figures & { readonly activePeople: number };
  /** `newPeople` are all who ever came; active are those of the last thirty days. */
  readonly total: Figures & { readonly activePeople: number };
}

const monthMs = 29 * 24 * 3_600_000;

export async function readStatistics(
  { database: { db } }: Pick<ActionParts, 'database'>,
  now: Date,
): Promise<Statistics> {
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
  };
}
