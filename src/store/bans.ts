import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { person } from './schema/person.ts';
import type { Sql } from './sql.ts';

/**
 * In the transaction that begins work of theirs: who bans waits until it is committed, and then finds the work. False
 * for people who are no chat's, such as a shell's.
 */
export async function isShutOut(sql: Sql, personId: string): Promise<boolean> {
  const [row] = await sql
    .select({ bannedAt: person.bannedAt })
    .from(person)
    .where(eq(person.id, personId))
    .for('share');
  return row !== undefined && row.bannedAt !== null;
}

/** False where nothing changed. */
export async function setBanned(sql: Sql, personId: string, banned: boolean): Promise<boolean> {
  const rows = await sql
    .update(person)
    .set({ bannedAt: banned ? new Date() : null })
    .where(and(eq(person.id, personId), banned ? isNull(person.bannedAt) : isNotNull(person.bannedAt)))
    .returning({ id: person.id });
  return rows.length === 1;
}
