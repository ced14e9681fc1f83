import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { AppError } from '../../kernel/errors.ts';
import type { Log } from '../log/log.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

export type DatabaseConfig =
  | {
      readonly kind: 'embedded';
      /** Holds the embedded server's data. */
      readonly folder: string;
    }
  | {
      readonly kind: 'server';
      /** postgresql://user:password@host:port/database; the password is a secret. */
      readonly url: string;
    };

export interface Database {
  readonly db: NodePgDatabase;
  readonly pool: pg.Pool;
  readonly kind: 'embedded' | 'server';
  /** For those who need connections of their own. Holds the password: never logged. */
  readonly connection: pg.ClientConfig;
  /** Closes the pool and leaves the embedded server, which ends with its last user. */
  close(): Promise<void>;
}

/** What a query can be given: the database itself or a transaction of it. */
export type Transaction = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

const oldestMajor = 15;

/** Connects, or starts the embedded server. Throws `database-unavailable`. */
export async function openDatabase(config: DatabaseConfig, log: Log): Promise<Database> {
  if (config.kind === 'server') {
    return await connect('server', { connectionString: config.url }, async () => {}, log);
  }
  const embedded = await startEmbeddedPostgres({ dataFolder: config.folder, log });
  return await connect(
    'embedded',
    embedded.connection,
    async () => {
      await embedded.stop();
    },
    log,
  );
}

/** A database of a server that somebody else keeps running. */
export async function connect(
  kind: Database['kind'],
  connection: pg.ClientConfig,
  leave: () => Promise<void>,
  log: Log,
): Promise<Database> {
  const pool = new pg.Pool({
    ...connection,
    application_name: 'ugc',
    max: 10,
    connectionTimeoutMillis: 10_000,
    // A machine that vanished is noticed, instead of a query that waits for ever.
    keepAlive: true,
  });
  let isClosing = false;
  // An idle connection that breaks is replaced by the next query; unheard, the event would end the process.
  pool.on('error', (error) => {
    if (!isClosing) log.warn({ err: error }, 'An idle database connection broke.');
  });
  // The same while a transaction has it and asks nothing: its next question fails and tells.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const database: Database = {
    db: drizzleOf(pool),
    pool,
    kind,
    connection,
    async close() {
      isClosing = true;
      await pool.end();
      await leave();
    },
  };
  try {
    await refuseOldServer(pool);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Drizzle itself never gives a connection back whose transaction could not even begin, until the pool is used up. */
function drizzleOf(pool: pg.Pool): NodePgDatabase {
  const db = drizzle(pool);
  const transaction: NodePgDatabase['transaction'] = async (work, config) => {
    const client = await pool.connect();
    try {
      return await drizzle(client).transaction(work, config);
    } finally {
      client.release();
    }
  };
  return Object.assign(db, { transaction });
}

async function refuseOldServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool
    .query<{ server_version_num: string }>('show server_version_num')
    .catch((error: unknown) => {
      throw new AppError('database-unavailable', `The database does not answer: ${reasonOf(error)}.`, {
        cause: error,
        retryable: true,
      });
    });
  const version = Number(rows[0]?.server_version_num);
  if (version >= oldestMajor * 10_000) return;
  throw new AppError(
    'database-unavailable',
    `The database is PostgreSQL ${Math.floor(version / 10_000)}; ${oldestMajor} or newer is needed.`,
  );
}

/** Node tries all addresses of a name and then throws an error without a message, with one error an address. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
