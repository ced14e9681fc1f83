import pg from 'pg';
import type { Database } from './database.ts';

export interface AdvisoryLock {
  /** Fires if the connection breaks: from then on somebody else may hold the lock. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes the lock of that name in this database, or gives undefined when somebody else holds it. It is bound to a
 * connection of its own, so a killed holder loses it at once, and no pooler between may share connections.
 */
export async function tryAdvisoryLock(database: Database, name: string): Promise<AdvisoryLock | undefined> {
  const client = new pg.Client({ ...database.connection, application_name: 'ugc-lock', keepAlive: true });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.once('end', () => lost.abort());
  try {
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
      [name],
    );
    if (rows[0]?.held) return { lost: lost.signal, release: () => client.end() };
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  await client.end();
  return undefined;
}
