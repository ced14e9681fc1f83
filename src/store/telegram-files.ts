import { and, eq, sql as raw } from 'drizzle-orm';
import type { Forgetting } from './forgetting.ts';
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

/**
 * Of all that was uploaded from one person's files: those below the folders, and what their productions made, also where
 * the production was deleted since.
 */
export async function forgetTelegramFiles(
  sql: Sql,
  { personId, before }: Forgetting,
  folders: readonly string[],
): Promise<void> {
  // In any collation what lies below a folder stands between its name and its name with zzz behind: the index finds it.
  await sql.execute(raw`
    with recursive bot (id) as (
      select min(bot_id) from ugc.telegram_file
      union all
      select (select min(bot_id) from ugc.telegram_file where bot_id > bot.id) from bot where bot.id is not null
    ), folder (name) as (
      select unnest(${raw.param(folders)}::text[])
      union
      select 'results/' || step.kind || '/' || step.result_key
      from ugc.production join ugc.step on step.production_id = production.id
      where production.owner = ${personId} and production.created_at <= ${before}
        and step.kind in ('speech', 'montage') and step.result_key is not null
    ), prefix (text) as (
      select kind || ':' || folder.name from folder, unnest(array['photo', 'video', 'audio']) as kind
    )
    delete from ugc.telegram_file as kept
    using bot, prefix
    where kept.bot_id = bot.id
      and kept.content_key between prefix.text and prefix.text || 'zzz'
      and starts_with(kept.content_key, prefix.text || '/')
      and kept.saved_at <= ${before}`);
}
