import type { Template } from '../domain/ad/ad.ts';
import type { StillSubject } from '../domain/montage/still-card.ts';

/**
 * What a button means. On a screen it is known as old by the screen's revision; `anytime` buttons stand under
 * messages that stay, such as a delivered video, and name what they are about. Packed it must fit 64 bytes with the
 * revision: `name` of at most 20 letters, `value` of at most 36 bytes.
 */
export interface ButtonEvent {
  readonly name: string;
  readonly value?: string;
}

export type Button = { readonly text: string } & (
  | { readonly press: ButtonEvent; readonly style?: 'primary' | 'success' | 'danger' }
  | { readonly anytime: ButtonEvent; readonly style?: 'primary' | 'success' | 'danger' }
  | { readonly url: string }
);

/** A picture, sound or video of a view; whoever shows it finds, draws or speaks it, and uploads it once. */
export type ViewMedia =
  /** A file of the program's own, below `assets/`. */
  | { readonly kind: 'photo' | 'video'; readonly from: 'asset'; readonly path: string }
  /** Up to five faces side by side, numbered from 1 as given. */
  | {
      readonly kind: 'photo';
      readonly from: 'presenters';
      readonly presenters: readonly { readonly kind: 'cast' | 'own'; readonly id: string }[];
    }
  | {
      readonly kind: 'photo';
      readonly from: 'presenter';
      readonly presenter: { readonly kind: 'cast' | 'own'; readonly id: string };
    }
  /** A sample of the voice, spoken in the language. */
  | {
      readonly kind: 'audio';
      readonly from: 'voice';
      readonly voiceId: string;
      readonly language: string;
      readonly title: string;
      readonly performer: string;
    }
  /** What a production says, as a sound that plays in the chat. */
  | {
      readonly kind: 'audio';
      readonly from: 'speech';
      readonly productionId: string;
      readonly title: string;
      readonly performer: string;
    }
  /** That video as the settings at hand would give it with that template, or one thing of it; `look` is theirs. */
  | {
      readonly kind: 'photo';
      readonly from: 'still';
      readonly productionId: string;
      readonly look: string;
      readonly template?: Template;
      readonly shows: StillSubject;
    }
  /** A file in our keeping. */
  | {
      readonly kind: 'photo' | 'video' | 'audio';
      readonly from: 'file';
      readonly key: string;
      readonly title?: string;
    };

/** What a person sees: one message that is edited in place. */
export interface View {
  /** Telegram's HTML (b, i, u, s, code, pre, blockquote, a); whatever came from a person is escaped. At most 4096 characters, 1024 with media. */
  readonly html: string;
  readonly media?: ViewMedia;
  readonly rows: readonly (readonly Button[])[];
  /** What the bot is seen to do while this is shown. */
  readonly activity?: 'typing' | 'record_voice' | 'upload_video' | 'upload_photo';
  /** The production, the request of renders or the task whose progress this message shows by being edited. */
  readonly progressOf?: string;
  /** HTML that the message keeps saying, with its media, once another screen is shown; otherwise it goes. */
  readonly keptAs?: string;
}
