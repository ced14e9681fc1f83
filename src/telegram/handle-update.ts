import { personIdOf } from '../domain/person/person-id.ts';
import type { SeenPerson } from '../domain/person/seen-person.ts';
import { loadConversation } from '../actions/conversation/conversations.ts';
import { finishUpdate, type WaitingUpdate } from '../actions/inbox/work-inbox.ts';
import type { InterfaceLanguage } from '../domain/person/profile.ts';
import type { FlowEvent } from '../flow/event.ts';
import { type BoundedMap, createBoundedMap } from './bounded-map.ts';
import type { ChatBot, Partner } from './chat-bot.ts';
import { isGone } from './effects.ts';
import type { KnownSender } from './operator-door.ts';
import { owePressAnswer, type PressAnswer } from './press-answer.ts';
import { handlePress } from './handle-press.ts';
import { type RoutedMessage, type RoutedPress, routeUpdate } from './router.ts';
import { takeStep } from './step.ts';

/** Works one update off, under its lane's lock. A throw means: try again. */
export type UpdateHandler = (update: WaitingUpdate) => Promise<void>;

const rememberPeople = 10_000;
const bannedLineEveryMs = 600_000;

interface Memory {
  readonly bannedToldAtMs: BoundedMap<string, number>;
  /** By lane: the album whose first item was taken, and whether it was said that the rest is not. */
  readonly albums: BoundedMap<number, { readonly id: string; isTold: boolean }>;
}

/** `username`: the bot's own, once Telegram told it. */
export function createUpdateHandler<State>(
  bot: ChatBot<State>,
  username: () => string | undefined,
): UpdateHandler {
  const memory: Memory = {
    bannedToldAtMs: createBoundedMap(rememberPeople),
    albums: createBoundedMap(rememberPeople),
  };
  return async (update) => {
    const routed = routeUpdate(update.body, username());
    if (routed.kind === 'message') return await handleMessage(bot, memory, update, routed);
    if (routed.kind === 'press') return await receivePress(bot, memory, update, routed);
    if (routed.kind === 'membership') {
      const { telegramId } = routed.sender;
      if (routed.isReachable) await bot.actions.knowPerson(routed.sender);
      else await bot.actions.markUnreachable(personIdOf(telegramId));
    }
    await finishUpdate(bot.parts, update);
  };
}

async function handleMessage<State>(
  bot: ChatBot<State>,
  memory: Memory,
  update: WaitingUpdate,
  routed: RoutedMessage,
): Promise<void> {
  if (!routed.isPrivate) {
    const isOperators = routed.chatId === bot.operatorsChatId;
    if (isOperators) await bot.door.handle(routed.message, senderOf(routed.sender));
    return await finishUpdate(bot.parts, update);
  }
  await bot.actions.knowPerson(routed.sender, routed.payload);
  bot.stopAt?.('known');
  const { partner, conversation } = await meet(bot, routed.sender);
  const event = await eventToTake(bot, memory, partner, routed);
  if (!event) return await finishUpdate(bot.parts, update);
  await takeStep(bot, { partner, conversation, event, update, eventKey: eventKeyOf(update) });
}

/** Undefined where somebody else has taken the message, or nobody will. */
async function eventToTake<State>(
  bot: ChatBot<State>,
  memory: Memory,
  partner: Partner,
  routed: RoutedMessage,
): Promise<FlowEvent | undefined> {
  const { profile } = partner;
  if (bot.adminIds.includes(profile.telegramId)) {
    const sender = { ...senderOf(routed.sender), language: profile.language };
    if (await bot.door.handle(routed.message, sender)) return undefined;
  }
  if (profile.isBanned) {
    await tellBanned(bot, memory, partner, undefined);
    return undefined;
  }
  return (await isRestOfAlbum(bot, memory, partner, routed)) ? undefined : routed.event;
}

async function receivePress<State>(
  bot: ChatBot<State>,
  memory: Memory,
  update: WaitingUpdate,
  press: RoutedPress,
): Promise<void> {
  if (await isOperatorsPress(bot, press)) return await finishUpdate(bot.parts, update);
  const answer = owePressAnswer(bot.telegram, press.callbackId, bot.parts.log);
  try {
    if (press.isPrivate) {
      await bot.actions.knowPerson(press.sender);
      bot.stopAt?.('known');
      const { partner, conversation } = await meet(bot, press.sender);
      if (!partner.profile.isBanned) {
        return await handlePress(bot, {
          partner,
          conversation,
          update,
          press,
          answer,
          eventKey: eventKeyOf(update),
        });
      }
      await tellBanned(bot, memory, partner, answer);
    }
    await finishUpdate(bot.parts, update);
  } finally {
    await answer.settle();
  }
}

/** Their buttons work in whatever chat; whoever else sends such data meets the conversation's own refusal. */
async function isOperatorsPress<State>(bot: ChatBot<State>, press: RoutedPress): Promise<boolean> {
  if (!press.data.startsWith('!op-') || !bot.adminIds.includes(press.sender.telegramId)) return false;
  const profile = await bot.actions.facts.profile(personIdOf(press.sender.telegramId)).catch(() => undefined);
  const sender = senderOf(press.sender);
  return await bot.door.press(press.query, { ...sender, ...(profile && { language: profile.language }) });
}

async function meet<State>(bot: ChatBot<State>, { telegramId }: SeenPerson) {
  const personId = personIdOf(telegramId);
  const [profile, conversation] = await Promise.all([
    bot.actions.facts.profile(personId),
    loadConversation(bot.parts, personId),
  ]);
  return { partner: { personId, chatId: telegramId, profile }, conversation };
}

async function tellBanned<State>(
  bot: ChatBot<State>,
  { bannedToldAtMs }: Memory,
  { personId, chatId, profile }: Partner,
  answer: PressAnswer | undefined,
): Promise<void> {
  const { banned } = bot.texts(profile.language);
  if (answer?.give({ text: banned })) return;
  if ((bannedToldAtMs.get(personId) ?? 0) > Date.now() - bannedLineEveryMs) return;
  bannedToldAtMs.set(personId, Date.now());
  await sayLine(bot, chatId, banned);
}

/** The first item stands for the whole album; of the others the sender is told once. */
async function isRestOfAlbum<State>(
  bot: ChatBot<State>,
  { albums }: Memory,
  { chatId, profile }: Partner,
  { albumId }: RoutedMessage,
): Promise<boolean> {
  if (albumId === undefined) return false;
  const album = albums.get(chatId);
  if (album?.id !== albumId) {
    albums.set(chatId, { id: albumId, isTold: false });
    return false;
  }
  if (!album.isTold) await sayLine(bot, chatId, bot.texts(profile.language).firstOfAlbum);
  album.isTold = true;
  return true;
}

/** A line that belongs to no screen; who left the bot meanwhile misses it. */
async function sayLine<State>(bot: ChatBot<State>, chatId: number, text: string): Promise<void> {
  await bot.telegram.sendMessage(chatId, text).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
}

function senderOf(seen: SeenPerson): KnownSender {
  const { telegramId, firstName, username, languageCode } = seen;
  return {
    personId: personIdOf(telegramId),
    telegramId,
    firstName,
    ...(username !== undefined && { username }),
    language: languageOf(languageCode),
  };
}

/** Of somebody whose choice is not known. */
export function languageOf(languageCode: string | undefined): InterfaceLanguage {
  return languageCode === undefined || languageCode.startsWith('ru') ? 'ru' : 'en';
}

function eventKeyOf({ botId, updateId }: WaitingUpdate): string {
  return `update:${botId}:${updateId}`;
}
