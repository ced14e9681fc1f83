import type { Box, Size } from '../domain/geometry.ts';
import type { CircleKeyframe, HeadCircle } from '../domain/overlay/circle.ts';
import type { OverlayDoubt } from '../domain/overlay/overlay-doubt.ts';
import type { InputFile, ProviderCost, SlowPort } from './work.ts';

export interface HeadClip {
  readonly video: InputFile;
  readonly matte?: InputFile;
  readonly size: Size;
  readonly durationSeconds: number;
  /** The face throughout the video, in pixels; absent where it isn't known or moves. */
  readonly faceBox?: Box;
}

export interface OverlayRequest {
  readonly head: HeadClip;
  readonly shape: 'circle' | 'cutout';
  /** 'auto' follows the face. */
  readonly circle: HeadCircle | 'auto';
}

/** What the montage lays over the background. */
export type Overlay =
  | {
      readonly kind: 'circle';
      readonly circle: HeadCircle;
      /** Where the circle moves with the face, by the head video's own time; `circle` is the best still one. */
      readonly track?: readonly CircleKeyframe[];
    }
  /** Grey video, in step with the head's. */
  | { readonly kind: 'matte'; readonly mattePath: string }
  /** A video with an alpha channel, made elsewhere: VP9 in WebM, or ProRes 4444 in QuickTime. In step with the head's. */
  | {
      readonly kind: 'alpha-video';
      /** Ends with `.webm` or `.mov`. */
      readonly videoPath: string;
      readonly mime: 'video/webm' | 'video/quicktime';
    };

export interface OverlayResult {
  readonly overlay: Overlay;
  /** Told to the owner with the clip; `warnings` say more of it. */
  readonly doubt?: OverlayDoubt;
  readonly cost: ProviderCost;
  readonly warnings: readonly string[];
}

/** Errors: `provider-unavailable` (retryable; the caller falls back to the local adapter), `timed-out`, `cancelled`. */
export type OverlayPort = SlowPort<OverlayRequest, OverlayResult>;
