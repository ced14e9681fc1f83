import type { Refusal } from '../domain/production/production-status.ts';
import { fieldsOf } from './fields.ts';
import { isErrorReason } from './texts/texts.ts';

const maxDetails = 20;

/** A stored refusal; `internal` where its reason is none of today's. */
export function readRefusal(json: unknown): Refusal {
  const fields = fieldsOf(json);
  const reason = fields?.text('reason') ?? '';
  const entries = Object.entries(fieldsOf(fields?.raw('details')) ? (fields?.raw('details') as object) : {});
  const details = entries.filter(
    (entry): entry is [string, string | number] =>
      (typeof entry[1] === 'string' && entry[1].length <= 500) || typeof entry[1] === 'number',
  );
  return {
    reason: isErrorReason(reason) ? reason : 'internal',
    details: Object.fromEntries(details.slice(0, maxDetails)),
  };
}
