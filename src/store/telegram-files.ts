import { and, eq } from 'drizzle-orm';
import { telegramFile } from './schema/chat.ts';
import type { Sql } from './sql.ts';

export async function findTelegramFile(
  sql: Sql,
  botId: number,
  contentKey: string,
): Promise<string | undefined> {
  const [row] = await sql
    .select({ fileId: telegramFile.fileId })
    .from(telegramFile)
    .where(and(eq(telegramFile.botId, botId), eq(telegramFile.contentKey, contentKey)));
  return row?.fileId;
}

export async function keepTelegramFile(
  sql: Sql,
  file: { readonly botId: number; readonly contentKey: string; readonly fileId: string },
): Promise<void> {
  await sql
    .insert(telegramFile)
    .values(file)
    .onConflictDoUpdate({
      target: [telegramFile.botId, telegramFile.contentKey],
      set: { fileId: file.fileId, savedAt: new Date() },
    });
}

/** Only while it is that id: somebody else may have put a good one in its place. */
export async function dropTelegramFile(
  sql: Sql,
  file: { readonly botId: number; readonly contentKey: string; readonly fileId: string },
): Promise<void> {
  await sql
    .delete(telegramFile)
    .where(
      and(
        eq(telegramFile.botId, file.botId),
        eq(telegramFile.contentKey, file.contentKey),
        eq(telegramFile.fileId, file.fileId),
      ),
    );
}
