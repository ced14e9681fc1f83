import { randomUUID } from 'node:crypto';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import { neededBytes } from '../domain/production/needed-bytes.ts';
import { canonicalJson } from '../kernel/json.ts';
import { requireFreeSpace } from '../platform/files/disk-full.ts';
import { sha256 } from '../platform/files/sha256.ts';
import { startProduction } from '../pipeline/jobs.ts';
import { findUnfinished } from '../store/productions.ts';
import type { ActionParts, Person } from './parts.ts';

export interface PlacedOrder {
  readonly productionId: string;
  /** True where the same order was in work already and goes on. */
  readonly resumed: boolean;
}

/** Puts an order into work, or finds it there: the same order of the same person runs once at a time. */
export async function placeOrder(parts: ActionParts, person: Person, order: AdOrder): Promise<PlacedOrder> {
  await requireFreeSpace(parts.scratchFolder, neededBytes);
  const fingerprint = sha256(canonicalJson({ owner: person.owner, order }));
  const created = { id: randomUUID(), owner: person.owner, fingerprint, order };
  const started = await parts.database.db.transaction(
    async (transaction) => await startProduction(parts.queue, transaction, created),
  );
  if (started) {
    parts.stopAt('order:placed');
    return { productionId: created.id, resumed: false };
  }
  const running = await findUnfinished(parts.database.db, person.owner, fingerprint);
  // It ended between the two statements: then this one is free to start.
  if (!running) return await placeOrder(parts, person, order);
  return { productionId: running.id, resumed: true };
}
