import { eq } from 'drizzle-orm';
import type { JsonValue } from '../kernel/json.ts';
import { botSetting } from './schema/chat.ts';
import type { Sql } from './sql.ts';

/** Whoever asks parses it. */
export async function findBotSetting(sql: Sql, key: string): Promise<unknown> {
  const [row] = await sql.select({ value: botSetting.value }).from(botSetting).where(eq(botSetting.key, key));
  return row?.value;
}

export async function saveBotSetting(sql: Sql, key: string, value: JsonValue): Promise<void> {
  const savedAt = new Date();
  await sql
    .insert(botSetting)
    .values({ key, value, savedAt })
    .onConflictDoUpdate({ target: botSetting.key, set: { value, savedAt } });
}

/** Keeps what is there: of several processes that make a value at once, all go on with the first one's. */
export async function addBotSetting(sql: Sql, key: string, value: JsonValue): Promise<void> {
  await sql.insert(botSetting).values({ key, value }).onConflictDoNothing();
}
