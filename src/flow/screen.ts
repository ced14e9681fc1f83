import type { Refusal } from '../domain/production/production-status.ts';
import type { SentFile } from '../domain/task/task.ts';
import type { Decision } from './decision.ts';
import type { Effect } from './effect.ts';
import type { Facts, Needs } from './facts.ts';
import type { Fields } from './fields.ts';
import type {
  FlowState,
  Notice,
  NoticeLine,
  Screen,
  ScreenName,
  ScreenOf,
  ScreenParameters,
} from './state.ts';
import type { Texts } from './texts/texts.ts';
import type { ButtonEvent, View } from './view.ts';

/** What a screen is shown from. */
export interface Sight<Name extends ScreenName> {
  readonly state: FlowState;
  readonly screen: ScreenOf<Name>;
  readonly facts: Facts;
  readonly texts: Texts;
}

/** What a screen decides from. `newId` is a UUID for the one thing that the decision may make. */
export interface Turn<Name extends ScreenName> extends Sight<Name> {
  readonly newId: string;
}

export interface Outcome {
  readonly state: FlowState;
  readonly effects?: readonly Effect[];
  /** Where it isn't said: `edit` after a press, `anew` after a message. */
  readonly show?: Decision<FlowState>['show'];
}

/** What a person did that only the screen understands. */
export type ScreenEvent =
  | { readonly on: 'press'; readonly button: ButtonEvent }
  | { readonly on: 'text'; readonly text: string }
  | { readonly on: 'file'; readonly file: SentFile; readonly caption?: string }
  /** What the screen asked for was refused. */
  | { readonly on: 'refused'; readonly refusal: Refusal };

export interface ScreenDefinition<Name extends ScreenName> {
  /** The screen's parameters out of stored JSON; undefined where they make no sense. */
  read(fields: Fields): ScreenParameters[Name] | undefined;
  /** True where the screen makes no sense without a draft. */
  readonly isOfDraft?: boolean;
  needs(screen: ScreenOf<Name>, state: FlowState): Needs;
  /** Undefined for what this screen can't use: it is told what it waits for. */
  decide(event: ScreenEvent, turn: Turn<Name>): Outcome | undefined;
  /** Without the notice above it and the ways back below it. */
  view(sight: Sight<Name>): View;
  /** What the button that leads home says, where it is more than that. */
  leave?(texts: Texts): string;
  /** One step back; home for what was entered from there. Without facts: as if all that the screen needs were there. */
  back(screen: ScreenOf<Name>, state: FlowState, facts?: Facts): Screen;
}

export function goTo(state: FlowState, screen: Screen, effects: readonly Effect[] = []): Outcome {
  return { state: { ...state, screen }, effects };
}

export function stay(state: FlowState, effects: readonly Effect[] = []): Outcome {
  return { state, effects };
}

export function withNotice(outcome: Outcome, notice: Notice | NoticeLine): Outcome {
  const shown: Notice = typeof notice === 'string' ? { is: 'line', line: notice } : notice;
  return { ...outcome, state: { ...outcome.state, notice: shown } };
}

export function toast(state: FlowState, text: string, alert = false): Outcome {
  return { state, effects: [{ do: 'toast', text, ...(alert && { alert }) }], show: 'keep' };
}

export function withoutDraft({ draft: _, ...state }: FlowState): FlowState {
  return state;
}
