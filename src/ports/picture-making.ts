import type { Gender } from '../domain/presenter/presenter.ts';
import type { ProviderCost, SlowPort } from './work.ts';

export interface PictureMakingRequest {
  /** Who is wanted, in the user's words (ru or en). */
  readonly prompt: string;
  readonly gender: Gender;
}

export interface PictureMakingResult {
  /** PNG inside the work folder: one adult, photo-real, looking at the camera, as far as the model did as it was asked. */
  readonly picturePath: string;
  readonly cost: ProviderCost;
  readonly warnings: readonly string[];
}

/**
 * Makes a portrait of somebody who doesn't exist. Errors: `provider-refused` (a safety filter, or a prompt that can't be
 * followed), `provider-unavailable`, `provider-answer-unusable`, `timed-out`, `cancelled`.
 */
export type PictureMakingPort = SlowPort<PictureMakingRequest, PictureMakingResult>;
