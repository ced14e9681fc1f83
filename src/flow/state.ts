import type { Template } from '../domain/ad/ad.ts';
import type { ReportSubject } from '../domain/report-subject.ts';
import type { InterfaceLanguage } from '../domain/person/profile.ts';
import type { Gender } from '../domain/presenter/presenter.ts';
import type { Refusal } from '../domain/production/production-status.ts';
import type { Draft, PresenterRef } from './draft.ts';
import type { MontageTask } from './montage/pending-task.ts';

export const faqTopics = [
  'what',
  'time',
  'price',
  'formats',
  'montage',
  'failure',
  'rights',
  'contact',
] as const;
export type FaqTopic = (typeof faqTopics)[number];

type Nothing = Readonly<Record<never, never>>;
/** The video that is rendered anew. */
interface OfVideo {
  readonly productionId: string;
}

/** Every screen by its name, with what it must remember beside the draft. */
export interface ScreenParameters {
  readonly home: Nothing;
  /** A draft is at hand and something else is asked for: go on, or start anew, like an earlier ad or from nothing. */
  readonly restart: { readonly like?: string; readonly withScript: boolean };
  readonly format: Nothing;
  readonly background: Nothing;
  readonly gender: Nothing;
  readonly gallery: { readonly page: number };
  readonly presenter: { readonly ref: PresenterRef; readonly page: number };
  /** Whose photo is sent is asked first. */
  readonly photo: { readonly gender?: Gender };
  readonly consent: { readonly presenterId: string };
  /** A face made of words alone; what was made last is shown for it. */
  readonly 'describe-presenter': { readonly gender?: Gender };
  /** `failedPrompt`: what the service could not do, to be tried again or done by the built-in editor. */
  readonly edit: {
    readonly ref: PresenterRef;
    readonly original: PresenterRef;
    readonly failedPrompt?: string;
  };
  readonly edited: Nothing;
  /** Without a page: where the selected voice stands. */
  readonly voice: { readonly page?: number; readonly selected?: string };
  readonly 'script-language': Nothing;
  readonly script: Nothing;
  readonly speaking: { readonly productionId: string };
  /** `isAbove`: the speech is the message above, which is pressed to come here. */
  readonly listen: { readonly productionId: string; readonly isAbove: boolean };
  readonly producing: { readonly productionId: string; readonly asksToCancel: boolean };
  /** A service failed: wait, take the built-in engine, or stop. */
  readonly stuck: { readonly productionId: string; readonly refusal: Refusal };
  readonly result: { readonly productionId: string };
  readonly failed: { readonly productionId: string; readonly refusal: Refusal };
  readonly videos: { readonly page: number };
  readonly video: { readonly productionId: string; readonly page: number; readonly asksToDelete: boolean };
  /** There is no finished video, or what it was made of is no longer kept. */
  readonly 'no-montage': Nothing;
  readonly montage: OfVideo;
  /** `shown`: the template whose picture is seen; the first chosen one where it is left out. */
  readonly templates: OfVideo & { readonly shown?: Template };
  readonly subtitles: OfVideo;
  readonly cues: OfVideo & { readonly page: number };
  readonly cue: OfVideo & { readonly index: number };
  readonly theme: OfVideo & { readonly page: number };
  readonly position: OfVideo;
  readonly bookend: OfVideo & { readonly part: 'intro' | 'outro' };
  readonly circle: OfVideo;
  readonly aspect: OfVideo;
  readonly mark: OfVideo;
  /** Without a key: it is being made. */
  readonly preview: OfVideo & { readonly videoKey?: string };
  readonly 'render-info': OfVideo;
  readonly 'render-json': OfVideo;
  readonly 'renew-overlay': OfVideo;
  readonly rendering: { readonly requestId: string; readonly asksToCancel: boolean };
  readonly rendered: { readonly requestId: string };
  readonly credits: { readonly page: number };
  readonly 'top-up': Nothing;
  readonly faq: { readonly topic?: FaqTopic };
  readonly feedback: Nothing;
  readonly profile: Nothing;
  readonly disclosure: Nothing;
  readonly 'own-presenters': { readonly page: number };
  readonly 'own-presenter': { readonly id: string; readonly page: number; readonly asksToDelete: boolean };
  readonly language: Nothing;
  readonly terms: Nothing;
  readonly paysupport: Nothing;
  readonly help: Nothing;
  readonly report: { readonly subject: ReportSubject; readonly page: number };
  readonly forget: Nothing;
  readonly resume: Nothing;
}
export type ScreenName = keyof ScreenParameters;
export type ScreenOf<Name extends ScreenName> = { readonly name: Name } & ScreenParameters[Name];
export type Screen = { [Name in ScreenName]: ScreenOf<Name> }[ScreenName];

export const noticeLines = [
  'unknown-command',
  'outdated',
  'gone',
  'feedback-sent',
  'top-up-sent',
  'report-sent',
  'nothing-to-cancel',
  'task-cancelled',
  'background-ready',
  'background-gone',
  'photo-ready',
  'edit-ready',
  'voice-for-language',
  'language-set',
  'disclosure-set',
  'presenter-deleted',
  'video-deleted',
  'no-edits-left',
  'no-takes-left',
  'only-links',
  'waits-for-service',
  'presenter-made',
  'montage-reset',
  'render-cancelled',
  'still-checking',
  'bookend-ready',
  'bookend-removed',
  'cue-removed',
  'cues-merged',
  'last-cue',
  'not-a-circle',
] as const;
export type NoticeLine = (typeof noticeLines)[number];

/** A line above the screen, shown once. */
export type Notice =
  | { readonly is: 'line'; readonly line: NoticeLine }
  /** What came is of no use here: it says what this screen waits for. */
  | { readonly is: 'wrong-kind' }
  | { readonly is: 'refusal'; readonly refusal: Refusal }
  /** A subtitle's text has more letters than can be read while it stands. */
  | { readonly is: 'cue-too-long'; readonly characters: number; readonly maxCharacters: number }
  /** A subtitle file was found good. */
  | { readonly is: 'subtitles-ready'; readonly cues: number; readonly warnings: readonly string[] }
  | {
      readonly is: 'cancelled';
      readonly draft: boolean;
      readonly productions: number;
      readonly releasedCredits: number;
    };

/** Where a conversation stands: plain JSON of bounded size. */
export interface FlowState {
  readonly version: 1;
  readonly screen: Screen;
  /** Of the interface when it was last spoken. */
  readonly language?: InterfaceLanguage;
  readonly draft?: Draft;
  readonly montageTask?: MontageTask;
  readonly notice?: Notice;
}

export function initialState(): FlowState {
  return { version: 1, screen: { name: 'home' } };
}
