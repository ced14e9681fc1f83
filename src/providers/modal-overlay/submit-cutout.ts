import type { EndpointAnswer, Endpoint } from './endpoint.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import { submitOnce } from '../../platform/service/submit-once.ts';
import type { HeadClip } from '../../ports/overlay.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import { jobIdOf } from './answers.ts';
import { isRefusal, serviceName, statusError, unavailable } from './problems.ts';

/** Of a GPU: starting the container and loading the model, then for each second of video. */
const secondsToStart = 20;
const secondsOfWork = 2;

/** What a cut-out of that many seconds is expected to cost. */
export function cutoutUsd(durationSeconds: number, usdPerSecond: number): number {
  return (secondsToStart + secondsOfWork * durationSeconds) * usdPerSecond;
}

export interface CutoutOrder {
  readonly head: HeadClip;
  readonly usdPerSecond: number;
  readonly timeoutMs: number;
  /** A link that the endpoint can fetch the video by. */
  readonly lend: (video: InputFile) => Promise<string | undefined>;
}

export interface SubmittedCutout {
  readonly jobId: string;
  readonly estimatedUsd: number;
}

/** Sends the one request that costs money. */
export async function submitCutout(
  { head, usdPerSecond, timeoutMs, lend }: CutoutOrder,
  endpoint: Endpoint,
  { signal, spending }: WorkContext,
): Promise<SubmittedCutout> {
  const videoUrl = await lend(head.video);
  if (videoUrl === undefined) {
    throw unavailable(
      'no-public-address',
      'The overlay endpoint has no way to fetch the video: set PUBLIC_URL to an address that the internet reaches, or configure R2.',
      false,
    );
  }
  const estimatedUsd = cutoutUsd(head.durationSeconds, usdPerSecond);
  const send = () =>
    endpoint.ask({
      ...{ to: 'submit', json: submitBody(videoUrl), timeoutMs, signal },
      // Deployments that don't know it take no notice.
      ...(spending && { headers: { 'idempotency-key': spending.tag } }),
    });
  const answer = await submitOnce(spending, { provider: serviceName, estimatedUsd }, send, {
    requestIdOf: jobIdOf,
    isRefusal: wasRefused,
  }).catch((error: unknown) => {
    throw asProviderError(error);
  });
  const jobId = jobIdOf(answer);
  if (jobId === undefined) throw statusError(answer.status);
  return { jobId, estimatedUsd };
}

function wasRefused({ status, wasRedirected }: EndpointAnswer): boolean {
  return !wasRedirected && isRefusal(status);
}

/**
 * As deployed functions have taken it from the first day; whatever they don't know may end their job, so nothing is
 * added. `rect`: the person in the whole picture.
 */
function submitBody(videoUrl: string) {
  return {
    video_url: videoUrl,
    container: 'webm',
    engine: 'mediapipe',
    shape: 'rect',
    threshold: 0.6,
    feather: 7,
    circle_radius: 0.35,
    circle_center_x: 0.5,
    circle_center_y: 0.5,
    circle_auto_center: true,
  };
}
