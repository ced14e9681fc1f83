import type { Profile } from '../domain/person/profile.ts';
import type { Refusal } from '../domain/production/production-status.ts';
import type { Effect } from '../flow/effect.ts';
import type { ViewMedia } from '../flow/view.ts';
import { isAppError } from '../kernel/errors.ts';
import type { EffectActions, WorkEffect } from './chat-actions.ts';
import type { ChatBot, Partner } from './chat-bot.ts';
import { classifyTelegramError } from './errors.ts';
import { escapeHtml } from '../domain/html.ts';
import type { PressAnswer } from './press-answer.ts';
import { sendScreen } from './screen-calls.ts';
import { keyboardOf } from './screen-content.ts';
import { forgetMedia, type MediaReference, mediaReference, rememberMedia } from './screen-media.ts';

type Words = Exclude<Effect, WorkEffect>;

/** What of a decision changes something, in its order, and what of it is said afterwards. */
export function sortEffects(effects: readonly Effect[]): {
  readonly work: readonly WorkEffect[];
  readonly words: readonly Words[];
} {
  return { work: effects.filter(isWork), words: effects.filter((effect) => !isWork(effect)) };
}

function isWork(effect: Effect): effect is WorkEffect {
  return effect.do !== 'toast' && effect.do !== 'say';
}

/**
 * Does the work, one after the other, and gives the refusal of the first that was refused. Throws where it is the
 * machine that failed, for the whole step to be tried again.
 */
export async function performWork(
  actions: EffectActions,
  profile: Profile,
  work: readonly WorkEffect[],
): Promise<Refusal | undefined> {
  for (const effect of work) {
    try {
      await perform(actions, profile, effect);
    } catch (error) {
      if (!isAppError(error) || error.reason === 'database-unavailable') throw error;
      return { reason: error.reason, details: error.details };
    }
  }
  return undefined;
}

async function perform<Name extends WorkEffect['do']>(
  actions: EffectActions,
  profile: Profile,
  effect: Extract<WorkEffect, { readonly do: Name }>,
): Promise<void> {
  const action = actions[effect.do as Name] as (profile: Profile, effect: WorkEffect) => Promise<unknown>;
  await action(profile, effect);
}

type WordsBot = Pick<ChatBot<unknown>, 'parts' | 'botId' | 'media' | 'telegram'> & {
  readonly flow: Pick<ChatBot<unknown>['flow'], 'packButton'>;
};

/** Toasts go over the pressed button while it waits for its answer, otherwise they are messages like the rest. */
export async function sayWords(
  bot: WordsBot,
  partner: Partner,
  words: readonly Words[],
  answer: PressAnswer | undefined,
): Promise<void> {
  for (const effect of words) {
    if (effect.do === 'toast' && answer?.give(effect)) continue;
    await sayLine(bot, partner, effect);
  }
}

async function sayLine(bot: WordsBot, partner: Partner, effect: Words): Promise<void> {
  const html = effect.do === 'say' ? effect.html : escapeHtml(effect.text);
  // What stays in the chat has buttons that always work: it belongs to no revision.
  const rows = effect.do === 'say' ? (effect.rows ?? []) : [];
  const line = { html, isPlain: false, textHash: '', keyboard: keyboardOf(bot.flow, 0, rows) };
  const media = effect.do === 'say' ? await picture(bot, partner, effect.media) : undefined;
  try {
    const message = await sendScreen(bot.telegram, partner.chatId, { ...line, media });
    if (media) await rememberMedia(bot, media, message);
  } catch (error) {
    const failure = classifyTelegramError(error);
    if (!media || (failure !== 'stale-file' && failure !== 'other' && failure !== 'too-big')) throw error;
    bot.parts.log.error({ err: error }, 'Words are said without their picture.');
    if (failure === 'stale-file') await forgetMedia(bot, media);
    await sendScreen(bot.telegram, partner.chatId, { ...line, media: undefined });
  }
}

/** Words without their picture are better than none. */
async function picture(
  bot: WordsBot,
  { personId }: Partner,
  media: ViewMedia | undefined,
): Promise<MediaReference | undefined> {
  if (!media) return undefined;
  try {
    return await mediaReference(bot, personId, media);
  } catch (error) {
    bot.parts.log.error({ err: error, from: media.from }, 'Words are said without their picture.');
    return undefined;
  }
}

/** True where nothing can be sent to that chat any more. */
export function isGone(error: unknown): boolean {
  return classifyTelegramError(error) === 'gone';
}
