import { randomUUID } from 'node:crypto';
import type { AdOrder } from '../../domain/ad/ad-order.ts';
import { isWeaker } from '../../domain/ad/disclosure.ts';
import { neededBytes } from '../../domain/production/needed-bytes.ts';
import type { StepKind } from '../../domain/production/step.ts';
import { AppError } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { requireFreeSpace } from '../../platform/files/disk-full.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import { startProduction } from '../../pipeline/jobs.ts';
import { type ProductionResults, readResults } from '../../pipeline/results.ts';
import { findOwnProduction, findUnfinished, type Production } from '../../store/productions.ts';
import type { CarriedStep } from '../../store/steps.ts';
import type { ActionParts, Person } from '../parts.ts';
import type { PlacedOrder } from '../place-order.ts';

/** What a new render builds on, whatever it looks like. */
const carriedKinds = ['portrait', 'speech', 'head'] as const satisfies readonly StepKind[];

export interface MontageToOrder {
  /** Finished, and of the same owner. */
  readonly source: Production;
  /** The source's own with other settings: see `ordersWith`. */
  readonly order: AdOrder;
  /** Given by the decision that orders it: the same one again orders nothing. A new one by default. */
  readonly productionId?: string;
}

/** A finished production that can be rendered anew. Throws `not-found`, or `conflict` where it has not been finished. */
export async function finishedProduction(
  { database }: ActionParts,
  { owner }: Person,
  id: string,
): Promise<Production> {
  const found = await findOwnProduction(database.db, owner, id);
  if (!found) throw new AppError('not-found', `There is no production ${id.slice(0, 60)} of yours.`);
  if (found.state === 'delivered') return found;
  const message = `The production ${id} is ${found.state}; only a finished one can be rendered anew.`;
  throw new AppError('conflict', message, { details: { state: found.state } });
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
  checkDisclosure(parts, person, order);
  const carried = await carriedSteps(parts, source);
  await requireFreeSpace(parts.scratchFolder, neededBytes);
  const fingerprint = sha256(canonicalJson({ owner: person.owner, order }));
  const { channel, spokenAt } = source;
  const created = {
    ...{ id: productionId, owner: person.owner, fingerprint, order, channel },
    ...(spokenAt && { spokenAt }),
  };
  const started = await db.transaction(
    async (transaction) => await startProduction(parts.queue, transaction, created, carried),
  );
  if (started) {
    parts.stopAt('order:placed');
    return { productionId, resumed: false };
  }
  const own = await findOwnProduction(db, person.owner, productionId);
  const running = own ?? (await findUnfinished(db, person.owner, fingerprint));
  if (running) return { productionId: running.id, resumed: true };
  // It ended between the two statements: then this one is free to start.
  return await orderMontage(parts, person, { source, order, productionId });
}

function checkDisclosure({ limits }: ActionParts, person: Person, { disclosure }: AdOrder): void {
  if (person.isOperator || !isWeaker(disclosure, limits.weakestDisclosure)) return;
  throw new AppError(
    'disclosure-weakened',
    `The disclosure ${disclosure} is weaker than ${limits.weakestDisclosure}, which this operator asks for.`,
  );
}

async function carriedSteps({ database, files }: ActionParts, source: Production): Promise<CarriedStep[]> {
  const results = await readResults(database, source);
  const isKept = async (kind: StepKind) =>
    results.has(kind) &&
    (await Promise.all(filesOf(results, kind).map((key) => files.exists(key)))).every(Boolean);
  const kept = await Promise.all(carriedKinds.map(isKept));
  if (!kept.every(Boolean)) {
    throw new AppError(
      'not-found',
      `The speech and the head of the production ${source.id} are no longer kept; make the ad anew.`,
    );
  }
  return carriedKinds.map((kind) => {
    const adapter = results.steps.find((step) => step.kind === kind)?.adapter;
    return { kind, resultKey: results.of(kind).key, adapter };
  });
}

function filesOf(results: ProductionResults, kind: StepKind): string[] {
  return Object.values(results.of(kind).files).map(({ key }) => key);
}
