import type { InlineKeyboardMarkup } from 'grammy/types';
import { loadConversation } from '../actions/conversation/conversations.ts';
import type { Facts } from '../flow/facts.ts';
import { progressText } from '../flow/progress.ts';
import { renderFraction, renderProgressText } from '../flow/render-progress.ts';
import { textsOf } from '../flow/texts/texts.ts';
import type { ChatBot } from './chat-bot.ts';
import { loadFacts } from './facts.ts';
import { keyboardOf } from './screen-content.ts';

/** A screen that tells of a production, of renders or of a task in work, as it would be shown now. */
export interface ProgressScreen {
  readonly messageId: number | undefined;
  /** The words stand below a picture. */
  readonly isCaption: boolean;
  readonly html: string;
  readonly keyboard: InlineKeyboardMarkup;
  readonly revision: number;
}

/** Seconds left at that fraction of the work; undefined until enough was seen. */
export type TimeLeft = (fraction: number) => number | undefined;

/** Undefined where the person's conversation shows something else by now. */
export async function progressScreen<State>(
  bot: ChatBot<State>,
  personId: string,
  productionId: string,
  timeLeft: TimeLeft,
): Promise<ProgressScreen | undefined> {
  const { state: saved, revision, screen } = await loadConversation(bot.parts, personId);
  // What is about to be shown shows the newest progress anyway.
  if (screen?.revision !== revision) return undefined;
  const state = bot.flow.readState(saved);
  const needs = bot.flow.needsOf(state);
  const mayShow = needs.production === productionId || needs.render?.requestId === productionId;
  // Which task it is, only the view tells.
  if (!mayShow && !needs.montage) return undefined;
  const profile = await bot.actions.facts.profile(personId);
  const { facts } = await loadFacts(bot.actions.facts, { profile, limits: bot.limits, needs });
  const view = bot.flow.view(state, facts);
  if (view.progressOf !== productionId) return undefined;
  return {
    messageId: screen.messageId,
    isCaption: screen.kind !== 'text',
    html: wordsOf(facts, timeLeft) ?? view.html,
    keyboard: keyboardOf(bot.flow, revision, view.rows),
    revision,
  };
}

function wordsOf({ production, render, language }: Facts, timeLeft: TimeLeft): string | undefined {
  const texts = textsOf(language);
  if (production) return progressText(production, texts, timeLeft(production.fraction));
  return render && renderProgressText(render, texts, timeLeft(renderFraction(render)));
}
