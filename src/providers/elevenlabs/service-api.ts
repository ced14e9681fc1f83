import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { ServiceAnswer, ServiceClient } from '../../platform/service/service-client.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import { listedModels, type SpeechModel } from './service-models.ts';
import { problemOf, readRefusal, refusalError, service } from './service-refusal.ts';
import { type ListedVoice, readVoicePage } from './service-voice.ts';

/** What is asked of the service beside speech: reads, which cost nothing and may be repeated. */
export interface ServiceReads {
  voices(signal: AbortSignal): Promise<readonly ListedVoice[]>;
  models(signal: AbortSignal): Promise<readonly SpeechModel[]>;
  quota(signal: AbortSignal): Promise<Quota>;
  /** The JSON of a read. Throws `provider-unavailable`, `provider-answer-unusable`, `cancelled`. */
  read(path: string, query: ServiceQuery, signal: AbortSignal): Promise<unknown>;
  readBytes(path: string, maxBytes: number, signal: AbortSignal): Promise<Buffer>;
}

export type ServiceQuery = Readonly<Record<string, string | number>>;

/** What is left of the account's credits in this period. */
export interface Quota {
  readonly plan: string;
  readonly usedCredits: number;
  readonly limitCredits: number;
  /** The plan goes on, at a price, where the limit is reached. */
  readonly mayExceed: boolean;
  readonly resetsAt: Date | undefined;
}

const timeoutMs = 15_000;
const voicesPerPage = 100;
/** A list that never ends, or goes in circles, ends here. */
const maxPages = 50;

export function createServiceReads(client: ServiceClient): ServiceReads {
  const get = async (path: string, query: ServiceQuery, signal: AbortSignal, maxAnswerBytes: number) =>
    success(
      await client
        .call({ method: 'GET', path, query, signal, timeoutMs, maxAnswerBytes, mayRepeat: true })
        .catch(thrown),
    );
  const read = async (path: string, query: ServiceQuery, signal: AbortSignal) =>
    jsonOf(await get(path, query, signal, 16_000_000));
  return {
    read,
    readBytes: async (path, maxBytes, signal) => (await get(path, {}, signal, maxBytes)).body,
    voices: async (signal) => await everyVoice(async (query) => await read('/v2/voices', query, signal)),
    models: async (signal) => listedModels(await read('/v1/models', {}, signal)),
    quota: async (signal) => quotaOf(await read('/v1/user/subscription', {}, signal)),
  };
}

async function everyVoice(
  readPage: (query: ServiceQuery) => Promise<unknown>,
): Promise<readonly ListedVoice[]> {
  const voices: ListedVoice[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = readVoicePage(
      await readPage({
        page_size: voicesPerPage,
        include_total_count: 'false',
        ...(token !== undefined && { next_page_token: token }),
      }),
    );
    if (!page) throw unusable('its list of voices has another form than it is documented to have');
    voices.push(...page.voices);
    if (page.nextPageToken === undefined || page.nextPageToken === token) break;
    token = page.nextPageToken;
  }
  return voices;
}

/** The vendor's own client fails where a field is missing that it never uses; these four are all that is used. */
const subscription = z.object({
  tier: z.string().catch(''),
  character_count: z.number(),
  character_limit: z.number(),
  next_character_count_reset_unix: z.number().positive().nullish().catch(undefined),
  can_extend_character_limit: z.boolean().nullish().catch(undefined),
  allowed_to_extend_character_limit: z.boolean().nullish().catch(undefined),
});

function quotaOf(answer: unknown): Quota {
  const parsed = subscription.safeParse(answer);
  if (!parsed.success) throw unusable('what it tells of the account can’t be read');
  const { tier, character_count: used, character_limit: limit, ...rest } = parsed.data;
  const resetSeconds = rest.next_character_count_reset_unix;
  return {
    plan: tier.slice(0, 40),
    usedCredits: used,
    limitCredits: limit,
    mayExceed: rest.can_extend_character_limit === true && rest.allowed_to_extend_character_limit === true,
    resetsAt: resetSeconds ? new Date(resetSeconds * 1000) : undefined,
  };
}

function success(answer: ServiceAnswer): ServiceAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  const refusal = readRefusal(answer);
  throw refusalError(refusal, problemOf(refusal, false));
}

export function jsonOf(answer: Pick<ServiceAnswer, 'json'>): unknown {
  try {
    return answer.json();
  } catch (error) {
    throw asProviderError(error);
  }
}

function thrown(error: unknown): never {
  throw asProviderError(error);
}

export function unusable(what: string, problem = 'answer', cause?: unknown): AppError {
  return new AppError('provider-answer-unusable', `ElevenLabs answers, but ${what}.`, {
    details: { service, problem },
    cause,
  });
}
