import type { TestDatabase } from '../../src/platform/database/test-database.ts';
import type { Sql } from '../../src/store/sql.ts';

export interface RowsRead {
  /** One after the other, of a whole table. */
  readonly scanned: number;
  /** By an index. */
  readonly found: number;
}

/** By the database's own count; what the query changed is undone. */
export async function rowsRead(
  database: TestDatabase,
  query: (sql: Sql) => Promise<unknown>,
): Promise<RowsRead> {
  let read: RowsRead = { scanned: 0, found: 0 };
  const undo = new Error('undo');
  await database.db
    .transaction(async (transaction) => {
      // Small tables are rightly read whole; what counts is that an index is there for when they have grown.
      await transaction.execute('set local enable_seqscan = off');
      const before = await counted(transaction);
      await query(transaction);
      const after = await counted(transaction);
      read = { scanned: after.scanned - before.scanned, found: after.found - before.found };
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return read;
}

async function counted(sql: Sql): Promise<RowsRead> {
  const { rows } = await sql.execute<{ scanned: number; found: number }>(
    `select sum(seq_tup_read)::int as scanned, sum(idx_tup_fetch)::int as found
     from pg_stat_xact_user_tables where schemaname = 'ugc'`,
  );
  return rows[0] ?? { scanned: 0, found: 0 };
}
