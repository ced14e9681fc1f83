import { z } from 'zod';
import type { JsonValue } from '../kernel/json.ts';

const json = z.json() as z.ZodType<JsonValue>;

const stepWork = z.object({
  /** What an adapter gave to be asked by, and which one: no other could read it. */
  pending: z
    .object({ adapter: z.string(), operation: json, since: z.coerce.date(), deadline: z.coerce.date() })
    .exactOptional(),
  /** Until then its owner has chosen to wait for the service. */
  waitUntil: z.coerce.date().exactOptional(),
});

/** What a step has under way beyond its worker's life; kept in its row. */
export type StepWork = z.infer<typeof stepWork>;

/** Nothing for what another version wrote in a way of its own. */
export function readStepWork(stored: JsonValue | undefined): StepWork {
  return stepWork.safeParse(stored).data ?? {};
}

export function storedStepWork(work: StepWork): JsonValue {
  return JSON.parse(JSON.stringify(work));
}
