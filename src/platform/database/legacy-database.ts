import pg from 'pg';
import { AppError } from '../../kernel/errors.ts';
import type { Database } from './database.ts';

export interface LegacyDatabaseHandle {
  readonly pool: Pick<pg.Pool, 'query'>;
  close(): Promise<void>;
}

/** Another database to read from, or our own where no address is given. Throws `invalid-arguments` without its password. */
export async function openLegacyDatabase(
  database: Database,
  url: string | undefined,
): Promise<LegacyDatabaseHandle> {
  if (url === undefined) return { pool: database.pool, close: async () => undefined };
  if (!/^postgres(ql)?:\/\/./.test(url) || !URL.canParse(url)) {
    throw new AppError(
      'invalid-arguments',
      '--from is no address of a database; one such as postgresql://user:password@host:5432/database is allowed.',
    );
  }
  const pool = new pg.Pool({ connectionString: url, application_name: 'ugc-import', max: 1 });
  pool.on('error', () => undefined);
  try {
    await pool.query('select 1');
  } catch (cause) {
    await pool.end();
    const { code } = cause as { code?: string };
    throw new AppError(
      'invalid-arguments',
      `The database of --from does not answer (${code ?? 'unknown'}).`,
      {
        cause,
      },
    );
  }
  return { pool, close: () => pool.end() };
}
