import { isAnytimeName } from './anytime.ts';
import { button, type Row } from './buttons.ts';
import { answerCommand, needsOfCommand } from './commands.ts';
import type { Decision } from './decision.ts';
import type { Effect } from './effect.ts';
import type { FlowEvent } from './event.ts';
import type { Facts, Needs } from './facts.ts';
import { plainText } from '../domain/html.ts';
import { beginning, fitted, paragraphs } from './html.ts';
import { videoOfOutcome } from './montage/montage-task.ts';
import { needsOfAnytime, pressAnytime } from './press-anytime.ts';
import {
  goTo,
  type Outcome,
  type ScreenDefinition,
  type ScreenEvent,
  stay,
  type Turn,
  withNotice,
} from './screen.ts';
import { allScreens } from './screens/all-screens.ts';
import { greeting } from './screens/home.ts';
import { isOfTyped, typedRefused } from './screens/montage/render-info.ts';
import type { FlowState, Notice, ScreenName } from './state.ts';
import { refusalText, type Texts, textsOf } from './texts/texts.ts';
import type { ButtonEvent, View } from './view.ts';
import { workEnded } from './work-ended.ts';

const maxTextLength = 4096;
const maxCaptionLength = 1024;
const maxToastLength = 200;

/** What the screen must know, both to decide and to be shown. */
export function needsOf(state: FlowState): Needs {
  return definitionOf(state.screen).needs(state.screen, state);
}

/** What deciding about the event needs besides; where both name the same, the event's counts. */
export function needsFor(_state: FlowState, event: FlowEvent): Needs {
  switch (event.on) {
    case 'command':
      return needsOfCommand(event.name);
    case 'press': {
      const { name, value } = event.button;
      return isAnytimeName(name) ? needsOfAnytime(name, value) : {};
    }
    case 'task-done': {
      const productionId = videoOfOutcome(event.outcome);
      return productionId === undefined ? {} : { montage: { productionId } };
    }
    case 'stuck':
      return { production: event.productionId };
    case 'refused':
      return isOfTyped(event.refusal) ? { montage: {} } : {};
    default:
      return {};
  }
}

/**
 * What becomes of a conversation by an event: total, so that any event in any state has an answer. `newId` is a UUID
 * for whatever the decision makes: the same for the same event, however often it is worked off.
 */
export function decide(
  state: FlowState,
  event: FlowEvent,
  facts: Facts,
  ids: { readonly newId: string },
): Decision<FlowState> {
  const { notice: _, ...rest } = state;
  const fresh: FlowState = { ...rest, language: facts.language };
  const texts = textsOf(facts.language);
  const turn: Turn<ScreenName> = { state: fresh, screen: fresh.screen, facts, texts, newId: ids.newId };
  const { state: next, effects = [], show = showAfter(event) } = outcomeOf(event, turn);
  // Nothing is shown anew, so the line that is on the screen stays there.
  if (show === 'keep' || show === 'close') return { state: next === fresh ? state : next, effects, show };
  const said = saidAgain(state, next, texts, show);
  return { state: next, effects: [...greetingOf(state, event, turn), ...effects, ...said], show };
}

/** Whoever is not spoken with yet is greeted. */
function greetingOf(before: FlowState, event: FlowEvent, { facts, texts }: Turn<ScreenName>): Effect[] {
  const isFirst = before.language === undefined && event.on === 'command' && event.name === 'start';
  return isFirst ? [greeting(facts, texts)] : [];
}

/** The same refusal twice changes nothing that is seen: it is told over the button as well. */
function saidAgain(before: FlowState, next: FlowState, texts: Texts, show: 'edit' | 'anew'): Effect[] {
  if (show !== 'edit' || !next.notice || JSON.stringify(next) !== JSON.stringify(before)) return [];
  const text = plainText(noticeText(next.notice, next.screen.name, texts));
  return [{ do: 'toast', text: beginning(text, maxToastLength), alert: true }];
}

/** The screen as it is to be seen now, with the ways back below it. */
export function view(state: FlowState, facts: Facts): View {
  const texts = textsOf(facts.language);
  const { screen, notice } = state;
  const body = definitionOf(screen).view({ state, screen, facts, texts });
  const html = paragraphs(notice && noticeText(notice, screen.name, texts), body.html);
  return {
    ...body,
    html: fitted(html, body.media ? maxCaptionLength : maxTextLength),
    rows: [...body.rows, ...waysBack(state, facts, texts)],
  };
}

function definitionOf({ name }: { readonly name: ScreenName }): ScreenDefinition<ScreenName> {
  return allScreens[name];
}

function outcomeOf(event: FlowEvent, turn: Turn<ScreenName>): Outcome {
  switch (event.on) {
    case 'command':
      return answerCommand(event.name, event.argument, turn);
    case 'unknown-command':
      return withNotice(stay(turn.state), 'unknown-command');
    case 'press':
      return pressed(event.button, turn);
    case 'text':
    case 'file':
      return onScreen(event, turn) ?? withNotice(stay(turn.state), { is: 'wrong-kind' });
    case 'other':
      return withNotice(stay(turn.state), { is: 'wrong-kind' });
    case 'refused':
      return (
        typedRefused(event.refusal, turn) ??
        onScreen(event, turn) ??
        withNotice(stay(turn.state), { is: 'refusal', refusal: event.refusal })
      );
    case 'task-done':
    case 'task-failed':
    case 'spoken':
    case 'delivered':
    case 'failed':
    case 'stuck':
    case 'rendered':
      return workEnded(event, turn);
  }
}

function onScreen(event: ScreenEvent, turn: Turn<ScreenName>): Outcome | undefined {
  return definitionOf(turn.screen).decide(event, turn);
}

function pressed(pressedButton: ButtonEvent, turn: Turn<ScreenName>): Outcome {
  const { state, screen } = turn;
  const { name, value } = pressedButton;
  if (isAnytimeName(name)) return pressAnytime(name, value, turn);
  if (name === 'home') return goTo(state, { name: 'home' });
  if (name === 'back') return goTo(state, definitionOf(screen).back(screen, state, turn.facts));
  return onScreen({ on: 'press', button: pressedButton }, turn) ?? withNotice(stay(state), 'outdated');
}

/** A press changes the screen in place; after what the person wrote it is shown again below that. */
function showAfter({ on }: FlowEvent): 'edit' | 'anew' {
  return on === 'press' || on === 'refused' ? 'edit' : 'anew';
}

function noticeText(notice: Notice, screen: ScreenName, texts: Texts): string {
  switch (notice.is) {
    case 'refusal':
      return `⚠️ ${refusalText(texts, notice.refusal)}`;
    case 'cancelled':
      return texts.cancelled(notice.draft, notice.productions, notice.releasedCredits);
    case 'cue-too-long':
      return texts.montage.cueTooLong(notice.characters, notice.maxCharacters);
    case 'subtitles-ready':
      return texts.montage.subtitlesReady(notice.cues, notice.warnings);
    case 'wrong-kind':
      return texts.waits[screen];
    case 'line':
      return texts.notices[notice.line];
  }
}

function waysBack(state: FlowState, facts: Facts, texts: Texts): Row[] {
  const { screen } = state;
  if (screen.name === 'home') return [];
  const definition = definitionOf(screen);
  const menu = button(definition.leave?.(texts) ?? texts.common.menu, 'home');
  const leadsHome = definition.back(screen, state, facts).name === 'home';
  return [leadsHome ? [menu] : [button(texts.common.back, 'back'), menu]];
}
