import type { AdFormat, Disclosure, FrameFormat, Template } from '../domain/ad/ad.ts';
import type { Box, Size } from '../domain/geometry.ts';
import type { MediaProbe } from '../domain/media/media-probe.ts';
import type { HeadCircle } from '../domain/overlay/circle.ts';
import type { SubtitleTrack } from '../domain/subtitles/subtitle-track.ts';
import type { HeadClip } from './overlay.ts';
import type { InputFile, ProviderCost, SlowPort, WorkContext } from './work.ts';

/** `Overlay` of the overlay port once its files are stored. */
export type OverlayInput =
  | { readonly kind: 'circle'; readonly circle: HeadCircle }
  | { readonly kind: 'matte'; readonly matte: InputFile }
  | { readonly kind: 'alpha-video'; readonly video: InputFile };

/** A clip of the user's before or after the speech part: any size, rate and shape, shown for 15 s at most. */
export interface Bookend {
  readonly video: InputFile;
  readonly probe: MediaProbe;
  /** False where it is shown without its sound. */
  readonly ownSound: boolean;
}

export interface MontageRequest {
  readonly format: AdFormat;
  /** Absent for `talking_head`, which has one layout. */
  readonly template?: Template;
  readonly frame: FrameFormat;
  /** 'preview' is 540 pixels on the shorter side, 25 frames per second, coded for speed. */
  readonly quality: 'final' | 'preview';
  readonly head: HeadClip;
  readonly speech: { readonly audio: InputFile; readonly durationSeconds: number };
  readonly overlay?: OverlayInput;
  readonly background?: { readonly video: InputFile; readonly probe: MediaProbe };
  readonly intro?: Bookend;
  readonly outro?: Bookend;
  /** At the speech's own times: they stand over the speech part only. */
  readonly subtitles?: SubtitleTrack;
  readonly disclosure: Disclosure;
  /** Language of the disclosure mark: ISO 639-1. */
  readonly language: string;
}

export interface Loudness {
  /** LUFS over the whole clip, by EBU R128. */
  readonly integrated: number;
  /** dBTP. */
  readonly truePeak: number;
}

export interface MontageResult {
  /** MP4, H.264 and AAC, fast start, tagged bt709. */
  readonly videoPath: string;
  /** JPEG of the first telling frame, at most 320 pixels on its longer side, below 200 kB: Telegram's limits. */
  readonly coverPath: string;
  readonly size: Size;
  readonly durationSeconds: number;
  /** When the speech begins in the clip: above 0 after an intro. */
  readonly speechStartSeconds: number;
  readonly bytes: number;
  readonly loudness: Loudness;
  /** Characters of the subtitles that no bundled font has; they were dropped, never drawn as a box. */
  readonly missingGlyphs: readonly string[];
  /** Where the circle stands in the frame, where there is one. */
  readonly circleInFrame?: Box;
  readonly cost: ProviderCost;
  readonly warnings: readonly string[];
}

/**
 * Puts head, background, subtitles and sound together. Errors: `invalid-media` (background, intro or outro can't be read),
 * `ffmpeg-missing`, `ffmpeg-incapable`, `disk-full`, `provider-unavailable`, `timed-out`, `cancelled`.
 */
export interface MontagePort extends SlowPort<MontageRequest, MontageResult> {
  /**
   * One frame as the clip will show it, as a JPEG in the work folder; `atSeconds` of the whole clip. Where a looped
   * background changes over to its beginning, either may be shown.
   */
  still(
    request: MontageRequest,
    atSeconds: number,
    context: WorkContext,
  ): Promise<{ readonly picturePath: string }>;
}
