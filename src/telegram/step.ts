import {
  type Conversation,
  type ConversationStep,
  saveConversation,
} from '../actions/conversation/conversations.ts';
import type { Decision } from '../flow/decision.ts';
import type { FlowEvent } from '../flow/event.ts';
import { AppError } from '../kernel/errors.ts';
import type { JsonValue } from '../kernel/json.ts';
import { uuidOfHash } from '../kernel/uuid.ts';
import { sha256 } from '../platform/files/sha256.ts';
import type { ChatBot, Partner } from './chat-bot.ts';
import { isGone, performWork, sayWords, sortEffects } from './effects.ts';
import { type LoadedFacts, loadFacts } from './facts.ts';
import { closeScreen, type Presented, presentScreen } from './present-screen.ts';
import type { PressAnswer } from './press-answer.ts';

/** One event's way through a conversation. Whoever takes it holds the person's lock. */
export interface Step {
  readonly partner: Partner;
  readonly conversation: Conversation;
  readonly event: FlowEvent;
  /** Names the event for ever: what a decision makes has an id made of it, so that a repetition makes it once. */
  readonly eventKey: string;
  /** Is done together with the new state. */
  readonly update?: ConversationStep['update'];
  readonly answer?: PressAnswer;
}

interface Decided<State> {
  readonly decision: Decision<State>;
  /** What was loaded for deciding, as far as it still holds after the work. */
  readonly known: LoadedFacts | undefined;
}

/**
 * Decides, performs the effects, saves the state together with the end of the update, and shows the screen. Until it
 * is saved a failure is thrown and the step is to be taken again; after that nothing is thrown: what could not be
 * shown is shown later.
 */
export async function takeStep<State>(bot: ChatBot<State>, step: Step): Promise<Presented> {
  const { partner, conversation, answer } = step;
  const { decision, known } = await decideAndWork(bot, step);
  await sayUnlessGone(bot, step, decision);
  bot.stopAt?.('performed');
  const isNewScreen = decision.show === 'edit' || decision.show === 'anew';
  const revision = conversation.revision + (isNewScreen ? 1 : 0);
  const isSaved = await saveConversation(bot.parts, {
    personId: partner.personId,
    from: conversation.revision,
    to: revision,
    state: decision.state as JsonValue,
    passesScreen: decision.show === 'anew',
    ...(step.update && { update: step.update }),
  });
  if (!isSaved) {
    throw new AppError('conflict', 'The conversation went on elsewhere meanwhile.', { retryable: true });
  }
  answer?.give();
  bot.stopAt?.('saved');
  if (decision.show === 'close') {
    await closeScreen(bot, partner, conversation.screen);
    return { is: 'shown' };
  }
  if (!isNewScreen && (conversation.screen?.revision ?? 0) >= revision) return { is: 'shown' };
  return await presentScreen(bot, partner, {
    state: decision.state,
    revision,
    before: conversation.screen,
    how: decision.show === 'anew' ? 'anew' : 'edit',
    known,
  });
}

async function decideAndWork<State>(bot: ChatBot<State>, step: Step): Promise<Decided<State>> {
  const { partner, conversation, event, eventKey } = step;
  const state =
    conversation.state === undefined ? bot.flow.initialState() : bot.flow.readState(conversation.state);
  const first = await decide(bot, partner, state, event, eventKey);
  const { work } = sortEffects(first.decision.effects);
  bot.stopAt?.('decided');
  if (work.length === 0) return first;
  const refusal = await performWork(bot.actions.effects, partner.profile, work);
  if (!refusal) return { decision: first.decision, known: undefined };
  bot.parts.log.info(
    { personId: partner.personId, reason: refusal.reason },
    'What a person asked for was refused.',
  );
  const told: FlowEvent = { on: 'refused', refusal };
  const second = await decide(bot, partner, state, told, `${eventKey}:refused`);
  const rest = sortEffects(second.decision.effects).work;
  const again = await performWork(bot.actions.effects, partner.profile, rest);
  if (again) bot.parts.log.error({ reason: again.reason }, 'What followed a refusal was refused too.');
  return { decision: second.decision, known: undefined };
}

async function decide<State>(
  bot: ChatBot<State>,
  { personId, profile }: Partner,
  state: State,
  event: FlowEvent,
  eventKey: string,
): Promise<{ readonly decision: Decision<State>; readonly known: LoadedFacts }> {
  const needs = { ...bot.flow.needsOf(state), ...bot.flow.needsFor(state, event) };
  const known = await loadFacts(bot.actions.facts, { profile, limits: bot.limits, needs });
  const decision = bot.flow.decide(state, event, known.facts, { newId: idOf(personId, eventKey) });
  return { decision, known };
}

/** Not made of the revision: a step that is taken again after another one must still make the same thing. */
function idOf(personId: string, eventKey: string): string {
  return uuidOfHash(sha256(`${personId}\n${eventKey}`));
}

async function sayUnlessGone<State>(
  bot: ChatBot<State>,
  { partner, answer }: Step,
  { effects }: Decision<State>,
): Promise<void> {
  try {
    await sayWords(bot, partner, sortEffects(effects).words, answer);
  } catch (error) {
    if (!isGone(error)) throw error;
    await bot.actions.markUnreachable(partner.personId);
  }
}
