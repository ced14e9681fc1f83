import { loadConversation } from '../actions/conversation/conversations.ts';
import type { ChatBot } from './chat-bot.ts';
import { loadFacts } from './facts.ts';

/** The screen where a speech is heard and decided upon. */
export interface SpeechScreen {
  /** Undefined until it is shown. */
  readonly messageId: number | undefined;
}

/** Undefined where the person's conversation is elsewhere. */
export async function speechScreen<State>(
  bot: ChatBot<State>,
  personId: string,
  productionId: string,
): Promise<SpeechScreen | undefined> {
  const { state: saved, revision, screen } = await loadConversation(bot.parts, personId);
  const state = bot.flow.readState(saved);
  const needs = bot.flow.needsOf(state);
  if (needs.production !== productionId) return undefined;
  const profile = await bot.actions.facts.profile(personId);
  const { facts } = await loadFacts(bot.actions.facts, { profile, limits: bot.limits, needs });
  if (bot.flow.view(state, facts).media?.from !== 'speech') return undefined;
  return { messageId: screen?.revision === revision ? screen.messageId : undefined };
}
