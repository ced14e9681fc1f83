import type { MediaProbe } from '../media/media-probe.ts';
import type { HeadCircle } from '../overlay/circle.ts';
import type { TimeSpan } from '../speech/speech.ts';
import type { SubtitlePosition } from '../subtitles/subtitle-track.ts';
import type { AdFormat, Aspect, Disclosure, Template } from './ad.ts';

/** A file of the user's that is already in our keeping. */
export interface KeptFile {
  readonly key: string;
  readonly sha256: string;
}

export type OrderedPresenter =
  | { readonly kind: 'cast'; readonly id: string }
  | { readonly kind: 'own'; readonly picture: KeptFile };

export interface OrderedBackground extends KeptFile {
  readonly probe: MediaProbe;
}

/** A clip of the user's before or after the speech. */
export interface OrderedBookend extends KeptFile {
  readonly probe: MediaProbe;
  /** False where it is to be shown without its sound. */
  readonly ownSound: boolean;
}

export type OrderedSubtitles =
  | { readonly kind: 'none' }
  | { readonly kind: 'auto'; readonly theme: string; readonly position: SubtitlePosition }
  | {
      readonly kind: 'own';
      /** SRT or WebVTT. */
      readonly file: KeptFile;
      readonly theme: string;
      readonly position: SubtitlePosition;
    }
  | {
      readonly kind: 'edited';
      readonly cues: readonly EditedCue[];
      readonly theme: string;
      readonly position: SubtitlePosition;
    };

/** A subtitle whose text was typed; at the speech's own times. */
export interface EditedCue extends TimeSpan {
  readonly text: string;
}

/** Everything that decides what an ad looks and sounds like; already checked, so the pipeline can trust it. */
export interface AdOrder {
  readonly format: AdFormat;
  readonly script: string;
  /** ISO 639-1 of the script. */
  readonly language: string;
  readonly voiceId: string;
  readonly take: number;
  readonly presenter: OrderedPresenter;
  /** Present exactly for `character_with_background`. */
  readonly composition?: { readonly background: OrderedBackground; readonly template: Template };
  readonly intro?: OrderedBookend;
  readonly outro?: OrderedBookend;
  /** Set by hand; absent where it follows the face by itself. */
  readonly circle?: HeadCircle;
  readonly aspect: Aspect;
  readonly subtitles: OrderedSubtitles;
  readonly disclosure: Disclosure;
  /** Where its owner took the built-in engine instead of a service that failed. */
  readonly engines?: { readonly speech?: 'local'; readonly head?: 'local' };
  /** True where the finished clip's sync is to be measured and reported. */
  readonly measureSync: boolean;
}
