import { DrizzleQueryError } from 'drizzle-orm';
import pg from 'pg';

/** True for a value that PostgreSQL will never take (its class 22), however often it comes. */
export function isRefusedData(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof pg.DatabaseError && cause.code?.startsWith('22') === true;
}
