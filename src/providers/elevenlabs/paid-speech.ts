import { AppError, isAppError } from '../../kernel/errors.ts';
import type { Log } from '../../platform/log/log.ts';
import type { ServiceAnswer, ServiceClient } from '../../platform/service/service-client.ts';
import { asProviderError, ServiceFailure } from '../../platform/service/service-failure.ts';
import { submitOnce } from '../../platform/service/submit-once.ts';
import { pause } from '../../platform/shutdown/pause.ts';
import type { WorkContext } from '../../ports/work.ts';
import { type ServiceReads, unusable } from './service-api.ts';
import {
  problemOf,
  readRefusal,
  type RefusalProblem,
  refusalError,
  requestIdOf,
  service,
} from './service-refusal.ts';
import { readSpeech, type SpokenPart } from './speech-answer.ts';
import { keptSpeech } from './speech-history.ts';

export interface PaidSpeechParts {
  /** For speech alone: what it allows at once is what the account's plan allows. */
  readonly client: ServiceClient;
  readonly reads: ServiceReads;
  readonly log: Log;
  readonly waits: SpeechWaits;
  /** Requests whose speech was handed out, so that none is handed out twice. */
  readonly known: { has(requestId: string): boolean; add(requestId: string): void };
}

/** Milliseconds. */
export interface SpeechWaits {
  /** For a whole answer: a script of 30 s takes some 10 s. */
  readonly forAnswer: number;
  /** Before each further try: where the service is busy, and where a lost answer is looked for. */
  readonly whenBusy: readonly number[];
  readonly whenLost: readonly number[];
}

export const usualWaits: SpeechWaits = {
  forAnswer: 120_000,
  whenBusy: [1000, 2000, 4000, 8000, 15_000],
  whenLost: [2000, 5000, 10_000],
};

export interface SpeechOrder {
  readonly voiceId: string;
  readonly modelId: string;
  readonly isLibraryVoice: boolean;
  readonly estimatedUsd: number;
  /** A body for each part; what was said before is known by then. */
  readonly bodies: readonly ((previousRequestIds: readonly string[]) => SpeechBody)[];
}

interface SpeechBody {
  readonly text: string;
}

type Outcome =
  | { readonly kind: 'spoken'; readonly part: SpokenPart }
  | { readonly kind: 'refused'; readonly error: AppError }
  | { readonly kind: 'unreadable'; readonly requestId: string | undefined; readonly error: AppError };

const maxAnswerBytes = 32_000_000;
/** The best that every plan has; samples without MP3 at this rate are for the larger ones. */
const outputFormat = 'mp3_44100_128';
/** A gateway speaks for a server that may be at work. */
const lostStatuses = new Set([408, 502, 504, 520, 522, 524]);
const longestRetryAfterMs = 30_000;

/**
 * Speaks all parts, one after the other, under one record: it is written down before the first leaves. Only what the
 * service surely did not take is sent again (429); an answer that was lost is looked for in its history.
 */
export async function paidSpeech(
  parts: PaidSpeechParts,
  order: SpeechOrder,
  context: WorkContext,
): Promise<readonly SpokenPart[]> {
  const { modelId: model, estimatedUsd } = order;
  const spoken: SpokenPart[] = [];
  const next = async () => {
    const body = order.bodies[spoken.length]?.(spoken.map(({ requestId }) => requestId));
    if (!body) throw new AppError('internal', 'There is nothing to be spoken.');
    return await asked(parts, order, body, context.signal);
  };
  const call = { provider: service, model, estimatedUsd };
  const first = await submitOnce(context.spending, call, next, {
    requestIdOf: (outcome) => (outcome.kind === 'spoken' ? outcome.part.requestId : idOf(outcome)),
    isRefusal: ({ kind }) => kind === 'refused',
  }).catch(thrown);
  for (let part = partOf(first); ; part = await next().then(partOf).catch(paidInPart)) {
    spoken.push(part);
    context.reportProgress((0.8 * spoken.length) / order.bodies.length);
    if (spoken.length === order.bodies.length) return spoken;
  }
}

function idOf(outcome: Outcome): string | undefined {
  return outcome.kind === 'unreadable' ? outcome.requestId : undefined;
}

function partOf(outcome: Outcome): SpokenPart {
  if (outcome.kind === 'spoken') return outcome.part;
  throw outcome.error;
}

function thrown(error: unknown): never {
  throw asProviderError(error);
}

/** The beginning is paid: nobody begins anew by himself. */
function paidInPart(error: unknown): never {
  const known = asProviderError(error);
  if (!isAppError(known)) throw known;
  const { reason, message, details } = known;
  throw reason === 'cancelled' ? known : new AppError(reason, message, { details, cause: error });
}

async function asked(
  parts: PaidSpeechParts,
  order: SpeechOrder,
  body: SpeechBody,
  signal: AbortSignal,
): Promise<Outcome> {
  for (const waitMs of [...parts.waits.whenBusy, undefined]) {
    const outcome = await once(parts, order, body, signal);
    if (!('refusal' in outcome)) return outcome;
    const { refusal, problem } = outcome;
    const mayPass = problem === 'ours' || problem === 'busy';
    if (!mayPass || waitMs === undefined || (refusal.retryAfterMs ?? 0) > longestRetryAfterMs) {
      const about = { voice: order.voiceId, model: order.modelId };
      return { kind: 'refused', error: refusalError(refusal, problem, about) };
    }
    await pause(refusal.retryAfterMs ?? waitMs * (0.75 + Math.random() / 2), signal);
    if (signal.aborted)
      return { kind: 'refused', error: new AppError('cancelled', 'The speech was cancelled.') };
  }
  throw new AppError('internal', 'The tries ran out without an end.');
}

interface Refused {
  readonly refusal: ReturnType<typeof readRefusal>;
  readonly problem: RefusalProblem;
}

async function once(
  parts: PaidSpeechParts,
  order: SpeechOrder,
  body: SpeechBody,
  signal: AbortSignal,
): Promise<Outcome | Refused> {
  const { voiceId, modelId } = order;
  const sentAt = new Date();
  const lost = { voiceId, modelId, text: body.text, sentAt };
  try {
    const answer = await parts.client.call({
      method: 'POST',
      path: `/v1/text-to-speech/${encodeURIComponent(voiceId)}/with-timestamps`,
      query: { output_format: outputFormat },
      json: body,
      timeoutMs: parts.waits.forAnswer,
      maxAnswerBytes,
      signal,
    });
    const isSuccess = answer.status >= 200 && answer.status < 300;
    if (!isSuccess && !lostStatuses.has(answer.status)) {
      const refusal = readRefusal(answer);
      return { refusal, problem: problemOf(refusal, order.isLibraryVoice) };
    }
    const outcome = isSuccess ? readAnswer(answer, sentAt, parts.known) : gaveUp(answer);
    const found = outcome.kind === 'spoken' ? undefined : await lookedFor(parts, lost, signal);
    return found ? { kind: 'spoken', part: found } : outcome;
  } catch (error) {
    if (!(error instanceof ServiceFailure) || !error.mayHaveArrived) throw error;
    const found = await lookedFor(parts, lost, signal);
    if (!found) throw error;
    return { kind: 'spoken', part: found };
  }
}

function readAnswer(answer: ServiceAnswer, sentAt: Date, known: PaidSpeechParts['known']): Outcome {
  const told = requestIdOf(answer);
  // A lost request for the same words may have been given this very speech out of the history.
  const requestId = told !== undefined && known.has(told) ? `${told}:again` : told;
  const speech = readSpeech(jsonOrNothing(answer));
  if (!speech) {
    const error = unusable('not with speech in the form that is documented', 'answer');
    return { kind: 'unreadable', requestId, error };
  }
  const cost = Number(answer.headers.get('character-cost') ?? Number.NaN);
  const part = {
    ...speech,
    requestId: requestId ?? `unnamed:${sentAt.toISOString()}`,
    credits: Number.isFinite(cost) && cost >= 0 ? cost : undefined,
  };
  known.add(part.requestId);
  return { kind: 'spoken', part };
}

function gaveUp({ status }: ServiceAnswer): Outcome {
  const error = unusable(`a gateway before it gave up (${status})`, 'down');
  return { kind: 'unreadable', requestId: undefined, error };
}

function jsonOrNothing(answer: ServiceAnswer): unknown {
  try {
    return answer.json();
  } catch {
    return undefined;
  }
}

/** The service keeps what it spoke: an answer that was lost on its way is there a moment later. */
async function lookedFor(
  { reads, log, waits, known }: PaidSpeechParts,
  lost: Parameters<typeof keptSpeech>[1],
  signal: AbortSignal,
): Promise<SpokenPart | undefined> {
  for (const waitMs of waits.whenLost) {
    await pause(waitMs, signal);
    if (signal.aborted) return undefined;
    try {
      const found = await keptSpeech(reads, lost, (requestId) => known.has(requestId), signal);
      if (found) {
        known.add(found.requestId);
        log.info({ requestId: found.requestId }, 'The answer of a paid speech was lost: its history had it.');
        return found;
      }
    } catch (error) {
      log.warn({ err: error }, 'The history could not be asked for a speech whose answer was lost.');
      // A key that may not read the history never will.
      if (isAppError(error) && !error.retryable) return undefined;
    }
  }
  return undefined;
}
