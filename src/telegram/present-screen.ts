import { telegramIdOf } from '../domain/person/person-id.ts';
import { loadConversation, rememberScreen, type ShownScreen } from '../actions/conversation/conversations.ts';
import type { Profile } from '../domain/person/profile.ts';
import type { View } from '../flow/view.ts';
import { isAppError } from '../kernel/errors.ts';
import { type ChatBot, laneLock, type Partner } from './chat-bot.ts';
import { isGone } from './effects.ts';
import { classifyTelegramError, secondsAsked } from './errors.ts';
import { type LoadedFacts, loadFacts } from './facts.ts';
import { showScreen } from './show-screen.ts';

export interface Presenting<State> {
  readonly state: State;
  readonly revision: number;
  readonly before: ShownScreen | undefined;
  readonly how: 'edit' | 'anew';
  /** Facts that still hold, profile and all; loaded anew where left out. */
  readonly known?: LoadedFacts | undefined;
}

/** What became of a screen: `later` where it could not be shown now, `gone` where its person can't be reached. */
export type Presented = { readonly is: 'shown' | 'gone' } | { readonly is: 'later'; readonly error: unknown };

/** Telegram deletes messages younger than 48 hours only. */
const deletableMs = 47 * 3_600_000;

/** Shows the state and remembers by what message. Never throws: what could not be shown is shown later. */
export async function presentScreen<State>(
  bot: ChatBot<State>,
  partner: Partner,
  presenting: Presenting<State>,
): Promise<Presented> {
  const { personId } = partner;
  try {
    const view = await viewOf(bot, partner, presenting);
    const shown = await showScreen(bot, partner, { ...presenting, view });
    bot.stopAt?.('sent');
    await rememberScreen(bot.parts, personId, shown);
    await afterwards(bot, partner, presenting, view, shown);
    return { is: 'shown' };
  } catch (error) {
    if (isGone(error)) {
      await bot.actions.markUnreachable(personId).catch((failure: unknown) => {
        bot.parts.log.warn({ err: failure, personId }, 'A person who left could not be marked.');
      });
      return { is: 'gone' };
    }
    bot.parts.log.warn({ err: error, personId }, 'A screen could not be shown and is shown later.');
    bot.showLater(personId, secondsAsked(error) * 1000, presenting.revision);
    return { is: 'later', error };
  }
}

/** Shows a screen that is behind its conversation; does nothing where it is not. */
export async function presentIfBehind<State>(bot: ChatBot<State>, personId: string): Promise<void> {
  const chatId = telegramIdOf(personId);
  if (chatId === undefined) return;
  await bot.locks.run(laneLock(bot.botId, chatId), bot.stopping, async () => {
    const [profile, conversation] = await Promise.all([
      bot.actions.facts.profile(personId),
      loadConversation(bot.parts, personId),
    ]);
    const { revision, screen } = conversation;
    if ((screen?.revision ?? 0) >= revision) return;
    const state = bot.flow.readState(conversation.state);
    const partner = { personId, chatId, profile };
    await presentScreen(bot, partner, {
      state,
      revision,
      before: screen,
      how: screen?.isPassed ? 'anew' : 'edit',
    });
  });
}

async function viewOf<State>(
  bot: ChatBot<State>,
  { personId, profile }: Partner,
  { state, known }: Presenting<State>,
): Promise<View> {
  const current = known ? profile : await bot.actions.facts.profile(personId).catch(knownAs(profile));
  const needs = bot.flow.needsOf(state);
  const { facts } = await loadFacts(bot.actions.facts, {
    profile: current,
    limits: bot.limits,
    needs,
    known,
  });
  return bot.flow.view(state, facts);
}

/** Who was just forgotten still sees a last screen. */
function knownAs(profile: Profile): (error: unknown) => Profile {
  return (error) => {
    if (isAppError(error, 'not-found')) return profile;
    throw error;
  };
}

/** What the screen's change brings with it; the person has their answer already. Best effort. */
async function afterwards<State>(
  bot: ChatBot<State>,
  { chatId }: Partner,
  { before, how }: Presenting<State>,
  view: View,
  shown: ShownScreen,
): Promise<void> {
  const chores: Promise<unknown>[] = [];
  const isElsewhere = before !== undefined && before.messageId !== shown.messageId;
  if (isElsewhere) chores.push(putAway(bot, chatId, before, how));
  // While the same production's progress goes on to be shown, the new message takes over.
  if (before?.progressOf !== undefined && before.progressOf !== view.progressOf) {
    chores.push(bot.actions.hideProgress(before.progressOf, before.messageId));
  }
  if (view.progressOf !== undefined) {
    chores.push(bot.actions.showProgress(view.progressOf, chatId, shown.messageId));
  }
  if (view.activity !== undefined) chores.push(bot.telegram.sendChatAction(chatId, view.activity));
  for (const { status, reason } of (await Promise.allSettled(chores)) as PromiseRejectedResult[]) {
    if (status === 'rejected') bot.parts.log.warn({ err: reason }, 'A chore after a screen failed.');
  }
}

/** Nothing comes in its place. Best effort. */
export async function closeScreen<State>(
  bot: ChatBot<State>,
  { chatId }: Partner,
  screen: ShownScreen | undefined,
): Promise<void> {
  if (!screen) return;
  await putAway(bot, chatId, screen, 'anew').catch((error: unknown) =>
    bot.parts.log.info({ err: error }, 'A screen that is over kept its buttons.'),
  );
}

/**
 * A picture that gave way to a text goes, and so does progress, which is old news at once. What is to stay says
 * so without its buttons, as does any other screen that the talk has passed.
 */
async function putAway<State>(
  bot: ChatBot<State>,
  chatId: number,
  before: ShownScreen,
  how: 'edit' | 'anew',
): Promise<void> {
  const isYoung = Date.now() - before.sentAt < deletableMs;
  try {
    if (before.keptAs !== undefined) {
      const caption = { caption: before.keptAs, parse_mode: 'HTML' } as const;
      await bot.telegram.editMessageCaption(chatId, before.messageId, caption);
      return;
    }
    const isOfNoUse = how === 'edit' || before.progressOf !== undefined;
    if (isOfNoUse && isYoung) await bot.telegram.deleteMessage(chatId, before.messageId);
    else if (before.hasButtons) await bot.telegram.editMessageReplyMarkup(chatId, before.messageId);
  } catch (error) {
    const failure = classifyTelegramError(error);
    if (failure !== 'stale-message' && failure !== 'not-modified') throw error;
  }
}
