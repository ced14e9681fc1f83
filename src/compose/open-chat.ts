import type { ActionParts } from '../actions/parts.ts';
import { listenableSpeech } from '../actions/pictures/listenable-speech.ts';
import { knowPerson } from '../actions/people/know-person.ts';
import { markUnreachable } from '../actions/people/mark-unreachable.ts';
import { personOf, readProfile } from '../actions/people/read-profile.ts';
import { stopProgress, trackProgress } from '../actions/outgoing/progress-messages.ts';
import { readRenderRequest } from '../actions/montage/read-render-request.ts';
import { readStatus } from '../actions/productions/read-status.ts';
import { videoLink } from '../actions/productions/video-link.ts';
import { createOperatorDoor } from '../admin/operator-door.ts';
import type { OperatorConfig } from '../admin/operator-config.ts';
import type { PublicLimits } from '../flow/facts.ts';
import type { AppError } from '../kernel/errors.ts';
import type { Config, TelegramConfig } from '../platform/config/config.ts';
import { logOf } from '../platform/log/log.ts';
import { type Chat, type HandledUpdate, startChat } from '../telegram/chat.ts';
import { chatTextsOf } from '../telegram/chat-texts.ts';
import { botIdOf, createTelegram, type Telegram } from '../telegram/client.ts';
import { outgoingWords } from '../telegram/outgoing/outgoing-words.ts';
import { type Outgoing, startOutgoing } from '../telegram/outgoing/start-outgoing.ts';
import { keyboardOf } from '../telegram/screen-content.ts';
import { stopPointOf } from './stop-point.ts';
import { effectActions } from './chat-effects.ts';
import { factSource, publicLimits } from './chat-facts.ts';
import { mediaSource } from './chat-media.ts';
import { botSetup, conversation } from './conversation.ts';

export type BotConfig = Config & { readonly telegram: Extract<TelegramConfig, { readonly kind: 'bot' }> };

export interface ChatObservers {
  onCall(method: string, result: string): void;
  onHandled(update: HandledUpdate): void;
  onFatal(error: AppError): void;
}

export interface OpenChat {
  readonly telegram: Telegram;
  readonly operators: OperatorConfig;
  readonly chat: Chat;
  readonly outgoing: Outgoing;
}

/** Starts what people meet: their conversations, and what is sent by itself. */
export async function openChat(
  config: BotConfig,
  parts: ActionParts,
  observers: ChatObservers,
): Promise<OpenChat> {
  const { token, apiRoot, updates } = config.telegram;
  const stopAt = stopPointOf(config.stopAt);
  const log = logOf(parts.log, 'bot');
  const { onCall } = observers;
  const telegram = createTelegram({ token, apiRoot, log, onCall });
  const operators = operatorConfig(config, telegram, () => chat);
  const { adminIds, feedbackChatId } = config.operators;
  const limits = await publicLimits(parts, config);
  const chat: Chat = startChat({
    token,
    apiRoot,
    updates,
    parts: { database: parts.database, log },
    flow: conversation,
    actions: {
      facts: factSource(parts),
      effects: effectActions(parts, { outgoing: () => outgoing }),
      knowPerson: async (seen, payload) => await knowPerson(parts, seen, payload),
      markUnreachable: async (personId) => await markUnreachable(parts, personId),
      showProgress: async (productionId, chatId, messageId) =>
        await trackProgress(parts, productionId, chatId, messageId),
      hideProgress: async (productionId, messageId) => await stopProgress(parts, { productionId, messageId }),
    },
    limits,
    media: mediaSource(parts),
    door: createOperatorDoor(parts, telegram, operators),
    adminIds,
    operatorsChatId: feedbackChatId,
    texts: chatTextsOf,
    setup: botSetup(),
    stopAt: (point) => stopAt(`chat:${point}`),
    ...observers,
  });
  const hasty = createTelegram({ token, apiRoot, log, onCall, longestWaitSeconds: 0 });
  const outgoing = openOutgoing(parts, { telegram, hasty, chat, limits, stopAt });
  return { telegram, operators, chat, outgoing };
}

interface OutgoingDoors {
  readonly telegram: Telegram;
  readonly hasty: Telegram;
  readonly chat: Chat;
  readonly limits: PublicLimits;
  stopAt(point: string): void;
}

function openOutgoing(
  parts: ActionParts,
  { telegram, hasty, chat, limits, stopAt }: OutgoingDoors,
): Outgoing {
  return startOutgoing({
    parts,
    telegram,
    hastyTelegram: hasty,
    botId: botIdOf(telegram),
    words: outgoingWords(limits.castNames),
    keyboard: (rows) => keyboardOf(conversation, 0, rows),
    language: async (personId) => (await readProfile(parts, personId)).language,
    renders: async (personId, requestId) => await readRenderRequest(parts, personId, requestId),
    status: async (personId, productionId) => await readStatus(parts, personId, productionId),
    listenableSpeech: async (_personId, productionId) => await listenableSpeech(parts, productionId),
    videoLink: async (personId, productionId) =>
      await videoLink(parts, personOf(await readProfile(parts, personId)), productionId),
    markUnreachable: async (personId) => await markUnreachable(parts, personId),
    dispatch: async (personId, event) => await chat.dispatch(personId, event),
    progressScreen: async (personId, productionId, timeLeft) =>
      await chat.progressScreen(personId, productionId, timeLeft),
    speechScreen: async (personId, productionId) => await chat.speechScreen(personId, productionId),
    screenMessage: async (personId) => await chat.screenMessage(personId),
    inTurn: async (personId, work) => await chat.inTurn(personId, work),
    stopAt,
  });
}

function operatorConfig(
  { operators, files, telegram: { updates } }: BotConfig,
  telegram: Telegram,
  chat: () => Chat,
): OperatorConfig {
  return {
    adminIds: operators.adminIds,
    feedbackChatId: operators.feedbackChatId,
    language: 'ru',
    fileStore: files.kind === 'local' ? files.folder : `${files.bucket} at ${files.endpoint}`,
    resetWebhook: async () => {
      if (updates.kind === 'polling') {
        const { pending_update_count: pendingUpdates } = await telegram.getWebhookInfo();
        return { mode: 'polling', pendingUpdates };
      }
      const { url = updates.url, pending_update_count: pendingUpdates } = await chat().resetWebhook();
      return { mode: 'webhook', url, pendingUpdates };
    },
  };
}
