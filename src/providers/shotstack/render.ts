import { z } from 'zod';
import type { Log } from '../../platform/log/log.ts';
import type { ServiceAnswer, ServiceClient } from '../../platform/service/service-client.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import { submitOnce } from '../../platform/service/submit-once.ts';
import type { WorkContext } from '../../ports/work.ts';
import type { Edit } from './edit.ts';
import { failureOf, service, unusable, withoutLinks } from './shotstack-errors.ts';

export interface Renderer {
  readonly client: ServiceClient;
  readonly stage: string;
  readonly log: Log;
}

const queuedAnswer = z.looseObject({
  success: z.literal(true),
  response: z.looseObject({ id: z.uuid() }),
});
const renderAnswer = z.looseObject({
  response: z.looseObject({
    id: z.string(),
    status: z.string(),
    error: z.string().nullish(),
    url: z.string().nullish(),
    /** Seconds; of no published schema, but seen in answers. */
    billable: z.number().nonnegative().nullish(),
  }),
});

const statusTimeoutMs = 30_000;

function renderIdOf(answer: ServiceAnswer): string | undefined {
  try {
    return queuedAnswer.parse(answer.json()).response.id;
  } catch {
    return undefined;
  }
}

/** Whatever is answered below 500 was decided before a render was queued; 408 comes from in between and proves nothing. */
function isRefusal({ status }: ServiceAnswer): boolean {
  return status >= 300 && status < 500 && status !== 408;
}

export interface Submission {
  readonly edit: Edit;
  readonly estimatedUsd: number;
  readonly timeoutMs: number;
}

/** Queues a render: the one call that costs money. Gives its id. */
export async function submitRender(
  { client, stage, log }: Renderer,
  { edit, estimatedUsd, timeoutMs }: Submission,
  { spending, signal }: Pick<WorkContext, 'spending' | 'signal'>,
): Promise<string> {
  const path = `/edit/${stage}/render`;
  const call = { provider: service, model: `edit/${stage}`, estimatedUsd };
  try {
    const answer = await submitOnce(
      spending,
      call,
      () => client.call({ method: 'POST', path, json: edit, timeoutMs, signal }),
      { requestIdOf: renderIdOf, isRefusal },
    );
    const id = isRefusal(answer) ? undefined : renderIdOf(answer);
    if (id === undefined) throw failureOf(answer, 'the edit', log);
    return id;
  } catch (error) {
    throw asProviderError(error);
  }
}

export type RenderState =
  | { readonly kind: 'in-progress'; readonly status: string }
  | { readonly kind: 'done'; readonly url: string; readonly billedSeconds: number | undefined }
  | { readonly kind: 'failed'; readonly said: string };

/** Only `done` and `failed` end a render; a word that is not known yet is one on its way. */
export async function askRender(
  { client, stage, log }: Renderer,
  renderId: string,
  signal: AbortSignal,
): Promise<RenderState> {
  const answer = await client.call({
    method: 'GET',
    path: `/edit/${stage}/render/${renderId}`,
    // The default echoes the whole edit, with its signed links.
    query: { data: false },
    timeoutMs: statusTimeoutMs,
    signal,
    mayRepeat: true,
  });
  if (answer.status === 400 || answer.status === 404) {
    throw unusable(
      'render-unknown',
      `Shotstack knows no render ${renderId} on its stage '${stage}'; renders of another stage or account can't be asked for.`,
    );
  }
  if (answer.status !== 200) throw failureOf(answer, 'a question for a render', log);
  const read = renderAnswer.safeParse(answer.json());
  if (!read.success || read.data.response.id !== renderId) {
    throw unusable(
      'unexpected-answer',
      'Shotstack told nothing of the render that it was asked for.',
      read.error,
    );
  }
  const { status, error, url, billable } = read.data.response;
  if (status === 'failed') return { kind: 'failed', said: withoutLinks(error ?? '') };
  if (status !== 'done') return { kind: 'in-progress', status };
  if (!url) throw unusable('unexpected-answer', 'Shotstack is done, but names no result.');
  return { kind: 'done', url, billedSeconds: billable ?? undefined };
}

const fractions: Readonly<Record<string, number>> = {
  queued: 0.05,
  fetching: 0.15,
  preprocessing: 0.3,
  rendering: 0.5,
  generating: 0.7,
  saving: 0.95,
};

/** How far a render is by its status; of one that is not known nothing is said. */
export function fractionOf(status: string): number {
  return fractions[status] ?? 0;
}
