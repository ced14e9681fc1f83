import { join } from 'node:path';
import { isCircle, sourceTypeOf } from '../../domain/montage/video-plan.ts';
import { missingGlyphsWarnings } from '../../domain/subtitles/missing-glyphs.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import type { JsonValue } from '../../kernel/json.ts';
import type { Log } from '../../platform/log/log.ts';
import { throwIfCancelled } from '../../platform/process/throw-if-cancelled.ts';
import { createServiceClient, type ServiceClient } from '../../platform/service/service-client.ts';
import { downloadResult } from '../../platform/service/download-result.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import type { LendFile } from '../../ports/lend-file.ts';
import type { MontagePort, MontageRequest, MontageResult } from '../../ports/montage.ts';
import type { MontageLayers, MontageLayersPort } from '../../ports/montage-layers.ts';
import type { SlowWork, WorkContext } from '../../ports/work.ts';
import { checkKey } from './check-key.ts';
import { filesOf, shareFiles } from './edit-files.ts';
import { editOf } from './edit-of.ts';
import { type Ingest, removeSources } from './ingest.ts';
import { type Operation, readOperation, type Stage } from './operation.ts';
import { largestBox } from './placing.ts';
import { readShotstackCallback } from './read-callback.ts';
import { askRender, fractionOf, type RenderState, submitRender } from './render.ts';
import { service, unusable } from './shotstack-errors.ts';

export interface ShotstackOptions {
  /** Without a stage: `https://api.shotstack.io`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Each has keys of its own. */
  readonly stage: Stage;
  /** US dollars for a minute of the clip; the sandbox costs none. */
  readonly usdPerMinute: number;
  readonly maxConcurrent: number;
  readonly log: Log;
  /** Previews and stills must be fast and free: they are made here. */
  readonly local: MontagePort;
  /** Draws what the vendor can't, and finishes what it gives. */
  readonly layers: MontageLayersPort;
  readonly lend: LendFile;
  readonly pollAfterMs?: number;
  readonly submitTimeoutMs?: number;
  readonly now?: () => number;
}

interface Shotstack extends ShotstackOptions {
  readonly client: ServiceClient;
  readonly ingest: Ingest;
}

export interface ShotstackMontage extends MontagePort {
  /** Whether the key is good for the stage: one cheap read. */
  check(signal: AbortSignal): ReturnType<typeof checkKey>;
  health(): ReturnType<ServiceClient['health']>;
  /** Which render a callback is about; undefined where it is about something else. A hint to ask, never the state. */
  readCallback: typeof readShotstackCallback;
}

const usualPollMs = 4000;
/** The vendor renders a minute in some twenty seconds; what is not done by then is stuck. */
const longestRenderMs = 30 * 60_000;
const downloadTimeoutMs = 5 * 60_000;
const mostResultBytes = 500_000_000;
/** Of the whole work. */
const shares = { prepared: 0.15, shared: 0.3, rendered: 0.9 } as const;

export function createShotstackMontage(options: ShotstackOptions): ShotstackMontage {
  const { baseUrl, apiKey, maxConcurrent, log, stage, pollAfterMs = usualPollMs } = options;
  const credentials = { 'x-api-key': apiKey };
  const client = createServiceClient({ name: service, baseUrl, credentials, maxConcurrent, log });
  const shotstack = { ...options, client, ingest: { client, stage, log, pollMs: pollAfterMs } };
  return {
    adapter: { name: 'shotstack', version: '4', kind: 'cloud' },
    start: (request, context) => start(shotstack, request, context),
    status: (operation, context) => status(shotstack, readOperation(operation), context),
    still: (request, atSeconds, context) => options.local.still(request, atSeconds, context),
    cancel: (operation, context) => cancel(shotstack, operation, context),
    check: (signal) => checkKey(client, stage, signal),
    health: () => client.health(),
    readCallback: readShotstackCallback,
  };
}

async function start(
  shotstack: Shotstack,
  request: MontageRequest,
  context: WorkContext,
): Promise<SlowWork<MontageResult>> {
  if (request.quality === 'preview') return await shotstack.local.start(request, context);
  const { layers, lend, ingest, usdPerMinute, stage, now = Date.now, submitTimeoutMs = 60_000 } = shotstack;
  const { signal, spending } = context;
  throwIfCancelled(signal, 'The montage');
  if (!spending) throw new AppError('internal', 'Shotstack was asked for paid work without a record.');
  context.reportProgress(0);
  const drawn = await layers.prepare(request, { largestPicture: largestBox }, context);
  context.reportProgress(shares.prepared);
  const { links, sources } = await shareFiles(await filesOf(request, drawn), lend, ingest, {
    signal,
    reportProgress: (done) =>
      context.reportProgress(shares.prepared + (shares.shared - shares.prepared) * done),
  });
  const edit = editOf({ request, layers: drawn, links }, spending.callbackUrl);
  const estimatedUsd = stage === 'stage' ? 0 : (drawn.plan.join.totalSeconds / 60) * usdPerMinute;
  const renderId = await submitted(shotstack, sources, signal, () =>
    submitRender(shotstack, { edit, estimatedUsd, timeoutMs: submitTimeoutMs }, context),
  );
  return pending(shotstack, {
    stage,
    renderId,
    submittedAtMs: now(),
    fraction: shares.shared,
    sources: [...sources],
    estimatedUsd,
    ...resultFacts(drawn),
  });
}

/** A render that surely was not queued needs no files; one that may have been does. */
async function submitted(
  { ingest }: Shotstack,
  sources: readonly string[],
  signal: AbortSignal,
  submit: () => Promise<string>,
): Promise<string> {
  try {
    return await submit();
  } catch (error) {
    if (!isAppError(error, 'provider-unconfirmed') && !signal.aborted)
      await removeSources(ingest, sources, signal);
    throw error;
  }
}

function resultFacts({ plan, missingGlyphs, warnings }: MontageLayers) {
  const { join: joined, timeline, frame, cut } = plan;
  return {
    clip: {
      frame: { ...frame },
      totalSeconds: joined.totalSeconds,
      speechStartSeconds: joined.bodyStartSeconds,
      bodyFromSeconds: joined.bodyStartSeconds + (joined.intro?.fadeSeconds ?? 0),
      bodySeconds: timeline.durationSeconds,
      sourceType: sourceTypeOf(plan),
    },
    circleInFrame: cut && isCircle(cut) ? { ...cut.at } : null,
    missingGlyphs: [...missingGlyphs],
    warnings: [...warnings, ...missingGlyphsWarnings(missingGlyphs)],
  };
}

function pending({ pollAfterMs = usualPollMs }: Shotstack, operation: Operation): SlowWork<MontageResult> {
  return { status: 'pending', operation, pollAfterMs };
}

async function status(
  shotstack: Shotstack,
  operation: Operation,
  context: WorkContext,
): Promise<SlowWork<MontageResult>> {
  const { stage, now = Date.now } = shotstack;
  if (operation.stage !== stage) {
    throw unusable(
      'stage-changed',
      `The render was begun on Shotstack's stage '${operation.stage}', and SHOTSTACK_STAGE is '${stage}' now: its key can't ask for it.`,
    );
  }
  const state = await asked(shotstack, operation, context);
  if (state.kind === 'done')
    return { status: 'completed', result: await taken(shotstack, operation, state, context) };
  if (state.kind === 'failed') {
    shotstack.log.warn(
      { service, renderId: operation.renderId, said: state.said },
      'A render at Shotstack failed.',
    );
    await removeSources(shotstack.ingest, operation.sources, context.signal);
    throw unusable('render-failed', 'Shotstack could not render the clip.');
  }
  if (now() - operation.submittedAtMs > longestRenderMs) {
    const minutes = longestRenderMs / 60_000;
    const details = { service, problem: 'stuck' };
    throw new AppError('timed-out', `Shotstack did not finish a clip in ${minutes} minutes.`, { details });
  }
  const reached = shares.shared + (shares.rendered - shares.shared) * fractionOf(state.status);
  const fraction = Math.max(operation.fraction, reached);
  context.reportProgress(fraction);
  return pending(shotstack, { ...operation, fraction });
}

async function asked(
  shotstack: Shotstack,
  { renderId }: Operation,
  { signal }: WorkContext,
): Promise<RenderState> {
  try {
    return await askRender(shotstack, renderId, signal);
  } catch (error) {
    throw asProviderError(error);
  }
}

/** Its address lives for a day: fetched at once, and made what every montage gives. */
async function taken(
  { client, layers, ingest, usdPerMinute, stage }: Shotstack,
  operation: Operation,
  { url, billedSeconds }: Extract<RenderState, { kind: 'done' }>,
  context: WorkContext,
): Promise<MontageResult> {
  const { clip, sources, estimatedUsd, missingGlyphs, circleInFrame, warnings } = operation;
  const { signal, workFolder } = context;
  const path = join(workFolder, 'rendered.mp4');
  await downloadResult({
    service,
    url,
    destination: path,
    maxBytes: mostResultBytes,
    timeoutMs: downloadTimeoutMs,
    signal,
    allowLoopback: client.isLoopback,
  });
  context.reportProgress(Math.max(operation.fraction, shares.rendered));
  const finished = await layers.finish({ path, ...clip }, context).catch(namingService);
  await removeSources(ingest, sources, signal);
  context.reportProgress(1);
  const isFree = stage === 'stage';
  return {
    ...finished,
    size: { width: clip.frame.width, height: clip.frame.height },
    durationSeconds: clip.totalSeconds,
    speechStartSeconds: clip.speechStartSeconds,
    missingGlyphs,
    ...(circleInFrame && { circleInFrame }),
    cost: {
      estimatedUsd,
      ...(isFree && { actualUsd: 0 }),
      ...(!isFree && billedSeconds !== undefined && { actualUsd: (billedSeconds / 60) * usdPerMinute }),
    },
    warnings,
  };
}

/** Whoever finishes a clip doesn't know whose it was. */
function namingService(thrown: unknown): never {
  if (!isAppError(thrown, 'provider-answer-unusable')) throw thrown;
  throw unusable(String(thrown.details.problem), thrown.message, thrown);
}

/** A render can't be stopped; what was uploaded for it can be taken back. */
async function cancel({ ingest }: Shotstack, operation: JsonValue, { signal }: WorkContext): Promise<void> {
  await removeSources(ingest, readOperation(operation).sources, signal);
}
