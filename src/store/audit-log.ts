import { and, eq, gt, ne } from 'drizzle-orm';
import { auditLog } from './schema/operators.ts';
import type { Sql } from './sql.ts';

export interface AuditEntry {
  readonly operatorId: number;
  readonly command: string;
  readonly argument: string;
  readonly outcome: string;
}

/** What the rate limit itself writes: it does not count against the limit. */
export const tooMany = 'refused: too many commands';

export async function insertAuditEntry(sql: Sql, entry: AuditEntry): Promise<void> {
  await sql.insert(auditLog).values(entry);
}

/** How many of the operator's commands since then were looked at, and how many were refused as too many. */
export async function countRecentCommands(
  sql: Sql,
  operatorId: number,
  since: Date,
): Promise<{ readonly taken: number; readonly refused: number }> {
  const recent = and(eq(auditLog.operatorId, operatorId), gt(auditLog.at, since));
  const taken = await sql.$count(auditLog, and(recent, ne(auditLog.outcome, tooMany)));
  const refused = await sql.$count(auditLog, and(recent, eq(auditLog.outcome, tooMany)));
  return { taken, refused };
}
