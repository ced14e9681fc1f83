import type { SourceType } from '../domain/ad/source-type.ts';
import type { FrameFormat } from '../domain/ad/ad.ts';
import type { Box, Size } from '../domain/geometry.ts';
import type { SoundPlan } from '../domain/montage/sound-plan.ts';
import type { VideoPlan } from '../domain/montage/video-plan.ts';
import type { Loudness, MontageRequest } from './montage.ts';
import type { WorkContext } from './work.ts';

/** A file in the work folder. */
export interface LayerFile {
  readonly path: string;
  readonly mime: 'image/png' | 'video/mp4' | 'video/quicktime';
}

/** Videos of a request that are shown in the frame. */
export type ShownVideo = 'head' | 'background' | 'intro' | 'outro';

/**
 * What a renderer elsewhere can't draw as the built-in one does, drawn here; and the plan of where and when everything
 * is shown. Alpha is straight: Apple ProRes 4444 for people, QuickTime Animation for text.
 */
export interface MontageLayers {
  readonly plan: VideoPlan;
  /** The circle or cut-out, of the size of `plan.cut.at`; it begins when the background does. */
  readonly cut?: LayerFile;
  /** Ring and shadow of the circle, of the size of `plan.ringAt`. */
  readonly ring?: LayerFile;
  /** Of the size of `plan.mark.at`. */
  readonly mark?: LayerFile;
  /** All subtitles of the clip, and when in it they begin. */
  readonly subtitles?: LayerFile & {
    readonly at: Box;
    readonly startSeconds: number;
    readonly seconds: number;
  };
  /**
   * Videos that a renderer couldn't place by itself, for they stand in their own blur, must be tone-mapped or held:
   * H.264 of the frame's size, as long as they are shown (a looped background: as long as it is), with their sound.
   */
  readonly fitted: Readonly<Partial<Record<ShownVideo, LayerFile>>>;
  readonly sound: SoundPlan;
  /** Characters of the subtitles that no bundled font has. */
  readonly missingGlyphs: readonly string[];
  readonly warnings: readonly string[];
}

/** A clip that was rendered elsewhere, in the work folder. */
export interface ForeignClip {
  /** Absolute. */
  readonly path: string;
  /** What it must be. */
  readonly frame: FrameFormat;
  readonly totalSeconds: number;
  /** When the speech part is seen alone, and how long the speech is: where a cover is looked for. */
  readonly bodyFromSeconds: number;
  readonly bodySeconds: number;
  readonly sourceType: SourceType;
}

export interface FinishedClip {
  readonly videoPath: string;
  readonly coverPath: string;
  readonly bytes: number;
  readonly loudness: Loudness;
}

/** What the renderer elsewhere can do. */
export interface RendererLimits {
  /** A picture that only a part of is shown is scaled to this size at most. */
  readonly largestPicture: Size;
}

/** The built-in montage's help for those that render elsewhere. */
export interface MontageLayersPort {
  /** Errors: those of a montage. `context.reportProgress` is not called. */
  prepare(request: MontageRequest, limits: RendererLimits, context: WorkContext): Promise<MontageLayers>;
  /**
   * Makes a foreign clip what every montage gives: checked, at the target loudness, tagged as generated, fast to start,
   * below Telegram's limit, with a cover. The picture is left as it came unless it is too large. Throws
   * `provider-answer-unusable` (`details.problem`: `damaged`, `other-format`, `other-length`).
   */
  finish(clip: ForeignClip, context: WorkContext): Promise<FinishedClip>;
}
