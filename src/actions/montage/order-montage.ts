import { randomUUID } from 'node:crypto';
import type { AdOrder } from '../../domain/ad/ad-order.ts';
import { neededBytes } from '../../domain/production/needed-bytes.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { requireFreeSpace } from '../../platform/files/disk-full.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import { enqueueProduction, insertWithSteps, startProduction } from '../../pipeline/jobs.ts';
import { carriedKinds } from '../../pipeline/drafted-montage.ts';
import type { ProductionResults } from '../../pipeline/results.ts';
import {
  findOwnProduction,
  findUnfinished,
  type NewProduction,
  type Production,
} from '../../store/productions.ts';
import type { CarriedStep } from '../../store/steps.ts';
import type { ActionParts, Person } from '../parts.ts';
import type { PlacedOrder } from '../place-order.ts';
import { requireDisclosure } from './check-render-settings.ts';
import { keptResults } from './montage-source.ts';
import { familyOf } from './video-family.ts';

export interface MontageToOrder {
  /** Finished, and of the same owner. */
  readonly source: Production;
  /** The source's own with other settings: see `ordersWith`. */
  readonly order: AdOrder;
  /** Given by the decision that orders it: the same one again orders nothing. A new one by default. */
  readonly productionId?: string;
}

/**
 * Renders a finished ad anew as a production of its own, which begins behind the speech and the head that are there:
 * neither is asked for again, also where an adapter has changed since. Throws `not-found` where they are no longer
 * kept, `disclosure-weakened`, `disk-full`.
 */
export async function orderMontage(
  parts: ActionParts,
  person: Person,
  { source, order, productionId = randomUUID() }: MontageToOrder,
): Promise<PlacedOrder> {
  const { db } = parts.database;
  requireDisclosure(parts, person, order);
  const carried = carriedSteps(await keptResults(parts, source));
  await requireFreeSpace(parts.scratchFolder, neededBytes);
  const created = renderOf(person, source, order, productionId);
  const started = await db.transaction(
    async (transaction) => await startProduction(parts.queue, transaction, created, carried),
  );
  if (started) {
    parts.stopAt('order:placed');
    return { productionId, resumed: false };
  }
  const own = await findOwnProduction(db, person.owner, productionId);
  const running = own ?? (await findUnfinished(db, person.owner, created.fingerprint));
  if (running) return { productionId: running.id, resumed: true };
  // It ended between the two statements: then this one is free to start.
  return await orderMontage(parts, person, { source, order, productionId });
}

/**
 * The same for several at once, which are made in turn: whoever works goes on with the next one when one has ended,
 * also without whoever ordered them. In the order of `orders`; one that is in work already is found instead.
 */
export async function orderMontages(
  parts: ActionParts,
  person: Person,
  { source, orders }: { readonly source: Production; readonly orders: readonly AdOrder[] },
): Promise<PlacedOrder[]> {
  for (const order of orders) requireDisclosure(parts, person, order);
  const carried = carriedSteps(await keptResults(parts, source));
  await requireFreeSpace(parts.scratchFolder, neededBytes);
  const requestId = randomUUID();
  const renders = orders.map((order, requestPosition) => ({
    ...renderOf(person, source, order, randomUUID()),
    ...{ requestId, requestPosition },
  }));
  const isNew = await parts.database.db.transaction(async (transaction) => {
    const inserted: boolean[] = [];
    for (const render of renders) inserted.push(await insertWithSteps(transaction, render, carried));
    const first = renders.find((_, at) => inserted[at]);
    if (first) await enqueueProduction(parts.queue, transaction, first, carried);
    return inserted;
  });
  parts.stopAt('order:placed');
  const placed: PlacedOrder[] = [];
  for (const [at, { id, order }] of renders.entries()) {
    const found = isNew[at] ? { productionId: id, resumed: false } : undefined;
    placed.push(found ?? (await orderMontage(parts, person, { source, order })));
  }
  return placed;
}

function renderOf(
  { owner }: Person,
  source: Production,
  order: AdOrder,
  id: string,
): NewProduction & { readonly order: AdOrder } {
  const { channel, spokenAt } = source;
  return {
    ...{ id, owner, order, channel, sourceId: familyOf(source) },
    fingerprint: sha256(canonicalJson({ owner, order })),
    ...(spokenAt && { spokenAt }),
  };
}

/** What was made of the source before, as done from the beginning. */
export function carriedSteps(results: ProductionResults): CarriedStep[] {
  return carriedKinds.map((kind) => {
    const adapter = results.steps.find((step) => step.kind === kind)?.adapter;
    return { kind, resultKey: results.of(kind).key, adapter };
  });
}
