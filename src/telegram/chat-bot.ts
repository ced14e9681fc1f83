import type { ActionParts } from '../actions/parts.ts';
import type { InterfaceLanguage, Profile } from '../domain/person/profile.ts';
import type { Decision } from '../flow/decision.ts';
import type { FlowEvent } from '../flow/event.ts';
import type { Facts, Needs, PublicLimits } from '../flow/facts.ts';
import type { Button, ButtonEvent, View, ViewMedia } from '../flow/view.ts';
import type { KeyedLocks } from '../platform/database/keyed-locks.ts';
import type { ChatActions } from './chat-actions.ts';
import type { Telegram } from './client.ts';
import type { OperatorDoor } from './operator-door.ts';

/** The conversation as a pure machine. */
export interface FlowMachine<State> {
  initialState(): State;
  /** Anything that it can't read becomes a state to begin from. */
  readState(json: unknown): State;
  needsOf(state: State): Needs;
  /** What deciding about the event needs besides what the state needs. */
  needsFor(state: State, event: FlowEvent): Needs;
  decide(state: State, event: FlowEvent, facts: Facts, ids: { readonly newId: string }): Decision<State>;
  view(state: State, facts: Facts): View;
  packButton(revision: number, button: Exclude<Button, { readonly url: string }>): string;
  unpackButton(data: string): UnpackedButton | undefined;
}

export type UnpackedButton =
  | { readonly kind: 'screen'; readonly revision: number; readonly button: ButtonEvent }
  | { readonly kind: 'anytime'; readonly button: ButtonEvent };

/** The few lines that belong to no screen; plain text, those for toasts within 200 characters. */
export interface ChatTexts {
  /** A toast: the button belongs to an earlier screen. */
  readonly outdated: string;
  /** A toast or a message: too many updates at once. */
  readonly tooFast: string;
  /** What the person did could not be worked off, however often it was tried. */
  readonly wentWrong: string;
  readonly banned: string;
  /** Of an album only its first item is used. */
  readonly firstOfAlbum: string;
  /** The answer to somebody who tries to pay: nothing is sold here. */
  readonly noPayments: string;
}

/** A picture, sound or video on this machine's disk, ready for Telegram. */
export interface ShowableFile {
  readonly path: string;
  readonly bytes: number;
  /** Equal for equal content: it is uploaded once. */
  readonly contentKey: string;
  readonly width?: number;
  readonly height?: number;
  readonly durationSeconds?: number;
  /** A JPEG of at most 320×320 pixels. */
  readonly thumbnailPath?: string;
}

export type MediaSource = (personId: string, media: ViewMedia) => Promise<ShowableFile>;

/** Where a test lets the process end. */
export type ChatStopPoint = 'kept' | 'known' | 'decided' | 'performed' | 'saved' | 'sent';

/** What a chat is answered with; put together once where the program starts. */
export interface ChatBot<State> {
  readonly parts: Pick<ActionParts, 'database' | 'log'>;
  readonly telegram: Telegram;
  readonly botId: number;
  readonly flow: FlowMachine<State>;
  readonly actions: ChatActions;
  readonly limits: PublicLimits;
  readonly media: MediaSource;
  readonly locks: KeyedLocks;
  readonly door: OperatorDoor;
  readonly adminIds: readonly number[];
  readonly operatorsChatId: number | undefined;
  texts(language: InterfaceLanguage): ChatTexts;
  /** Fires when the program ends: nothing new is begun. */
  readonly stopping: AbortSignal;
  /** Shows that person's screen again later: it could not be shown now. */
  showLater(personId: string, afterMs: number, revision?: number): void;
  stopAt?(point: ChatStopPoint): void;
}

/** Whom a step is about. */
export interface Partner {
  readonly personId: string;
  /** A private chat has its person's number. */
  readonly chatId: number;
  readonly profile: Profile;
}

/** The lane of a person's updates, which also is the lock under which their conversation goes on. */
export function laneLock(botId: number, lane: number): string {
  return `telegram:${botId}:${lane}`;
}
