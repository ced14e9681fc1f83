import pg from 'pg';
import type { Database } from './database.ts';

/** Locks by name that hold across all processes of the database. */
export interface KeyedLocks {
  /** Does the work as soon as nobody else holds the lock; who asked first is first, within this process. */
  run<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Releases what is held. Work under way goes on without its locks. */
  close(): Promise<void>;
}

/** Another process's hold is asked about again after so long. */
const retryMs = { first: 15, longest: 250 };

/**
 * All locks of a process are held by one connection, so that any number of them leave the pool alone. Who holds one
 * when that connection breaks is not told: guard what is written by a revision besides.
 */
export function openKeyedLocks(database: Database): KeyedLocks {
  const tails = new Map<string, Promise<void>>();
  const session = openSession(database);
  return {
    async run(name, signal, work) {
      const before = tails.get(name) ?? Promise.resolve();
      const done = Promise.withResolvers<void>();
      const tail = before.then(() => done.promise);
      tails.set(name, tail);
      try {
        await before;
        return await holding(session, name, signal, work);
      } finally {
        done.resolve();
        if (tails.get(name) === tail) tails.delete(name);
      }
    },
    close: () => session.close(),
  };
}

async function holding<T>(
  session: Session,
  name: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const client = await take(session, name, signal);
  try {
    return await work();
  } finally {
    // A connection that broke has released it already. Not waited for: nothing hangs on when it is free.
    client.ask('select pg_advisory_unlock(hashtextextended($1, 0)) as held', name).catch(() => {});
  }
}

async function take(session: Session, name: string, signal: AbortSignal): Promise<LockClient> {
  for (let waitMs = retryMs.first; ; waitMs = Math.min(waitMs * 2, retryMs.longest)) {
    signal.throwIfAborted();
    const client = await session.client();
    if (await client.ask('select pg_try_advisory_lock(hashtextextended($1, 0)) as held', name)) return client;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, waitMs * (0.5 + Math.random()));
    });
  }
}

/** One question after the other: a connection takes no second one before it has answered the first. */
interface LockClient {
  ask(statement: string, name: string): Promise<boolean>;
  end(): Promise<void>;
}

interface Session {
  /** The connection, made anew after it broke. */
  client(): Promise<LockClient>;
  close(): Promise<void>;
}

function openSession(database: Database): Session {
  let current: Promise<LockClient> | undefined;
  const connect = () => {
    const client = new pg.Client({
      ...database.connection,
      application_name: 'ugc-locks',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    const forget = () => {
      // Not the one that was made since.
      if (current === connection) current = undefined;
    };
    client.on('error', forget);
    client.once('end', forget);
    const connection = client.connect().then(
      () => oneByOne(client),
      (error: unknown) => {
        forget();
        throw error;
      },
    );
    return connection;
  };
  return {
    client: () => {
      current ??= connect();
      return current;
    },
    async close() {
      const client = await current?.catch(() => undefined);
      await client?.end();
    },
  };
}

function oneByOne(client: pg.Client): LockClient {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (statement, name) => {
      const asked = last.then(async () => {
        const { rows } = await client.query<{ held: boolean }>(statement, [name]);
        return rows[0]?.held === true;
      });
      last = asked.catch(() => undefined);
      return asked;
    },
    end: async () => {
      await last;
      await client.end();
    },
  };
}
