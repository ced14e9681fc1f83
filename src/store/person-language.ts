import { eq } from 'drizzle-orm';
import { type InterfaceLanguage, interfaceLanguages } from '../domain/person/profile.ts';
import { person } from './schema/person.ts';
import type { Sql } from './sql.ts';

/** What the person chose, else what their Telegram speaks, else Russian. */
export async function findLanguage(sql: Sql, personId: string): Promise<InterfaceLanguage> {
  const [row] = await sql
    .select({ language: person.language, code: person.languageCode })
    .from(person)
    .where(eq(person.id, personId));
  const chosen = interfaceLanguages.find((language) => language === row?.language);
  if (chosen) return chosen;
  if (row?.code == null) return 'ru';
  return row.code.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}
