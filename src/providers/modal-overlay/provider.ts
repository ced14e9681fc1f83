import { z } from 'zod';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import type { JsonValue } from '../../kernel/json.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { Log } from '../../platform/log/log.ts';
import { throwIfCancelled } from '../../platform/process/throw-if-cancelled.ts';
import type { ServiceHealth } from '../../platform/service/service-client.ts';
import type { LendFile } from '../../ports/lend-file.ts';
import type { MediaProbePort } from '../../ports/media-probe.ts';
import type { OverlayPort, OverlayRequest, OverlayResult } from '../../ports/overlay.ts';
import type { SlowWork, WorkContext } from '../../ports/work.ts';
import { overlayAddresses } from './addresses.ts';
import { type CheckFinding, checkEndpoint } from './check-endpoint.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import { type FetchTools, fetchOverlay } from './fetch-overlay.ts';
import { readProgress } from './read-progress.ts';
import { submitCutout } from './submit-cutout.ts';

export interface ModalOverlayOptions {
  /** The submit address. */
  readonly endpoint: string;
  readonly token: { readonly key: string; readonly secret: string } | undefined;
  /** Of the machine that the endpoint runs on, all in: what estimates and the day's budget go by. */
  readonly usdPerSecond: number;
  readonly lend: LendFile;
  /** Whether `lend` gives links at all: what `check` tells without lending anything. */
  readonly canLend: () => boolean;
  /** Makes circles: geometry needs no GPU. */
  readonly local: OverlayPort;
  readonly ffmpeg: Ffmpeg;
  readonly mediaProbe: MediaProbePort;
  readonly log: Log;
  readonly timing?: Partial<ModalTiming>;
  readonly clock?: Clock;
}

export interface ModalTiming {
  /** A container that has to be started first takes 10 to 40 s, and an answer given up is a paid one lost. */
  readonly submitTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly pollAfterMs: number;
  /** From the submit on. A job that is in work after that is taken for lost, as one whose result expired is. */
  readonly giveUpAfterMs: number;
}

const usualTiming: ModalTiming = {
  submitTimeoutMs: 60_000,
  readTimeoutMs: 30_000,
  pollAfterMs: 5000,
  giveUpAfterMs: 600_000,
};

export interface ModalOverlay extends OverlayPort {
  /** Whether it could be used now; costs nothing but a question. */
  check(signal: AbortSignal): Promise<CheckFinding>;
  health(): readonly ServiceHealth[];
}

const operationSchema = z.object({
  jobId: z.string(),
  submittedAtMs: z.number(),
  size: z.object({ width: z.number(), height: z.number() }),
  durationSeconds: z.number(),
  estimatedUsd: z.number(),
});
export type OverlayOperation = z.infer<typeof operationSchema>;

/**
 * Cut-outs by a GPU endpoint that speaks submit, status and result: one on Modal, or `ugc overlay-server` on any
 * machine. It keeps nothing by our tag, so an unknown submit can't be looked up, and it has no way to stop a job.
 */
export function createModalOverlay(options: ModalOverlayOptions): ModalOverlay {
  const addresses = overlayAddresses(options.endpoint);
  const endpoint = createEndpoint({ addresses, token: options.token, log: options.log });
  const work: Work = {
    options,
    endpoint,
    timing: { ...usualTiming, ...options.timing },
    clock: options.clock ?? systemClock,
    tools: {
      ffmpeg: options.ffmpeg,
      mediaProbe: options.mediaProbe,
      allowLoopback: endpoint.isLoopback,
      ownOrigin: addresses.result.origin,
    },
  };
  return {
    adapter: { name: 'modal-overlay', version: '1', kind: 'cloud' },
    start: async (request, context) => {
      throwIfCancelled(context.signal, 'The overlay');
      if (request.shape === 'circle') return await options.local.start(request, context);
      return await startCutout(work, request, context);
    },
    status: async (operation, context) => await askForCutout(work, operation, context),
    check: async (signal) => await checkEndpoint(endpoint, { signal, canLend: options.canLend() }),
    health: () => endpoint.health(),
  };
}

interface Work {
  readonly options: ModalOverlayOptions;
  readonly endpoint: Endpoint;
  readonly timing: ModalTiming;
  readonly clock: Clock;
  readonly tools: FetchTools;
}

async function startCutout(
  { options, endpoint, timing, clock }: Work,
  { head }: OverlayRequest,
  context: WorkContext,
): Promise<SlowWork<OverlayResult>> {
  const { usdPerSecond, lend } = options;
  const { submitTimeoutMs, giveUpAfterMs, pollAfterMs } = timing;
  const lendSeconds = Math.ceil((submitTimeoutMs + giveUpAfterMs) / 1000) + 300;
  const { jobId, estimatedUsd } = await submitCutout(
    {
      head,
      usdPerSecond,
      timeoutMs: submitTimeoutMs,
      lend: (video) => lend(video, lendSeconds, context.signal),
    },
    endpoint,
    context,
  );
  const { size, durationSeconds } = head;
  const operation: OverlayOperation = {
    ...{ jobId, submittedAtMs: clock.now().getTime(), durationSeconds, estimatedUsd },
    size: { width: size.width, height: size.height },
  };
  context.reportProgress(0.1);
  return { status: 'pending', operation, pollAfterMs };
}

async function askForCutout(
  { options, endpoint, timing, clock, tools }: Work,
  saved: JsonValue,
  context: WorkContext,
): Promise<SlowWork<OverlayResult>> {
  throwIfCancelled(context.signal, 'The overlay');
  const { data: operation } = operationSchema.safeParse(saved);
  if (!operation) throw new AppError('not-found', 'There is no such operation of the overlay endpoint.');
  const ageMs = clock.now().getTime() - operation.submittedAtMs;
  const done = await readProgress(endpoint, operation.jobId, timing.readTimeoutMs, context.signal);
  if (!done) {
    if (ageMs > timing.giveUpAfterMs) throw gaveUp(timing.giveUpAfterMs);
    context.reportProgress(0.1 + 0.8 * Math.min(1, ageMs / timing.giveUpAfterMs));
    return { status: 'pending', operation, pollAfterMs: timing.pollAfterMs };
  }
  const overlay = await fetchOverlay(done.overlayUrl, operation, tools, context);
  context.reportProgress(1);
  const { estimatedUsd } = operation;
  const actualUsd =
    done.processingSeconds === undefined ? {} : { actualUsd: done.processingSeconds * options.usdPerSecond };
  return { status: 'completed', result: { overlay, cost: { estimatedUsd, ...actualUsd }, warnings: [] } };
}

function gaveUp(afterMs: number): AppError {
  const seconds = Math.round(afterMs / 1000);
  return new AppError('timed-out', `The overlay endpoint was not done after ${seconds} s.`, {
    details: { service: 'modal', problem: 'too-slow', allowed: seconds },
  });
}
