import type { ReportSubject } from '../domain/report-subject.ts';
import type { Disclosure, Template } from '../domain/ad/ad.ts';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import type { RenderSettings } from '../domain/montage/render-settings.ts';
import type { InterfaceLanguage } from '../domain/person/profile.ts';
import type { ChatTask, SentFile } from '../domain/task/task.ts';
import type { Button, ViewMedia } from './view.ts';

/** An order of the conversation's: what the person chose; the rest is the product's default. */
export type SpeechOrder = Pick<
  AdOrder,
  'format' | 'script' | 'language' | 'voiceId' | 'take' | 'presenter' | 'composition' | 'disclosure'
>;

/**
 * What a decision asks for, done before the new state is saved. Every one may be done twice with the same effect:
 * what it makes has the id that the decision was given. One that is refused comes back as the event `refused`.
 */
export type Effect =
  | { readonly do: 'set-language'; readonly language: InterfaceLanguage }
  | { readonly do: 'set-disclosure'; readonly disclosure: Disclosure }
  | { readonly do: 'remember-voice'; readonly language: string; readonly voiceId: string }
  /** Slow work; ends in `task-done` or `task-failed`. */
  | { readonly do: 'start-task'; readonly taskId: string; readonly task: ChatTask }
  | { readonly do: 'cancel-task'; readonly taskId: string }
  /** A production that pauses when it can be heard; ends in `spoken` or `failed`. `supersedes` takes its place. */
  | {
      readonly do: 'speak';
      readonly productionId: string;
      readonly draftId: string;
      readonly order: SpeechOrder;
      readonly supersedes?: string;
    }
  /** Holds the credits and goes on to the video; ends in `delivered` or `failed`. */
  | { readonly do: 'confirm'; readonly productionId: string }
  /** Ends a production that runs or waits, and gives its hold back. */
  | { readonly do: 'cancel-production'; readonly productionId: string }
  /** A service failed: its step is tried again later, or done by the built-in engine at its price. */
  | { readonly do: 'choose-engine'; readonly productionId: string; readonly choice: 'wait' | 'local' }
  /** What the next render of that video is to look like. */
  | { readonly do: 'set-render-settings'; readonly productionId: string; readonly settings: RenderSettings }
  /** The same, typed as JSON over what is there; refused with the path, what was found and what is allowed. */
  | { readonly do: 'type-render-settings'; readonly productionId: string; readonly json: string }
  /** A render for each template of the settings at hand, or for these instead; ends in `rendered`. */
  | {
      readonly do: 'render';
      readonly requestId: string;
      readonly productionId: string;
      readonly templates?: readonly Template[];
    }
  /** The video once more, its overlay made anew past the cache; ends in `rendered`. */
  | { readonly do: 'renew-overlay'; readonly requestId: string; readonly productionId: string }
  /** Ends all of a request's renders that have not ended. */
  | { readonly do: 'cancel-render'; readonly requestId: string }
  | { readonly do: 'give-consent'; readonly presenterId: string }
  | { readonly do: 'delete-presenter'; readonly presenterId: string }
  | { readonly do: 'delete-production'; readonly productionId: string }
  /** The video or voice-over once more, by its file id. */
  | { readonly do: 'send-again'; readonly productionId: string }
  | { readonly do: 'send-link'; readonly productionId: string }
  | {
      readonly do: 'tell-operators';
      readonly messageId: string;
      readonly kind: 'feedback' | 'report' | 'top_up';
      readonly text: string;
      readonly attachment?: SentFile;
      readonly subject?: ReportSubject;
    }
  | { readonly do: 'send-my-data' }
  | { readonly do: 'forget-me' }
  /** A line over the pressed button (at most 200 characters), or a message where nothing was pressed. */
  | { readonly do: 'toast'; readonly text: string; readonly alert?: boolean }
  /** A message of its own that stays in the chat; without its picture where that can't be shown. */
  | {
      readonly do: 'say';
      readonly html: string;
      readonly rows?: readonly (readonly Button[])[];
      readonly media?: ViewMedia;
    };
