import { telegramIdOf } from '../domain/person/person-id.ts';
import type { PaidCapability } from '../domain/production/provider-call.ts';
import { AppError } from '../kernel/errors.ts';
import type { Spending } from '../ports/work.ts';
import {
  countCallsToday,
  insertSending,
  lockBudget,
  markCall,
  markSubmitted,
  spentToday,
} from '../store/provider-calls.ts';
import type { Sql } from '../store/sql.ts';
import { enqueueBudgetAlert } from './jobs.ts';
import type { PipelineParts } from './parts.ts';

/** A piece of work that may cost money. */
export interface PaidTask {
  readonly tag: string;
  readonly owner: string;
  readonly productionId?: string;
  readonly capability: PaidCapability;
  readonly adapter: string;
  /** Locks what says whose work it is; false where it was cancelled, or is another worker's by now. */
  isOurs(transaction: Sql): Promise<boolean>;
  onSending?(): void;
  onSubmitted?(): void;
}

type Parts = Pick<PipelineParts, 'database' | 'queue' | 'paid'>;

/** Writes each paid request down before it leaves, and what became of it. */
export function openSpending(parts: Parts, task: PaidTask): Spending {
  const { db } = parts.database;
  const { tag } = task;
  return {
    tag,
    callbackUrl: parts.paid.callbackUrl(task.adapter, tag),
    sending: async (call) => {
      await send(parts, task, call);
      task.onSending?.();
    },
    // True whoever's work it is by now, so none of these is fenced.
    submitted: async (requestId) => {
      await markSubmitted(db, tag, requestId);
      task.onSubmitted?.();
    },
    notTaken: async () => await markCall(db, tag, 'not-taken'),
    unknown: async () => await markCall(db, tag, 'unknown'),
  };
}

type Call = Parameters<Spending['sending']>[0];

async function send(parts: Parts, task: PaidTask, call: Call): Promise<void> {
  const { dailyBudgetUsd } = parts.paid;
  const { provider, model, estimatedUsd } = call;
  const { tag, owner, productionId, capability, adapter } = task;
  const overspent = await parts.database.db.transaction(async (transaction) => {
    if (!(await task.isOurs(transaction))) {
      throw new AppError('cancelled', `The work ${tag} is no longer this worker's: nothing was sent.`);
    }
    await lockBudget(transaction);
    await requireShare(parts, transaction, task, provider);
    const spentUsd = await spentToday(transaction);
    if (spentUsd + estimatedUsd > dailyBudgetUsd) return { spentUsd };
    const values = { tag, owner, productionId, capability, provider, adapter, model, estimatedUsd };
    if (await insertSending(transaction, values)) return undefined;
    const message = `A paid request of ${tag} may have left already: it is not sent again.`;
    throw new AppError('provider-unconfirmed', message, { details: { service: provider } });
  });
  if (!overspent) return;
  await enqueueBudgetAlert(parts.queue, parts.database.db, { limitUsd: dailyBudgetUsd });
  const details = { service: provider, limitUsd: dailyBudgetUsd, spentUsd: overspent.spentUsd };
  const message = `The day's budget of $${dailyBudgetUsd} for services outside is spent; it begins anew at midnight UTC.`;
  throw new AppError('budget-spent', message, { details });
}

/** Whoever works in the shell spends their own money. */
async function requireShare(
  { paid }: Parts,
  transaction: Sql,
  { owner, capability }: PaidTask,
  service: string,
): Promise<void> {
  const limit = paid.maxFreeCalls[capability];
  if (limit === undefined || telegramIdOf(owner) === undefined) return;
  if ((await countCallsToday(transaction, owner, capability)) < limit) return;
  const message = `One person's share of the day is used up: ${limit} requests of the kind ${capability}; it begins anew at midnight UTC.`;
  throw new AppError('budget-spent', message, { details: { service, problem: 'share', limit } });
}
