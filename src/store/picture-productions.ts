import { and, eq, inArray, sql as raw } from 'drizzle-orm';
import { production } from './schema/production.ts';
import type { Sql } from './sql.ts';

/** The owner's productions that show one of these pictures, those already deleted among them. */
export async function listProductionsOfPictures(
  sql: Sql,
  owner: string,
  pictures: readonly string[],
): Promise<string[]> {
  const picture = raw<string>`${production.order} -> 'presenter' -> 'picture' ->> 'sha256'`;
  const rows = await sql
    .select({ id: production.id })
    .from(production)
    .where(and(eq(production.owner, owner), inArray(picture, [...pictures])));
  return rows.map(({ id }) => id);
}
