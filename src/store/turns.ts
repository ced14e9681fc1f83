import { sql } from 'drizzle-orm';
import { production } from './schema/production.ts';

/**
 * Of a production in work: others of its request come before it and have not ended, so that nobody works on it yet.
 * Found by the request's own index.
 */
export const waitsItsTurn = sql`(${production.requestId} is not null and exists (
  select from ugc.production earlier
  where earlier.request_id = ${production.requestId}
    and earlier.request_position < ${production.requestPosition}
    and earlier.state in ('running', 'awaiting_engine')))`;
