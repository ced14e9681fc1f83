import type { Page } from '../../domain/page.ts';
import type { InterfaceLanguage } from '../../domain/person/profile.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import type { Concluded } from '../../pipeline/endings.ts';
import { enqueueStep } from '../../pipeline/jobs.ts';
import { fenceOffStep, listSteps } from '../../store/steps.ts';
import { leaveEngineChoice } from '../../store/production-states.ts';
import { findProduction } from '../../store/productions.ts';
import { isWaitingForOthers } from '../../store/render-requests.ts';
import {
  countWork,
  listFailed,
  listInWork,
  reviveProduction,
  reviveStep,
  type WorkCounts,
  type WorkItem,
} from '../../store/work-list.ts';
import type { ActionParts } from '../parts.ts';
import { readProfile } from '../people/read-profile.ts';
import { cancelWithin, lockCurrentStep } from '../productions/cancel-production.ts';
import { derivedId } from '../derived-id.ts';
import { writeToPerson } from './operator-mail.ts';

export type { WorkItem } from '../../store/work-list.ts';

const pageSize = 5;
const lastPage = 199;
const failedDays = 7;

export type WorkView = 'work' | 'failed';

export interface WorkPage extends Page<WorkItem> {
  readonly view: WorkView;
  /** Failed ones are those of the last seven days. */
  readonly counts: WorkCounts;
}

export async function listWork(
  { database: { db } }: Pick<ActionParts, 'database'>,
  view: WorkView,
  page: number,
  now: Date,
): Promise<WorkPage> {
  const asked = Math.min(Math.max(0, page), lastPage);
  const since = new Date(now.getTime() - failedDays * 24 * 3_600_000);
  const [offset, limit] = [asked * pageSize, pageSize + 1];
  const rows =
    view === 'work' ? await listInWork(db, offset, limit) : await listFailed(db, since, offset, limit);
  return {
    view,
    counts: await countWork(db, since),
    items: rows.slice(0, pageSize),
    page: asked,
    hasNext: rows.length > pageSize && asked < lastPage,
  };
}

/**
 * Cancels a production by an operator's word. Its owner did not ask for that, so they are told, wherever in the chat
 * they are. `words` are HTML.
 */
export async function stopWork(
  parts: ActionParts,
  productionId: string,
  words: (language: InterfaceLanguage, releasedCredits: number) => string,
): Promise<Concluded> {
  const production = await findProduction(parts.database.db, productionId);
  const owner = production && (await readProfile(parts, production.owner).catch(unlessNobody));
  return await parts.database.db.transaction(async (transaction) => {
    const concluded = await cancelWithin(parts, transaction, productionId);
    if (concluded.ended && owner) {
      const { personId, language } = owner;
      const text = words(language, concluded.releasedCredits);
      const id = derivedId('stopped', productionId);
      await writeToPerson(parts, transaction, { id, personId, kind: 'notice', text });
    }
    return concluded;
  });
}

/** An ad ordered in the shell belongs to no person. */
function unlessNobody(error: unknown): undefined {
  if (!isAppError(error, 'not-found')) throw error;
}

/**
 * Puts a production's current step into the queue again: of a failed one, whose credits were given back, at nobody's
 * cost; of one in work, whoever works on it now is fenced off. Throws `not-found` or `conflict`.
 */
export async function retryProduction(
  { database, queue }: Pick<ActionParts, 'database' | 'queue'>,
  productionId: string,
): Promise<void> {
  await database.db
    .transaction(async (transaction) => {
      await lockCurrentStep(transaction, productionId);
      if (await reviveProduction(transaction, productionId)) await reviveStep(transaction, productionId);
      else await leaveEngineChoice(transaction, productionId, {});
      const production = await findProduction(transaction, productionId);
      if (!production || production.deletedAt !== null || production.supersededAt !== null) {
        throw new AppError('not-found', `There is no production ${productionId} that anybody waits for.`);
      }
      const current = (await listSteps(transaction, productionId)).find(({ state }) => state !== 'done');
      if (await isWaitingForOthers(transaction, productionId)) {
        throw new AppError('conflict', `The production ${productionId} waits for the renders before it.`, {
          details: { state: 'waiting' },
        });
      }
      if (production.state !== 'running' || !current) {
        throw new AppError(
          'conflict',
          `The production ${productionId} is ${production.state}; only one in work or failed can be tried again.`,
          { details: { state: production.state } },
        );
      }
      const attempt = await fenceOffStep(transaction, productionId, current.kind);
      if (attempt !== undefined) await enqueueStep(queue, transaction, { ...current, attempt });
    })
    .catch((error: unknown) => {
      throw isTwin(error)
        ? new AppError('conflict', 'The same order of the same person is in work already.', {
            details: { state: 'running' },
            cause: error,
          })
        : error;
    });
}

function isTwin(error: unknown): boolean {
  const { code, constraint } = ((error as Error).cause ?? error) as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'production_unfinished';
}
