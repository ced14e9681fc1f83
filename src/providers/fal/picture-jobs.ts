import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import type { JsonValue } from '../../kernel/json.ts';
import type { FaceAnalysisPort } from '../../ports/face-analysis.ts';
import type { LostCall, Lookup, ProviderCost, SlowWork, WorkContext } from '../../ports/work.ts';
import { service } from './fal-errors.ts';
import { type FalQueue, type QueuedCall, queuedCallSchema } from './fal-queue.ts';
import type { FetchResult } from './fetch-result.ts';
import type { FindLost } from './find-lost.ts';
import { finishPicture } from './finish-picture.ts';
import type { PictureModel } from './picture-models.ts';
import { jobFraction, shares } from './progress.ts';

/** Edits and makings differ in what is asked; what comes back is a picture in either case. */
export interface PictureTools {
  readonly queue: FalQueue;
  readonly fetchResult: FetchResult;
  readonly findLost: FindLost;
  readonly faces: Pick<FaceAnalysisPort, 'upright'>;
  readonly clock: Clock;
  readonly pollAfterMs: number;
  readonly model: PictureModel;
}

export interface PictureJob {
  readonly endpoint: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Pixels of the longer side that the result must have. */
  readonly atLeast: number;
}

export interface MadePicture {
  readonly picturePath: string;
  readonly cost: ProviderCost;
}

const operationSchema = z.object({
  call: queuedCallSchema,
  estimatedUsd: z.number(),
  atLeast: z.number(),
});

const maxPictureBytes = 50_000_000;
/** What a presenter is shown with; a request of which only the id is known is enlarged to it. */
const usualAtLeast = 1344;

export function operationOfPicture(call: QueuedCall): JsonValue {
  return { call, estimatedUsd: 0, atLeast: usualAtLeast };
}

export async function startPicture(
  { queue, model, pollAfterMs }: PictureTools,
  { endpoint, input, atLeast }: PictureJob,
  context: WorkContext,
): Promise<SlowWork<never>> {
  const estimatedUsd = model.usdPerPicture;
  const submission = {
    endpoint,
    estimatedUsd,
    input: { ...input, num_images: 1, output_format: 'png', ...model.extraInput },
  };
  const call = await queue.submit(submission, context);
  context.reportProgress(shares.submitted);
  return { status: 'pending', operation: { call, estimatedUsd, atLeast }, pollAfterMs };
}

export async function pictureStatus(
  tools: PictureTools,
  saved: JsonValue,
  context: WorkContext,
): Promise<SlowWork<MadePicture>> {
  const { queue, clock, model, pollAfterMs } = tools;
  const operation = operationSchema.parse(saved);
  const state = await queue.look(operation.call, context.signal);
  if (state.state !== 'done') {
    const elapsedMs = clock.now().getTime() - operation.call.submittedAt;
    context.reportProgress(jobFraction(elapsedMs, model.paceSeconds * 1000, state.state === 'queued'));
    return { status: 'pending', operation: saved, pollAfterMs };
  }
  const picturePath = await fetched(tools, state.output, operation.atLeast, context);
  const { estimatedUsd } = operation;
  const actualUsd = (state.billableUnits ?? 1) * model.usdPerPicture;
  return { status: 'completed', result: { picturePath, cost: { estimatedUsd, actualUsd } } };
}

export async function findPicture(
  { findLost }: PictureTools,
  lost: LostCall,
  endpoint: string,
  { signal }: WorkContext,
): Promise<Lookup> {
  const call = await findLost(lost, endpoint, signal);
  return call ? { status: 'found', operation: operationOfPicture(call) } : { status: 'not-yet-known' };
}

export async function cancelPicture(
  { queue }: PictureTools,
  saved: JsonValue,
  { signal }: WorkContext,
): Promise<void> {
  await queue.cancel(operationSchema.parse(saved).call, signal);
}

const outputSchema = z.looseObject({ images: z.array(z.looseObject({ url: z.string().min(1) })) });

async function fetched(
  { fetchResult, faces }: PictureTools,
  output: unknown,
  atLeast: number,
  context: WorkContext,
): Promise<string> {
  context.reportProgress(shares.made);
  const url = urlOf(output);
  const destination = join(context.workFolder, 'made');
  await fetchResult({ url, destination, maxBytes: maxPictureBytes, signal: context.signal });
  context.reportProgress(shares.fetched);
  const picturePath = await finishPicture(faces, destination, atLeast, context);
  context.reportProgress(1);
  return picturePath;
}

function urlOf(output: unknown): string {
  const parsed = outputSchema.safeParse(output);
  if (!parsed.success) {
    throw new AppError('provider-answer-unusable', "fal.ai's result has no pictures.", {
      details: { service, problem: 'unexpected-answer' },
    });
  }
  const [first] = parsed.data.images;
  if (first) return first.url;
  // The model answers in words alone where it won't draw.
  throw new AppError('provider-refused', 'The model drew nothing: ask for something else.', {
    details: { service, problem: 'safety' },
  });
}
