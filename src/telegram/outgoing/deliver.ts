import { telegramIdOf } from '../../domain/person/person-id.ts';
import type { Message } from 'grammy/types';
import {
  beginDelivery,
  type Delivery,
  type DeliveryKey,
  giveBackDelivery,
  orderDelivery,
  recordSent,
  recordUndeliverable,
} from '../../actions/outgoing/deliveries.ts';
import type { RenderRequest } from '../../domain/montage/montage-status.ts';
import type { ProductionStatus } from '../../domain/production/production-status.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { tryAdvisoryLock } from '../../platform/database/advisory-lock.ts';
import { logOf } from '../../platform/log/log.ts';
import { classifyTelegramError, type TelegramFailure } from '../errors.ts';
import type { OutgoingBot } from './outgoing-bot.ts';
import type { Begin } from './send-media.ts';
import { sendRenders, tellRenders } from './send-renders.ts';
import { sendSpeech } from './send-speech.ts';
import { sendLasting } from './send-text.ts';
import { type Addressee, sendVideo } from './send-video.ts';

type SentMessage = Pick<Message, 'message_id'>;

/** Refused this often for a reason that none of ours explains, it is given up. */
const maxAttempts = 8;

/** Errors before a connection: nothing can have arrived. */
const neverLeft: readonly unknown[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
];

/**
 * Sends it once: what was sent is not sent again, whoever asks and however often. Throws where it is to be tried again
 * later. A lost answer or a kill in the middle may repeat it, once.
 */
export async function deliver(bot: OutgoingBot, wanted: DeliveryKey): Promise<void> {
  const { personId, delivery } = await orderDelivery(bot.parts, wanted);
  if (delivery.state === 'sent' || delivery.state === 'undeliverable') return;
  const chatId = telegramIdOf(personId);
  if (chatId === undefined) return await recordUndeliverable(bot.parts, wanted);
  const lock = await tryAdvisoryLock(bot.parts.database, `ugc-delivery:${wanted.productionId}`);
  if (!lock) throw new AppError('conflict', 'Another process is sending it.', { retryable: true });
  try {
    await attempt(bot, { personId, chatId, language: await bot.language(personId) }, wanted);
  } finally {
    await lock.release().catch(() => undefined);
  }
}

/** Thrown instead of sending: it was sent meanwhile, or may have been sent twice. */
const nothingLeft = new Error('It was sent before.');

async function attempt(bot: OutgoingBot, addressee: Addressee, wanted: DeliveryKey): Promise<void> {
  const { personId } = addressee;
  const log = logOf(bot.parts.log, 'bot').child({ productionId: wanted.productionId, kind: wanted.kind });
  let begun: Delivery | undefined;
  // Only then, when all is ready: a kill before that has surely sent nothing, and is no repeat.
  const begin = async () => {
    if (begun) return;
    begun = await beginDelivery(bot.parts, wanted);
    if (!begun) throw nothingLeft;
    bot.stopAt?.(`${wanted.kind}:sending`);
  };
  try {
    const message = await send(bot, addressee, wanted, begin);
    if (message) {
      bot.stopAt?.(`${wanted.kind}:sent`);
      await recordSent(bot.parts, wanted, message.message_id);
      bot.stopAt?.(`${wanted.kind}:noted`);
      log.info('Delivered.');
    } else await recordUndeliverable(bot.parts, wanted);
  } catch (error) {
    if (error === nothingLeft) return;
    const failure = classifyTelegramError(error);
    if (failure === 'gone') {
      log.info('The person can not be reached; what was made stays in their history.');
      await recordUndeliverable(bot.parts, wanted);
      await bot.markUnreachable(personId);
      return;
    }
    // What could not even be made ready counts as tried too, or it would be tried for ever.
    const { attempts } = begun ?? (await beginDelivery(bot.parts, wanted)) ?? { attempts: maxAttempts };
    if (!begun || !mayHaveArrived(failure, error)) await giveBackDelivery(bot.parts, wanted);
    if (isHopeless(failure) && attempts >= maxAttempts) {
      log.error({ err: error }, 'Telegram will not have it; it is given up.');
      await recordUndeliverable(bot.parts, wanted);
      return;
    }
    throw error;
  }
}

/** Undefined where there is nothing to say. */
async function send(
  bot: OutgoingBot,
  addressee: Addressee,
  { productionId, kind }: DeliveryKey,
  begin: Begin,
): Promise<SentMessage | undefined> {
  const { personId, chatId, language } = addressee;
  if (kind === 'album') {
    const renders = await requestOf(bot, personId, productionId);
    return renders && (await sendRenders(bot, addressee, renders, productionId, begin));
  }
  const renders = kind === 'failure' ? await bot.renders(personId, productionId) : undefined;
  if (renders) return await tellRenders(bot, addressee, renders, begin);
  const status = await bot.status(personId, productionId);
  if (!status) return undefined;
  if (kind === 'failure') {
    // Who looks at its progress is told by that screen, and of a speech that failed by the screen that asks for it.
    const isSeen = await bot.progressScreen(personId, productionId, () => undefined);
    if (isSeen || status.confirmedAt === undefined) return undefined;
    await begin();
    return await sendLasting(bot, chatId, bot.words.failure(status, language));
  }
  if (kind === 'speech') return await tellSpeech(bot, addressee, status, begin);
  return status.video && (await sendVideo(bot, addressee, status, begin));
}

/** By its own id, or by that of one of its renders. */
async function requestOf(bot: OutgoingBot, personId: string, id: string): Promise<RenderRequest | undefined> {
  const found = await bot.renders(personId, id);
  if (found) return found;
  const ofRender = (await bot.status(personId, id))?.request;
  return ofRender && (await bot.renders(personId, ofRender.requestId));
}

/** Who waits for it hears it on the screen where it is decided upon; others are sent it as a message of its own. */
async function tellSpeech(
  bot: OutgoingBot,
  addressee: Addressee,
  status: ProductionStatus,
  begin: Begin,
): Promise<SentMessage | undefined> {
  const { personId } = addressee;
  const { productionId, speech, confirmedAt } = status;
  if (!speech) return undefined;
  // Its screen may be shown by what comes next.
  await begin();
  const presented = await bot.dispatch(personId, { on: 'spoken', productionId });
  if (presented.is === 'gone') return undefined;
  const screen = await bot.speechScreen(personId, productionId);
  if (screen?.messageId !== undefined) return { message_id: screen.messageId };
  if (screen) {
    if (presented.is === 'later') throw presented.error;
    throw new AppError('conflict', 'The screen with the speech is being shown.', { retryable: true });
  }
  // Who has decided has heard it.
  return confirmedAt === undefined ? await sendSpeech(bot, addressee, status, begin) : undefined;
}

function mayHaveArrived(failure: TelegramFailure, error: unknown): boolean {
  return failure === 'unavailable' && !(isAppError(error) && neverLeft.includes(error.details.code));
}

function isHopeless(failure: TelegramFailure): boolean {
  return failure === 'other' || failure === 'too-big' || failure === 'bad-markup' || failure === 'stale-file';
}
