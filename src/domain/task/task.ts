import type { KeptFile, OrderedBackground, OrderedBookend } from '../ad/ad-order.ts';
import type { PortraitWarningKind } from '../face/judge-portrait.ts';
import type { Gender } from '../presenter/presenter.ts';

/** A file that somebody sent to the chat, before it is fetched. */
export interface SentFile {
  /** The channel's own id for it. */
  readonly fileId: string;
  readonly kind: 'photo' | 'video' | 'document';
  readonly name?: string;
  readonly mime?: string;
  readonly bytes?: number;
  readonly durationSeconds?: number;
}

/** Work that a conversation waits for, too slow to be done while a person's press is answered. */
export type ChatTask =
  | {
      readonly kind: 'fetch-background';
      readonly source: { readonly file: SentFile } | { readonly url: string };
    }
  | { readonly kind: 'check-photo'; readonly file: SentFile; readonly gender: Gender }
  | {
      readonly kind: 'edit-picture';
      /** What is edited: of the cast or the person's own. */
      readonly presenter: { readonly kind: 'cast' | 'own'; readonly id: string };
      readonly prompt: string;
      /** The built-in editor, where the service's failed. */
      readonly engine?: 'local';
    }
  /** A clip before or after the speech of that video. */
  | {
      readonly kind: 'check-bookend';
      readonly productionId: string;
      readonly part: 'intro' | 'outro';
      readonly source: { readonly file: SentFile } | { readonly url: string };
      /** Where it is too long: refused, so that its beginning can be offered, or cut to it. */
      readonly tooLong: 'refuse' | 'take-first-seconds';
    }
  /** An SRT or WebVTT file for that video. */
  | { readonly kind: 'check-subtitles'; readonly productionId: string; readonly file: SentFile }
  /** A small, quickly made clip of what the settings at hand give, for its first template. */
  | { readonly kind: 'preview-clip'; readonly productionId: string }
  /** A presenter's picture made of words alone. */
  | { readonly kind: 'make-presenter'; readonly gender: Gender; readonly prompt: string };

export type ChatTaskOutcome =
  | {
      readonly kind: 'fetch-background';
      readonly background: OrderedBackground;
      /** True where only its first seconds can be used. */
      readonly isTooLong: boolean;
    }
  | {
      readonly kind: 'check-photo';
      /** An own presenter that waits for consent. */
      readonly presenterId: string;
      readonly warnings: readonly PortraitWarningKind[];
    }
  | {
      readonly kind: 'edit-picture';
      readonly presenterId: string;
      /** What was really done, as stable ids of the picture-edit port. */
      readonly applied: readonly string[];
    }
  | {
      readonly kind: 'check-bookend';
      readonly productionId: string;
      readonly part: 'intro' | 'outro';
      readonly bookend: OrderedBookend;
    }
  | {
      readonly kind: 'check-subtitles';
      readonly productionId: string;
      readonly file: KeptFile;
      readonly cues: number;
      /** Of what its text or times will look like, as stable ids. */
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'preview-clip'; readonly productionId: string; readonly videoKey: string }
  | { readonly kind: 'make-presenter'; readonly presenterId: string };
