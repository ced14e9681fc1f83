import type { QueryRecord } from '../journal/records.ts';
import type { SandboxParts } from '../parts.ts';
import { badRequest } from '../wire/api-error.ts';
import type { Methods } from './method.ts';

/** How long Telegram waits for an answer to a press is not documented; half a minute is what bots live with. */
const pressMs = 30_000;

export const queryMethods = {
  answerCallbackQuery(parts, { parameters }) {
    const query = takeQuery(parts, parameters.callback_query_id, 'callback', pressMs);
    parts.events.add({
      event: 'callback-answer',
      userId: query.userId,
      callbackId: query.id,
      ...(parameters.text && { text: parameters.text }),
      showAlert: parameters.show_alert ?? false,
      ...(parameters.url && { url: parameters.url }),
    });
    return true;
  },
} satisfies Methods;

/** A query can be answered once, and not for long. */
export function takeQuery(
  { records, clock }: SandboxParts,
  id: string,
  kind: QueryRecord['kind'],
  lifetimeMs: number,
): QueryRecord {
  const query = records.queries.get(id);
  if (query === undefined || query.kind !== kind || clock.nowMs() - query.atMs > lifetimeMs) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  records.queries.delete(id);
  return query;
}

/** Those that nobody can answer any more. */
export function forgetOldQueries({ records, clock }: SandboxParts): void {
  for (const { id, atMs } of [...records.queries.values()]) {
    if (clock.nowMs() - atMs > 150_000) records.queries.delete(id);
  }
}
