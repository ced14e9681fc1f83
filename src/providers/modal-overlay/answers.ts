import { z } from 'zod';
import type { ServiceAnswer } from '../../platform/service/service-client.ts';

const longestWords = 300;

/** An id that can be put into a query and a log. */
const jobId = z.string().regex(/^[\w.:-]{1,200}$/);

const submitted = z.object({ job_id: jobId });

/** What an answer of `submit` names the job; undefined where it names none. */
export function jobIdOf({ status, json }: ServiceAnswer): string | undefined {
  if (status < 200 || status > 299) return undefined;
  try {
    return submitted.safeParse(json()).data?.job_id;
  } catch {
    return undefined;
  }
}

/** Deployments say `success` where the inner answer overwrites `completed`, and `error` as well as `failed`. */
const stateOf = {
  submitted: 'processing',
  queued: 'processing',
  pending: 'processing',
  processing: 'processing',
  completed: 'completed',
  success: 'completed',
  failed: 'failed',
  error: 'failed',
} as const;

const progress = z.object({
  status: z.enum(Object.keys(stateOf) as [keyof typeof stateOf]),
  overlay_url: z.string().max(4096).nullish(),
  /** Seconds of the machine that did it. */
  processing_time: z.number().nonnegative().max(86_400).nullish(),
  error: z.unknown().optional(),
});

export interface JobAnswer {
  readonly state: (typeof stateOf)[keyof typeof stateOf];
  readonly overlayUrl: string | undefined;
  readonly processingSeconds: number | undefined;
  /** Of a failed job, without addresses: they may be signed. */
  readonly words: string;
  /** The result was there once and is kept no longer. */
  readonly isExpired: boolean;
}

/** Undefined for what no deployment says. */
export function readJobAnswer(body: unknown): JobAnswer | undefined {
  const { data } = progress.safeParse(body);
  if (!data) return undefined;
  return {
    state: stateOf[data.status],
    overlayUrl: data.overlay_url ?? undefined,
    processingSeconds: data.processing_time ?? undefined,
    words: withoutAddresses(data.error),
    isExpired: data.error === 'expired',
  };
}

function withoutAddresses(error: unknown): string {
  if (typeof error !== 'string') return '';
  return error
    .slice(0, 4000)
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestWords);
}
