import { personIdOf } from '../domain/person/person-id.ts';
import { inArray } from 'drizzle-orm';
import { ledgerEntry } from './schema/ledger.ts';
import { person, rememberedVoice } from './schema/person.ts';
import type { Sql } from './sql.ts';

export interface ImportedPerson {
  readonly telegramId: number;
  readonly firstName: string;
  readonly lastName: string | undefined;
  readonly username: string | undefined;
  readonly createdAt: Date;
}

/** Leaves whoever is known already as they are; false then. */
export async function insertImportedPerson(sql: Sql, imported: ImportedPerson): Promise<boolean> {
  const { createdAt } = imported;
  const rows = await sql
    .insert(person)
    .values({ ...imported, id: personIdOf(imported.telegramId), lastSeenAt: createdAt })
    .onConflictDoNothing()
    .returning({ id: person.id });
  return rows.length === 1;
}

/** Unless they have picked one since. */
export async function insertImportedVoice(
  sql: Sql,
  personId: string,
  language: string,
  voiceId: string,
): Promise<void> {
  await sql.insert(rememberedVoice).values({ personId, language, voiceId }).onConflictDoNothing();
}

/** Those of the Telegram ids that are known. */
export async function findKnownTelegramIds(sql: Sql, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await sql
    .select({ telegramId: person.telegramId })
    .from(person)
    .where(inArray(person.telegramId, [...ids]));
  return new Set(rows.map(({ telegramId }) => telegramId));
}

/** Those of the keys under which something was moved. */
export async function findMovedKeys(sql: Sql, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await sql
    .select({ key: ledgerEntry.idempotencyKey })
    .from(ledgerEntry)
    .where(inArray(ledgerEntry.idempotencyKey, [...keys]));
  return new Set(rows.map(({ key }) => key));
}
