import { telegramIdOf } from '../domain/person/person-id.ts';
import { loadConversation } from '../actions/conversation/conversations.ts';
import type { FlowEvent } from '../flow/event.ts';
import { AppError } from '../kernel/errors.ts';
import { canonicalJson } from '../kernel/json.ts';
import { type ChatBot, laneLock } from './chat-bot.ts';
import type { Presented } from './present-screen.ts';
import { takeStep } from './step.ts';

/**
 * Lets something that happened to a person's work enter their conversation, in its turn among what they do. May be
 * called again with the same event after a failure. Throws `not-found` for who is nobody of this channel, and what
 * kept the event from being taken.
 */
export async function dispatch<State>(
  bot: ChatBot<State>,
  personId: string,
  event: FlowEvent,
): Promise<Presented> {
  const chatId = telegramIdOf(personId);
  if (chatId === undefined) {
    throw new AppError('not-found', `"${personId}" is nobody who can be met in a Telegram chat.`);
  }
  return await bot.locks.run(laneLock(bot.botId, chatId), bot.stopping, async () => {
    const [profile, conversation] = await Promise.all([
      bot.actions.facts.profile(personId),
      loadConversation(bot.parts, personId),
    ]);
    // What was paid for is delivered; beyond that nothing is said to who was shut out.
    if (profile.isBanned) return { is: 'gone' };
    const partner = { personId, chatId, profile };
    return await takeStep(bot, { partner, conversation, event, eventKey: canonicalJson(event) });
  });
}
