import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts';
import { silentLog } from '../../src/platform/log/log.ts';

/** Rows of a bot that runs beside the test, out of the database in its data folder. */
export async function withDatabaseOf<T>(
  dataFolder: string,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const server = await startEmbeddedPostgres({ dataFolder: join(dataFolder, 'postgres'), log: silentLog });
  const client = new pg.Client({ ...server.connection, application_name: 'ugc-test' });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
    await server.stop();
  }
}

/** Every row of every table, the queue's too, as text: by table. */
export async function dumpedTables(client: pg.Client): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await client.query<{
    name: string;
  }>(`select format('%I.%I', table_schema, table_name) as name
    from information_schema.tables where table_schema in ('ugc', 'pgboss') and table_type = 'BASE TABLE'`);
  const dumped = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
    dumped.set(name, rows.map(({ row }) => row).join('\n'));
  }
  return dumped;
}

/** All files below a folder, by path, whatever they are, but the database's own, which is asked by `dumpedTables`. */
export async function filesBelow(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || path.startsWith(join(folder, 'postgres/'))) continue;
    found.set(path.slice(folder.length + 1), await readFile(path));
  }
  return found;
}
