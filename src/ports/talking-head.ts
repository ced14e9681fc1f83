import type { FrameFormat } from '../domain/ad/ad.ts';
import type { FaceMesh } from '../domain/face/face-mesh.ts';
import type { Box } from '../domain/geometry.ts';
import type { SpeechTrack } from '../domain/speech/speech.ts';
import type { InputFile, ProviderCost, SlowPort } from './work.ts';

export interface TalkingHeadRequest {
  /** Upright; with straight alpha it is a cut-out person, which stands before `background`. */
  readonly portrait: InputFile;
  /** Points in pixels of `portrait`. */
  readonly face: FaceMesh;
  /** 8-bit grey, of the portrait's size; for photos without alpha. Needed for a `matte` in the result. */
  readonly matte?: InputFile;
  /** Opaque plate behind a portrait with alpha. */
  readonly background?: InputFile;
  readonly speech: { readonly audio: InputFile; readonly track: SpeechTrack };
  readonly frame: FrameFormat;
  /** Chooses blinks and sway; the same seed gives the same motion. */
  readonly seed: number;
}

/** How far the mouth was meant to be open, frame by frame: inner-lip gap over face height, as `MouthSample` reads it. */
export interface MouthCurve {
  readonly framesPerSecond: number;
  readonly gaps: readonly number[];
}

export interface TalkingHeadResult {
  /** MP4, H.264 and AAC, of the requested frame; as long as the speech. */
  readonly videoPath: string;
  /** MP4, grey: the person of each frame of `videoPath` in white. Absent where the adapter can't tell. */
  readonly mattePath?: string;
  readonly durationSeconds: number;
  /**
   * The face at rest, from chin to hair line and ear to ear, in pixels of the frame. Absent where the adapter can't tell,
   * or where the head walks about: then the face is looked for in the video.
   */
  readonly faceBox?: Box;
  /** Absent for adapters that don't know what they intended. */
  readonly mouthCurve?: MouthCurve;
  readonly cost: ProviderCost;
  readonly warnings: readonly string[];
}

/**
 * Brings a portrait to life by a speech. Errors: `invalid-portrait`, `provider-unavailable` (retryable),
 * `provider-refused` (a safety filter, nothing is owed), `timed-out`, `cancelled`.
 */
export type TalkingHeadPort = SlowPort<TalkingHeadRequest, TalkingHeadResult>;
