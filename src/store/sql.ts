import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';

/** A connection pool or a transaction: every function of this floor takes whichever its caller holds. */
export type Sql = PgDatabase<NodePgQueryResultHKT, Record<string, never>>;
