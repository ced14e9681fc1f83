import type { FaceMesh } from '../domain/face/face-mesh.ts';
import type { InputFile, ProviderCost, SlowPort } from './work.ts';

export interface PictureEditRequest {
  readonly picture: InputFile;
  /** What the user asks for, in their words (ru or en). */
  readonly prompt: string;
  readonly face?: FaceMesh;
  readonly matte?: InputFile;
}

export interface PictureEditResult {
  /** PNG inside the work folder. */
  readonly picturePath: string;
  /** What was really done, one item an edit, as stable ids that the texts are keyed by. */
  readonly applied: readonly string[];
  readonly cost: ProviderCost;
  readonly warnings: readonly string[];
}

/**
 * Changes a portrait by a prompt. Errors: `provider-refused` (a safety filter, or an edit the adapter can't do: the
 * message says what it can), `invalid-portrait`, `provider-unavailable`, `timed-out`, `cancelled`.
 */
export type PictureEditPort = SlowPort<PictureEditRequest, PictureEditResult>;
