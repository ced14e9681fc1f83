import { type Clock, systemClock } from '../../kernel/clock.ts';
import type { JsonValue } from '../../kernel/json.ts';
import type { FalHeadModel, FalHeadResolution, FalPictureModel } from '../../platform/config/fal-models.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { Log } from '../../platform/log/log.ts';
import {
  createServiceClient,
  type ServiceClient,
  type ServiceHealth,
} from '../../platform/service/service-client.ts';
import type { FaceAnalysisPort } from '../../ports/face-analysis.ts';
import type { LendFile } from '../../ports/lend-file.ts';
import type { PictureEditPort } from '../../ports/picture-edit.ts';
import type { PictureMakingPort } from '../../ports/picture-making.ts';
import type { TalkingHeadPort } from '../../ports/talking-head.ts';
import { checkFal, type FalFinding } from './check-fal.ts';
import { createFalInputs } from './fal-inputs.ts';
import { service } from './fal-errors.ts';
import { createFalQueue } from './fal-queue.ts';
import { createFetchResult } from './fetch-result.ts';
import { createFindLost } from './find-lost.ts';
import { chosenHead } from './head-models.ts';
import { createFalPictureEdit, createFalPictureMaking } from './picture-edit.ts';
import { operationOfPicture } from './picture-jobs.ts';
import { pictureModels } from './picture-models.ts';
import { createFalHead } from './talking-head.ts';
import { createVerifyFalWebhook, type VerifyFalWebhook } from './verify-webhook.ts';

export interface FalOptions {
  /** `id:secret`. */
  readonly apiKey: string;
  readonly queueBaseUrl: string;
  readonly apiBaseUrl: string;
  readonly storageBaseUrl: string;
  readonly jwksUrl: string;
  readonly headModel: FalHeadModel;
  readonly headResolution: FalHeadResolution | undefined;
  readonly pictureModel: FalPictureModel;
  readonly ffmpeg: Ffmpeg;
  /** Decodes in safety what a model drew. */
  readonly faces: Pick<FaceAnalysisPort, 'upright'>;
  /** Without it, or where it has no link, files are uploaded to fal.ai's own storage for a day. */
  readonly lend?: LendFile;
  readonly log: Log;
  readonly clock?: Clock;
  /** Between looks at a job; 3 s unless given. */
  readonly pollAfterMs?: number;
}

export interface Fal {
  readonly talkingHead: TalkingHeadPort;
  readonly pictureEdit: PictureEditPort;
  readonly pictureMaking: PictureMakingPort;
  readonly verifyWebhook: VerifyFalWebhook;
  /**
   * What `status` takes, of a request that is known by its id alone: as a webhook tells it of a call whose answer was
   * lost. `model` as it was written down when the call left.
   */
  operationOfRequestId(model: string, requestId: string, sentAt: Date): JsonValue;
  /** For `doctor`: costs nothing. */
  check(signal: AbortSignal): Promise<FalFinding>;
  health(): readonly ServiceHealth[];
}

/** Jobs wait in fal.ai's queue, not for our calls: these are short. */
const maxConcurrentCalls = 8;
const usualPollMs = 3000;

/** Everything of fal.ai's by one key. Throws `invalid-config` for a resolution that the model doesn't have. */
export function createFal(options: FalOptions): Fal {
  const { ffmpeg, faces, clock = systemClock, pollAfterMs = usualPollMs } = options;
  const head = chosenHead(options.headModel, options.headResolution);
  const clients = clientsOf(options);
  const queue = createFalQueue({ client: clients.queue, baseUrl: options.queueBaseUrl, clock });
  const inputs = createFalInputs({ storage: clients.storage, lend: options.lend, log: options.log });
  const fetchResult = createFetchResult({
    allowLoopback: clients.queue.isLoopback,
    pauseMs: Math.min(1000, pollAfterMs),
  });
  const findLost = createFindLost(clients.api, queue);
  const shared = { queue, inputs, fetchResult, findLost, clock, pollAfterMs };
  const talkingHead = createFalHead({ ...shared, ffmpeg, head });
  const model = pictureModels[options.pictureModel];
  const pictures = { ...shared, faces, model, name: options.pictureModel };
  return {
    talkingHead,
    pictureEdit: createFalPictureEdit(pictures),
    pictureMaking: createFalPictureMaking(pictures),
    verifyWebhook: createVerifyFalWebhook({ jwksUrl: options.jwksUrl, client: clients.keys, clock }),
    operationOfRequestId: (endpoint, requestId, sentAt) => {
      const call = queue.rebuilt(endpoint, requestId, sentAt);
      return isPictureEndpoint(endpoint) ? operationOfPicture(call) : talkingHead.operationOf(call);
    },
    check: async (signal) => await checkFal(clients.queue, head, signal),
    health: () => Object.values(clients).map((client) => client.health()),
  };
}

function isPictureEndpoint(endpoint: string): boolean {
  return Object.values(pictureModels).some(
    ({ editEndpoint, makeEndpoint }) => endpoint === editEndpoint || endpoint === makeEndpoint,
  );
}

function clientsOf(options: FalOptions): Record<'queue' | 'storage' | 'api' | 'keys', ServiceClient> {
  const { apiKey, log, queueBaseUrl, storageBaseUrl, apiBaseUrl, jwksUrl } = options;
  const client = (baseUrl: string, credentials: Readonly<Record<string, string>>) =>
    createServiceClient({ name: service, baseUrl, credentials, maxConcurrent: maxConcurrentCalls, log });
  const withKey = { authorization: `Key ${apiKey}` };
  return {
    queue: client(queueBaseUrl, withKey),
    storage: client(storageBaseUrl, withKey),
    api: client(apiBaseUrl, withKey),
    keys: client(new URL(jwksUrl).origin, {}),
  };
}
