import { AppError } from '../../kernel/errors.ts';
import {
  claimDelivery,
  type Delivery,
  type DeliveryKey,
  type DeliveryKind,
  endDelivery,
  listUnsentDeliveries,
  openDelivery,
  returnDelivery,
} from '../../store/deliveries.ts';
import { findProductionOwner } from '../../store/production-owner.ts';
import { findRequestOwner } from '../../store/render-requests.ts';
import type { ActionParts } from '../parts.ts';

export type { Delivery, DeliveryKey, DeliveryKind };

type Parts = Pick<ActionParts, 'database'>;

/** A kill between sending and recording may repeat a message, never more than once. */
const maxRepeats = 1;

export interface OrderedDelivery {
  readonly delivery: Delivery;
  /** Whom it is for. */
  readonly personId: string;
}

/** What is to be told of a production or a request for renders, kept before it is sent. Throws `not-found` for a production that is gone. */
export async function orderDelivery({ database }: Parts, key: DeliveryKey): Promise<OrderedDelivery> {
  const { db } = database;
  const personId =
    (await findProductionOwner(db, key.productionId)) ?? (await findRequestOwner(db, key.productionId));
  if (personId === undefined) {
    throw new AppError('not-found', `There is no production ${key.productionId}.`);
  }
  return { delivery: await openDelivery(database.db, key), personId };
}

/** Undefined where it was sent, or may have been sent twice: then it counts as sent. */
export async function beginDelivery({ database }: Parts, key: DeliveryKey): Promise<Delivery | undefined> {
  return await database.db.transaction(async (transaction) => {
    const claimed = await claimDelivery(transaction, key, maxRepeats);
    if (!claimed) await endDelivery(transaction, key, { state: 'sent' });
    return claimed;
  });
}

/** It was refused and has surely not arrived: it may be sent again without being a repeat. */
export async function giveBackDelivery({ database }: Parts, key: DeliveryKey): Promise<void> {
  await returnDelivery(database.db, key);
}

export async function recordSent({ database }: Parts, key: DeliveryKey, messageId: number): Promise<void> {
  await endDelivery(database.db, key, { state: 'sent', messageId });
}

/** Nobody can be sent it: the person is gone, or Telegram will not have it. It stays in the history. */
export async function recordUndeliverable({ database }: Parts, key: DeliveryKey): Promise<void> {
  await endDelivery(database.db, key, { state: 'undeliverable' });
}

/** What was ordered longer ago than that and has not been sent, oldest first. */
export async function unsentDeliveries(
  { database }: Parts,
  olderThanMs: number,
): Promise<readonly DeliveryKey[]> {
  return await listUnsentDeliveries(database.db, new Date(Date.now() - olderThanMs), 100);
}
