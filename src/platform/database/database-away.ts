import { DrizzleQueryError } from 'drizzle-orm';
import pg from 'pg';

/** PostgreSQL's class 57P: it is being shut down, crashed or is starting; class 08: the connection broke. */
const passing = /^(57P|08)/;

/** True for a query that failed for want of a server that answers, which may be back in a moment. */
export function isDatabaseAway(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  if (cause instanceof pg.DatabaseError) return passing.test(cause.code ?? '');
  return error instanceof DrizzleQueryError;
}
