import type { AdFormat, Aspect, Disclosure, Template } from '../domain/ad/ad.ts';
import type { HeadCircle } from '../domain/overlay/circle.ts';
import type { SubtitlePosition } from '../domain/subtitles/subtitle-track.ts';
import type { WishedBookend } from './montage/check-bookend.ts';

export type WishedPresenter =
  | { readonly kind: 'cast'; readonly id: string }
  | { readonly kind: 'own'; readonly picturePath: string; readonly hasConsent: boolean };

export type WishedSubtitles =
  | { readonly kind: 'none' }
  | { readonly kind: 'auto' }
  | { readonly kind: 'file'; readonly path: string };

/** An ad as somebody asks for it: unchecked, with files still where they lie. */
export interface AdWish {
  readonly script: string;
  readonly language?: string;
  readonly presenter: WishedPresenter;
  readonly voiceId?: string;
  readonly take: number;
  readonly format: AdFormat;
  readonly backgroundPath?: string;
  readonly template: Template;
  readonly intro?: WishedBookend;
  readonly outro?: WishedBookend;
  /** Follows the face by itself when absent. */
  readonly circle?: HeadCircle;
  readonly aspect: Aspect;
  readonly subtitles: WishedSubtitles;
  readonly subtitleTheme: string;
  readonly subtitlePosition: SubtitlePosition;
  readonly disclosure: Disclosure;
  readonly measureSync: boolean;
}
