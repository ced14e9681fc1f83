import { eq } from 'drizzle-orm';
import { production } from './schema/production.ts';
import type { Sql } from './sql.ts';

/** Undefined for a production that never was or was removed. */
export async function findProductionOwner(sql: Sql, id: string): Promise<string | undefined> {
  const [row] = await sql.select({ owner: production.owner }).from(production).where(eq(production.id, id));
  return row?.owner;
}
