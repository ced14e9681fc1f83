import { and, desc, eq } from 'drizzle-orm';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import type { ProductionState } from '../domain/production/step.ts';
import type { AppError } from '../kernel/errors.ts';
import { parseAdOrder } from './ad-order-row.ts';
import { production } from './schema/production.ts';
import type { Sql } from './sql.ts';

export interface Production {
  readonly id: string;
  readonly owner: string;
  readonly fingerprint: string;
  readonly order: AdOrder;
  readonly state: ProductionState;
  readonly error: { readonly reason: string; readonly message: string } | undefined;
  readonly createdAt: Date;
}

export interface NewProduction {
  readonly id: string;
  readonly owner: string;
  readonly fingerprint: string;
  readonly order: AdOrder;
}

type Row = typeof production.$inferSelect;

function fromRow(row: Row): Production {
  return {
    id: row.id,
    owner: row.owner,
    fingerprint: row.fingerprint,
    order: parseAdOrder(row.order),
    state: row.state as ProductionState,
    error:
      row.errorReason === null ? undefined : { reason: row.errorReason, message: row.errorMessage ?? '' },
    createdAt: row.createdAt,
  };
}

/** False where the owner has the same order in work already. */
export async function insertProduction(sql: Sql, created: NewProduction): Promise<boolean> {
  const rows = await sql
    .insert(production)
    .values({ ...created, state: 'running' })
    .onConflictDoNothing()
    .returning({ id: production.id });
  return rows.length === 1;
}

export async function findProduction(sql: Sql, id: string): Promise<Production | undefined> {
  const [row] = await sql.select().from(production).where(eq(production.id, id));
  return row && fromRow(row);
}

export async function findUnfinished(
  sql: Sql,
  owner: string,
  fingerprint: string,
): Promise<Production | undefined> {
  const [row] = await sql
    .select()
    .from(production)
    .where(
      and(
        eq(production.owner, owner),
        eq(production.fingerprint, fingerprint),
        eq(production.state, 'running'),
      ),
    );
  return row && fromRow(row);
}

/** Ids, newest first. The orders are not read: one that another version wrote keeps nobody else waiting. */
export async function listUnfinished(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql
    .select({ id: production.id })
    .from(production)
    .where(eq(production.state, 'running'))
    .orderBy(desc(production.createdAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Ends a running production; false where it had ended already, so that an ending happens once. */
export async function endProduction(
  sql: Sql,
  id: string,
  state: Exclude<ProductionState, 'running'>,
  error?: AppError,
): Promise<boolean> {
  const rows = await sql
    .update(production)
    .set({
      state,
      finishedAt: new Date(),
      errorReason: error?.reason ?? null,
      errorMessage: error?.message ?? null,
    })
    .where(and(eq(production.id, id), eq(production.state, 'running')))
    .returning({ id: production.id });
  return rows.length === 1;
}
