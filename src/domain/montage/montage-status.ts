import type { AdFormat, Aspect, Template } from '../ad/ad.ts';
import type { EditedCue } from '../ad/ad-order.ts';
import type { HeadCircle } from '../overlay/circle.ts';
import type { ProductionStatus } from '../production/production-status.ts';
import type { RenderSettings } from './render-settings.ts';

/** What a finished video can be rendered anew with. */
export interface MontageStatus {
  readonly productionId: string;
  readonly format: AdFormat;
  readonly aspect: Aspect;
  /** Of the whole clip. */
  readonly durationSeconds: number;
  readonly speechSeconds: number;
  /** What the video was made with. */
  readonly rendered: RenderSettings;
  /** What the next render will be made with: as changed so far. */
  readonly settings: RenderSettings;
  /** Equal for equal settings: previews are known by it. */
  readonly look: string;
  /** The subtitles' texts as those settings give them, at the speech's own times; empty without any. */
  readonly cues: readonly EditedCue[];
  /** Where the circle stands by itself at the beginning; nudging it by hand starts there. Left out where that isn't known. */
  readonly autoCircle?: HeadCircle;
}

/** Renders that were asked for at once, in the order in which they are made. */
export interface RenderRequest {
  readonly requestId: string;
  /** The video that they are renders of. */
  readonly sourceId: string;
  readonly clips: readonly (ProductionStatus & { readonly template: Template | undefined })[];
}
