import type { Refusal } from '../../domain/production/production-status.ts';
import { type NewsJob, newsQueue, parseNewsJob } from '../../pipeline/jobs.ts';
import { findProduction, type Production } from '../../store/productions.ts';
import type { ActionParts } from '../parts.ts';
import { refusalOf } from './load-statuses.ts';

/** What became of a production, for its owner. It may be told twice, after a kill. */
export interface ProductionNews {
  readonly productionId: string;
  readonly personId: string;
  readonly news: NewsJob['news'];
  /** Of a render that was asked for with others, or alone. */
  readonly requestId: string | undefined;
  /** Why it failed. */
  readonly failure: Refusal | undefined;
}

/**
 * Tells each news of productions in a chat as it comes, until `shutdown`. What `tell` throws is tried again, later and
 * later, for some days. News that are none any more are dropped. Resolves when it has begun.
 */
export async function workOffNews(
  { queue, database }: Pick<ActionParts, 'queue' | 'database'>,
  options: { readonly concurrency: number; readonly shutdown: AbortSignal },
  tell: (news: ProductionNews) => Promise<void>,
): Promise<void> {
  const { concurrency, shutdown } = options;
  await queue.work(newsQueue, { concurrency }, async (data) => {
    const { productionId, news } = parseNewsJob(data);
    const production = await findProduction(database.db, productionId);
    if (!production || !isStillNews(production, news)) return;
    const failure = refusalOf(production);
    const { owner: personId, requestId } = production;
    await tell({ productionId, personId, news, requestId: requestId ?? undefined, failure });
  });
  // The jobs under way are waited for when the queue itself is stopped.
  const stop = () => void queue.stopWork(newsQueue).catch(() => undefined);
  if (shutdown.aborted) stop();
  else shutdown.addEventListener('abort', stop, { once: true });
}

/** A cancelling is told in any case: something in the chat may still show the work. */
function isStillNews({ state, deletedAt, supersededAt }: Production, news: NewsJob['news']): boolean {
  if (news === 'spoken') return state === 'awaiting_confirmation' && supersededAt === null;
  if (news === 'stuck') return state === 'awaiting_engine' && deletedAt === null;
  return news === 'cancelled' || news === 'rendered' || deletedAt === null;
}
