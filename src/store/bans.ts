import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { person } from './schema/person.ts';
import type { Sql } from './sql.ts';

/** False where nothing changed. */
export async function setBanned(sql: Sql, personId: string, banned: boolean): Promise<boolean> {
  const rows = await sql
    .update(person)
    .set({ bannedAt: banned ? new Date() : null })
    .where(and(eq(person.id, personId), banned ? isNull(person.bannedAt) : isNotNull(person.bannedAt)))
    .returning({ id: person.id });
  return rows.length === 1;
}
