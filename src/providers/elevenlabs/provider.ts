import { join } from 'node:path';
import { nearestNames } from '../../domain/nearest-names.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import type { Log } from '../../platform/log/log.ts';
import type { CircuitBreakerOptions } from '../../platform/service/circuit-breaker.ts';
import { createServiceClient, type ServiceHealth } from '../../platform/service/service-client.ts';
import type { SpeechPort, SpeechRequest } from '../../ports/speech.ts';
import type { WorkContext } from '../../ports/work.ts';
import { createModelList } from './model-list.ts';
import { type SpeechWaits, usualWaits } from './paid-speech.ts';
import { byMerit, productVoice } from './product-voice.ts';
import { createServiceReads, type Quota, type ServiceReads } from './service-api.ts';
import { type Checked, checkService } from './service-check.ts';
import type { SpeechModel } from './service-models.ts';
import { service } from './service-refusal.ts';
import type { ServiceVoice } from './service-voice.ts';
import { keptSpeech } from './speech-history.ts';
import {
  actual,
  finished,
  planSpeech,
  type SoundsOf,
  type SynthesisParts,
  synthesise,
} from './synthesise.ts';
import { createVoiceCatalogue, type VoiceCatalogue } from './voice-catalogue.ts';
import { recordedSample } from './voice-sample.ts';

export interface ElevenLabsOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly model: string;
  /** What the account's plan allows at once: 2 to 15. */
  readonly maxConcurrent: number;
  readonly usdPer1000Credits: number;
  readonly ffmpeg: Ffmpeg;
  readonly log: Log;
  /** Where the list of voices is kept across starts. */
  readonly cacheFolder?: string;
  readonly soundsOf?: SoundsOf;
  readonly breaker?: CircuitBreakerOptions;
  readonly waits?: SpeechWaits;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface ElevenLabsSpeech extends SpeechPort {
  /** Credits of the account. Errors: `provider-unavailable`, also where the key may not read it. */
  readQuota(signal: AbortSignal): Promise<Quota>;
  /** Asks only what is free: voices, model, quota. */
  check(signal: AbortSignal): Promise<Checked>;
  health(): readonly ServiceHealth[];
}

interface Adapter {
  readonly parts: SynthesisParts;
  readonly reads: ServiceReads;
  readonly catalogue: VoiceCatalogue;
  readonly model: () => Promise<SpeechModel>;
  readonly now: () => number;
}

const readsAtOnce = 4;
const listTimeoutMs = 30_000;
/** After so long a speech that is not in the history was never made. */
const surelyKeptMs = 15 * 60_000;
const rememberedRequests = 500;

/** Speech by ElevenLabs (elevenlabs.io/docs/api-reference). Every speech costs credits; voices and samples are free. */
export function createElevenLabsSpeech(options: ElevenLabsOptions): ElevenLabsSpeech {
  const { apiKey, baseUrl, log, ffmpeg, breaker, usdPer1000Credits, soundsOf, now = Date.now } = options;
  const door = {
    name: service,
    baseUrl,
    credentials: { 'xi-api-key': apiKey },
    log,
    ...(breaker && { breaker }),
  };
  const client = createServiceClient({ ...door, maxConcurrent: options.maxConcurrent });
  const readClient = createServiceClient({ ...door, maxConcurrent: readsAtOnce });
  const reads = createServiceReads(readClient);
  const models = createModelList(reads, options.model, { log, now });
  const catalogue = createVoiceCatalogue({
    fetchAll: async () => await reads.voices(AbortSignal.timeout(listTimeoutMs)),
    file:
      options.cacheFolder &&
      join(options.cacheFolder, `${service}-${sha256(baseUrl + apiKey).slice(0, 12)}.json`),
    log,
    now,
  });
  const waits = options.waits ?? usualWaits;
  const known = rememberedIds();
  const parts = { client, reads, log, waits, known, ffmpeg, usdPer1000Credits, soundsOf };
  const adapter: Adapter = { parts, reads, catalogue, model: models.chosen, now };
  return {
    // Another model gives another result.
    adapter: { name: service, version: `1 ${options.model}`, kind: 'cloud' },
    voices: async (language) => await voicesIn(adapter, language),
    languages: async () => (await models.chosen()).languages.toSorted(),
    synthesise: async (request, context) => await speak(adapter, request, context),
    sample: async (voiceId, language, context) => {
      const voice = await voiceNamed(adapter, voiceId, language);
      const work = { ffmpeg, allowLoopback: readClient.isLoopback };
      return await recordedSample(work, voice, language, context);
    },
    find: async (request, lost, context) => {
      const plan = planSpeech(request, await models.chosen());
      const [part, more] = plan.parts;
      if (!part || more) return { status: 'not-yet-known' };
      const { sentAt, model = options.model, requestId } = lost;
      const asked = { voiceId: request.voiceId, modelId: model, text: part.text, sentAt, requestId };
      const found = await keptSpeech(reads, asked, known.has, context.signal);
      if (!found) return { status: now() - sentAt.getTime() > surelyKeptMs ? 'absent' : 'not-yet-known' };
      known.add(found.requestId);
      const cost = actual(parts, [found]);
      const result = await finished(
        parts,
        plan,
        [found],
        { estimatedUsd: cost.actualUsd ?? 0, ...cost },
        context,
      );
      return { status: 'found', result };
    },
    readQuota: reads.quota,
    check: async (signal) => await checkService(reads, options.model, signal),
    health: () => [client.health(), readClient.health()],
  };
}

/** Its own language's first, then by merit; none where the model does not speak the language. */
async function voicesIn({ catalogue, model }: Adapter, language: string | undefined) {
  if (language !== undefined && !(await model()).languages.includes(language)) return [];
  const voices = (await catalogue.usable()).toSorted(byMerit).map((voice) => productVoice(voice, language));
  return language === undefined
    ? voices
    : [
        ...voices.filter((voice) => voice.language === language),
        ...voices.filter((voice) => voice.language !== language),
      ];
}

async function speak(adapter: Adapter, request: SpeechRequest, context: WorkContext) {
  const { parts, catalogue } = adapter;
  if (context.signal.aborted) throw cancelled();
  const plan = planSpeech(request, await adapter.model());
  const voice = await voiceNamed(adapter, request.voiceId, request.language);
  try {
    return await synthesise(parts, plan, voice, context);
  } catch (error) {
    if (context.signal.aborted)
      throw error instanceof AppError && error.reason === 'cancelled' ? error : cancelled(error);
    const isVoices = error instanceof AppError && error.reason === 'invalid-voice';
    if (isVoices) await catalogue.putAway(voice.id);
    throw error;
  }
}

function cancelled(cause?: unknown): AppError {
  return new AppError('cancelled', 'The speech was cancelled.', { cause });
}

/** Throws `invalid-voice`, before anything is paid, where the service has no such voice or its model no such language. */
async function voiceNamed(
  { catalogue, model }: Adapter,
  id: string,
  language: string,
): Promise<ServiceVoice> {
  const { id: modelId, languages } = await model();
  if (!languages.includes(language)) {
    throw new AppError(
      'invalid-voice',
      `The model ${modelId} does not speak the language "${language}"; it speaks ${languages.join(', ')}.`,
      { details: { voice: id, language } },
    );
  }
  const known = (voices: readonly ServiceVoice[]) => voices.find((voice) => voice.id === id);
  const found = known(await catalogue.usable()) ?? known(await catalogue.refreshed());
  if (found) return found;
  const voices = await catalogue.usable();
  const nearest = nearestNames(
    id,
    voices.map((voice) => voice.id),
  ).map((nearId) => {
    const name = voices.find((voice) => voice.id === nearId)?.name ?? '';
    return name === '' ? nearId : `${nearId} (${name})`;
  });
  throw new AppError(
    'invalid-voice',
    `There is no voice "${id.slice(0, 80)}" that can be used; the nearest are ${nearest.join(', ') || 'none: the account has no voice'}.`,
    { details: { voice: id.slice(0, 80), language, nearest: nearest.join(', ') } },
  );
}

function rememberedIds() {
  const ids = new Set<string>();
  return {
    has: (id: string) => ids.has(id),
    add: (id: string) => {
      ids.add(id);
      const [oldest] = ids;
      if (ids.size > rememberedRequests && oldest !== undefined) ids.delete(oldest);
    },
  };
}
