import { z } from 'zod';
import type { ServiceClient } from '../../platform/service/service-client.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import type { LostCall } from '../../ports/work.ts';
import { failureOf } from './fal-errors.ts';
import { markOf } from './fal-inputs.ts';
import type { FalQueue, QueuedCall } from './fal-queue.ts';

export type FindLost = (
  lost: LostCall,
  usualEndpoint: string,
  signal: AbortSignal,
) => Promise<QueuedCall | undefined>;

const listed = z.looseObject({
  items: z.array(z.looseObject({ request_id: z.string(), json_input: z.unknown().optional() })),
  next_cursor: z.string().nullish(),
  has_more: z.boolean().nullish(),
});
const timeoutMs = 20_000;
const pageSize = 100;
const mostPages = 5;
/** Clocks differ, and a request is listed by the time at which fal.ai got it. */
const leewayMs = 60_000;

/**
 * A request whose id is known by now, as a webhook tells it, is asked for by that. Any other is looked for among those that
 * have ended, by our tag in the names of the files, or in the links, that it was sent. Requests that still wait or run are not
 * listed: so one that is not found may exist all the same. (fal's platform API,
 * `GET /v1/models/requests/by-endpoint`, read November 2026.)
 */
export function createFindLost(api: ServiceClient, queue: FalQueue): FindLost {
  return async ({ tag, sentAt, model, requestId }, usualEndpoint, signal) => {
    const endpoint = model ?? usualEndpoint;
    if (requestId !== undefined) return queue.rebuilt(endpoint, requestId, sentAt);
    const mark = markOf(tag);
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const { items, next_cursor, has_more } = await list(api, endpoint, sentAt, cursor, signal);
      const found = items.find(({ json_input }) => JSON.stringify(json_input ?? null).includes(mark));
      if (found) return queue.rebuilt(endpoint, found.request_id, sentAt);
      if (has_more !== true || !next_cursor) return undefined;
      cursor = next_cursor;
    }
    return undefined;
  };
}

async function list(
  api: ServiceClient,
  endpoint: string,
  sentAt: Date,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<z.output<typeof listed>> {
  try {
    const answer = await api.call({
      method: 'GET',
      path: '/v1/models/requests/by-endpoint',
      query: {
        endpoint_id: endpoint,
        start: new Date(sentAt.getTime() - leewayMs).toISOString(),
        expand: 'payloads',
        limit: pageSize,
        cursor,
      },
      timeoutMs,
      signal,
      mayRepeat: true,
    });
    if (answer.status >= 300) throw failureOf(answer, { isFinal: false });
    const found = listed.safeParse(answer.json());
    return found.success ? found.data : { items: [] };
  } catch (error) {
    throw asProviderError(error);
  }
}
