import type { AdOrder } from '../../domain/ad/ad-order.ts';
import { AppError } from '../../kernel/errors.ts';
import { concludeProduction } from '../../pipeline/endings.ts';
import { startProduction } from '../../pipeline/jobs.ts';
import { requireFreeSpace } from '../../platform/files/disk-full.ts';
import { markSuperseded } from '../../store/production-states.ts';
import { findProduction, type NewProduction } from '../../store/productions.ts';
import type { Sql } from '../../store/sql.ts';
import type { ActionParts, Person } from '../parts.ts';
import { requireAdmitted } from '../people/require-admitted.ts';
import { neededBytes } from '../../domain/production/needed-bytes.ts';
import { fenceOffCurrentStep } from './cancel-production.ts';
import { checkSpeechOrder, type SpeechOrder } from './check-speech-order.ts';

export interface SpeechToOrder {
  /** Given by the decision that orders it: the same one again orders nothing. */
  readonly productionId: string;
  /** Takes of one script and its changes belong together. */
  readonly draftId: string;
  readonly order: SpeechOrder;
  /** The take or text before: it can't become a video any more, and stops where it runs. */
  readonly supersedes?: string;
  readonly channel: 'telegram';
}

/**
 * Puts an ad into work up to its speech; then it waits for its owner. Throws what is wrong with the order, `disk-full`,
 * `conflict` where what it supersedes is confirmed already, and `not-found` where that is another's.
 */
export async function orderSpeech(parts: ActionParts, person: Person, wanted: SpeechToOrder): Promise<void> {
  const { productionId, draftId, channel, supersedes } = wanted;
  const { db } = parts.database;
  if (await isOrdered(db, person, productionId)) return;
  const order: AdOrder = await checkSpeechOrder(parts, person, wanted.order);
  await requireFreeSpace(parts.scratchFolder, neededBytes);
  const created: NewProduction = {
    id: productionId,
    owner: person.owner,
    // Two takes that are alike in all else are two productions: no other order is meant by this one.
    fingerprint: productionId,
    order,
    channel,
    pauseAfter: 'speech',
    draftId,
  };
  await db.transaction(async (transaction) => {
    await requireAdmitted(transaction, person.owner);
    if (supersedes !== undefined) await supersede(parts, transaction, person, supersedes);
    if (await startProduction(parts.queue, transaction, created)) return;
    // Ordered by somebody else between the look and the insert.
    await isOrdered(transaction, person, productionId);
  });
  parts.stopAt('order:placed');
}

async function isOrdered(sql: Sql, { owner }: Person, productionId: string): Promise<boolean> {
  const production = await findProduction(sql, productionId);
  if (production && production.owner !== owner) {
    throw new AppError('not-found', `There is no production ${productionId} of yours.`);
  }
  return production !== undefined;
}

/** Marked before it is ended, so that nobody is told of the ending. */
async function supersede(
  { queue }: ActionParts,
  transaction: Sql,
  { owner }: Person,
  productionId: string,
): Promise<void> {
  await fenceOffCurrentStep(transaction, productionId);
  const before = await markSuperseded(transaction, owner, productionId);
  if (!before) throw new AppError('not-found', `There is no production ${productionId} of yours.`);
  const isVideo =
    before.confirmedAt !== null && ['running', 'awaiting_engine', 'delivered'].includes(before.state);
  if (isVideo) {
    const message = `The production ${productionId} was confirmed: nothing takes its place any more.`;
    throw new AppError('conflict', message, { details: { state: before.state } });
  }
  await concludeProduction(queue, transaction, productionId, { state: 'cancelled' });
}
