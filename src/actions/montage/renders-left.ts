import type { Production } from '../../store/productions.ts';
import { countRenders } from '../../store/render-requests.ts';
import type { Sql } from '../../store/sql.ts';
import type { ActionParts } from '../parts.ts';

/** The video that renders are counted and kept together by, also where one is rendered from a render of it. */
export function familyOf({ id, sourceId }: Production): string {
  return sourceId ?? id;
}

/** Undefined where renders are made here, and so are not limited. */
export async function rendersLeft(
  { database, montage, limits }: Pick<ActionParts, 'database' | 'montage' | 'limits'>,
  production: Production,
  sql: Sql = database.db,
): Promise<number | undefined> {
  if (montage.adapter.kind === 'local') return undefined;
  return Math.max(0, limits.maxCloudRenders - (await countRenders(sql, familyOf(production))));
}
