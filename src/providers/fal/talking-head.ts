import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { JsonValue } from '../../kernel/json.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { sha256OfFile } from '../../platform/files/sha256.ts';
import { throwIfCancelled } from '../../platform/process/throw-if-cancelled.ts';
import type { TalkingHeadPort, TalkingHeadRequest, TalkingHeadResult } from '../../ports/talking-head.ts';
import type { SlowWork, WorkContext } from '../../ports/work.ts';
import { fileOf, type FetchResult } from './fetch-result.ts';
import type { FalInputs } from './fal-inputs.ts';
import { type FalQueue, type QueuedCall, queuedCallSchema } from './fal-queue.ts';
import type { FindLost } from './find-lost.ts';
import { finishHead } from './finish-head.ts';
import { type ChosenHead, headModels, refuseTooLong } from './head-models.ts';
import { portraitStill } from './portrait-still.ts';
import { jobFraction, shares } from './progress.ts';
import { voiceFile } from './voice-file.ts';

export interface FalHeadTools {
  readonly queue: FalQueue;
  readonly inputs: FalInputs;
  readonly fetchResult: FetchResult;
  readonly findLost: FindLost;
  readonly ffmpeg: Ffmpeg;
  readonly clock: Clock;
  readonly pollAfterMs: number;
  readonly head: ChosenHead;
}

/** Rises with every change that alters what the same request gives. */
const version = '1';

/** What the end of the work needs of its beginning; a call that was found again by its id has none of it. */
const wantedSchema = z.object({
  frame: z.object({ width: z.number(), height: z.number(), framesPerSecond: z.number() }),
  seconds: z.number(),
  speech: z.object({ path: z.string(), sha256: z.string() }),
});
type Wanted = z.output<typeof wantedSchema>;
const operationSchema = z.object({
  call: queuedCallSchema,
  usualMs: z.number(),
  estimatedUsd: z.number(),
  usdPerSecond: z.number(),
  wanted: wantedSchema.nullable(),
});
type HeadOperation = z.output<typeof operationSchema>;

/** The frame of every head that the product makes: what a call is finished to of which only the id is known. */
const usualFrame = { width: 1080, height: 1920, framesPerSecond: 25 };
/** A minute in 1080p at a generous rate. */
const maxVideoBytes = 500_000_000;

export function createFalHead(tools: FalHeadTools): TalkingHeadPort & {
  operationOf(call: QueuedCall): JsonValue;
} {
  const { head, queue } = tools;
  const { name, mode } = head;
  return {
    // Another model or resolution gives another head: a stored one may not stand for it.
    adapter: { name: `fal-${name}${mode.resolution ? `-${mode.resolution}` : ''}`, version, kind: 'cloud' },
    operationOf: rebuiltOperation,
    start: async (request, context) => await start(tools, request, context),
    status: async (operation, context) => await status(tools, operationSchema.parse(operation), context),
    find: async (lost, context) => {
      const call = await tools.findLost(lost, head.model.endpoint, context.signal);
      return call ? { status: 'found', operation: rebuiltOperation(call) } : { status: 'not-yet-known' };
    },
    cancel: async (operation, { signal }) =>
      await queue.cancel(operationSchema.parse(operation).call, signal),
  };
}

/** Of a call that is known by its id alone. */
function rebuiltOperation(call: QueuedCall): JsonValue {
  const model = Object.values(headModels).find(({ endpoint }) => endpoint === call.endpoint);
  const usdPerSecond = model?.modes[0].usdPerSecond ?? 0;
  return { call, usualMs: 60_000, estimatedUsd: 0, usdPerSecond, wanted: null };
}

async function start(
  tools: FalHeadTools,
  request: TalkingHeadRequest,
  context: WorkContext,
): Promise<SlowWork<TalkingHeadResult>> {
  const { head, queue, inputs, ffmpeg } = tools;
  const { track, audio } = request.speech;
  throwIfCancelled(context.signal, 'The talking head');
  if (!(track.durationSeconds > 0)) {
    throw new AppError('invalid-arguments', 'The speech lasts 0 s; there is nothing to say.');
  }
  refuseTooLong(head, track.durationSeconds);
  const still = await portraitStill(request, context);
  const voice = await voiceFile(ffmpeg, audio, head, context);
  refuseTooLong(head, voice.seconds);
  context.reportProgress(shares.prepared);
  const imageUrl = await inputs.reach(still, 'portrait.jpg', context);
  const audioUrl = await inputs.reach(voice.file, 'speech.wav', context);
  context.reportProgress(shares.uploaded);
  const estimatedUsd = voice.seconds * head.mode.usdPerSecond;
  const { endpoint, pace } = head.model;
  const input = head.model.input({ imageUrl, audioUrl }, head.mode);
  const call = await queue.submit({ endpoint, input, estimatedUsd }, context);
  context.reportProgress(shares.submitted);
  const { width, height, framesPerSecond } = request.frame;
  const operation: HeadOperation = {
    call,
    estimatedUsd,
    usdPerSecond: head.mode.usdPerSecond,
    usualMs: voice.seconds * pace * 1000,
    wanted: {
      frame: { width, height, framesPerSecond },
      seconds: track.durationSeconds,
      speech: { path: audio.path, sha256: audio.sha256 },
    },
  };
  return { status: 'pending', operation, pollAfterMs: tools.pollAfterMs };
}

async function status(
  tools: FalHeadTools,
  operation: HeadOperation,
  context: WorkContext,
): Promise<SlowWork<TalkingHeadResult>> {
  const { clock, queue, pollAfterMs } = tools;
  const { call } = operation;
  const state = await queue.look(call, context.signal);
  if (state.state === 'done') {
    const cost = { estimatedUsd: operation.estimatedUsd, ...actualCost(operation, state) };
    return {
      status: 'completed',
      result: { ...(await fetched(tools, operation, state.output, context)), cost },
    };
  }
  const elapsedMs = clock.now().getTime() - call.submittedAt;
  context.reportProgress(jobFraction(elapsedMs, operation.usualMs, state.state === 'queued'));
  return { status: 'pending', operation, pollAfterMs };
}

async function fetched(
  { fetchResult, ffmpeg }: FalHeadTools,
  { wanted }: HeadOperation,
  output: unknown,
  { signal, workFolder, reportProgress }: WorkContext,
): Promise<Omit<TalkingHeadResult, 'cost'>> {
  reportProgress(shares.made);
  const download = 'made.mp4';
  const { url } = fileOf(output, 'video');
  await fetchResult({ url, destination: join(workFolder, download), maxBytes: maxVideoBytes, signal });
  reportProgress(shares.fetched);
  const finished = await finishHead({
    ...{ ffmpeg, folder: workFolder, download, signal },
    frame: wanted?.frame ?? usualFrame,
    speech: wanted ? await stillThere(wanted) : undefined,
    onProgress: (fraction) => reportProgress(shares.fetched + (1 - shares.fetched) * fraction),
  });
  reportProgress(1);
  return finished;
}

/** The speech lies where it lay when the head was begun, unless another machine goes on, or it was cleared away. */
async function stillThere({ speech, seconds }: Wanted) {
  const sha256 = await sha256OfFile(speech.path).catch(() => undefined);
  return sha256 === speech.sha256 ? { path: speech.path, seconds } : undefined;
}

const outputSchema = z.looseObject({ duration: z.number().positive().optional().catch(undefined) });

/**
 * By the service's own count of billed seconds, else by the length that it says it made. A count of something else than
 * seconds, such as requests, is told by its size.
 */
function actualCost(
  { usdPerSecond, estimatedUsd }: HeadOperation,
  { output, billableUnits }: { readonly output: unknown; readonly billableUnits: number | undefined },
): { readonly actualUsd?: number } {
  const expected = estimatedUsd / (usdPerSecond || 1);
  const made = outputSchema.safeParse(output).data?.duration;
  const isSeconds =
    billableUnits !== undefined && billableUnits >= expected / 2 && billableUnits <= expected * 2 + 5;
  const seconds = isSeconds ? billableUnits : made;
  return seconds === undefined ? {} : { actualUsd: seconds * usdPerSecond };
}
