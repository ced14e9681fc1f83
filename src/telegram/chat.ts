import { pause } from '../platform/shutdown/pause.ts';
import { telegramIdOf } from '../domain/person/person-id.ts';
import type { WebhookInfo } from 'grammy/types';
import { loadConversation, unshownConversations } from '../actions/conversation/conversations.ts';
import type { WaitingUpdate } from '../actions/inbox/work-inbox.ts';
import type { FlowEvent } from '../flow/event.ts';
import { AppError } from '../kernel/errors.ts';
import { openKeyedLocks } from '../platform/database/keyed-locks.ts';
import { createBackground } from './background.ts';
import { type ChatBot, laneLock } from './chat-bot.ts';
import { botIdOf, createTelegram, type TelegramOptions } from './client.ts';
import { dispatch } from './dispatch.ts';
import { createFloodGuard, type FloodGuardOptions } from './flood-guard.ts';
import { createUpdateHandler, languageOf, type UpdateHandler } from './handle-update.ts';
import { type InboxWorkerOptions, startInboxWorker } from './inbox-worker.ts';
import { type PollOptions, pollUpdates } from './poll.ts';
import { rememberingPeople } from './people-memory.ts';
import { type Presented, presentIfBehind } from './present-screen.ts';
import { type ProgressScreen, progressScreen, type TimeLeft } from './progress-screen.ts';
import { createReceiver, type Receiver } from './receive.ts';
import { routeUpdate } from './router.ts';
import { introduceBot, type SetupOptions } from './setup.ts';
import { createShowLater } from './show-later.ts';
import { type SpeechScreen, speechScreen } from './speech-screen.ts';
import {
  createWebhookGuard,
  createWebhookHandler,
  ensureWebhook,
  type WebhookGuard,
  type WebhookHandler,
  type WebhookOptions,
  webhookReset,
  webhookSecret,
} from './webhook.ts';

/** Where updates come from; `none` for a process that only lets news into conversations. */
export type UpdateSource =
  | ({ readonly kind: 'polling' } & PollOptions)
  | ({ readonly kind: 'webhook' } & WebhookOptions)
  | { readonly kind: 'none' };

type Given = 'telegram' | 'botId' | 'locks' | 'stopping' | 'showLater';

export interface ChatOptions<State> extends Omit<ChatBot<State>, Given> {
  /** A secret. */
  readonly token: string;
  /** Without a closing slash. */
  readonly apiRoot: string;
  readonly updates: UpdateSource;
  readonly setup: SetupOptions;
  /** Told of every update that was worked off, for the operator's figures. */
  onHandled?(update: HandledUpdate): void;
  /** Told of every answer of Telegram's. */
  onCall?: TelegramOptions['onCall'];
  /** What ends the chat for good: Telegram does not know the token. */
  onFatal(error: AppError): void;
  readonly flood?: FloodGuardOptions;
  readonly inbox?: Pick<InboxWorkerOptions, 'lanesAtOnce' | 'searchEveryMs' | 'firstRetryMs'>;
  /** Before the first retry of a screen that could not be shown, and of what Telegram is told at the start. */
  readonly retryMs?: number;
}

export interface HandledUpdate {
  readonly kind: string;
  readonly outcome: 'done' | 'failed';
  /** From when it was received to when its sender had seen what came of it. */
  readonly seconds: number;
}

export interface Chat {
  /** Lets what became of a person's work enter their conversation. */
  dispatch(personId: string, event: FlowEvent): Promise<Presented>;
  /** Takes updates where they come by webhook; 404 otherwise. */
  readonly receiveWebhook: WebhookHandler;
  /** Whether a webhook's body is worth reading. */
  readonly admitsWebhook: WebhookGuard;
  /** Undefined where the person's conversation shows something else. */
  progressScreen(
    personId: string,
    productionId: string,
    timeLeft: TimeLeft,
  ): Promise<ProgressScreen | undefined>;
  /** Undefined where the person's screen is not the one where that speech is heard. */
  speechScreen(personId: string, productionId: string): Promise<SpeechScreen | undefined>;
  /** The message that is the person's screen. */
  screenMessage(personId: string): Promise<number | undefined>;
  /** Does the work while nothing else happens to the person's conversation. Keep it short: they wait. */
  inTurn(personId: string, work: () => Promise<void>): Promise<void>;
  /** Known once Telegram has told. */
  username(): string | undefined;
  /** For operators. Throws `invalid-config` where updates are polled. */
  resetWebhook(): Promise<WebhookInfo>;
  /** Takes nothing new, and resolves when what is under way has been answered. */
  stop(): Promise<void>;
}

/** People who wait are not kept waiting for a 429: after this their screen is shown later. */
const longestWaitSeconds = 5;
/** What Telegram kept for us comes in within this time. */
const settleMs = 1000;
const introduceAgainMs = 600_000;
const defaultFlood: FloodGuardOptions = { burst: 30, perSecond: 1 };

/** Begins at once and does what needs Telegram in the background: it may be out of reach now. */
export function startChat<State>(options: ChatOptions<State>): Chat {
  const { updates, parts } = options;
  const stopping = new AbortController();
  const bot = openBot(options, stopping.signal);
  const background = createBackground(options, stopping.signal);
  let username: string | undefined;
  const handle = observed(
    createUpdateHandler(bot, () => username),
    options,
  );
  const giveUp = (update: WaitingUpdate) => sayItWentWrong(bot, update);
  const worker =
    updates.kind === 'none' ? undefined : startInboxWorker(bot, { ...options.inbox, handle, giveUp });
  const admit = createFloodGuard(options.flood ?? defaultFlood, () => performance.now());
  const receive = createReceiver(bot, admit, (kept) => worker?.wake(kept));
  background.retry('getMe', async () => {
    ({ username } = await bot.telegram.getMe());
  });
  background.retry('introduction', () => introduce(bot, options));
  background.retry('unshown screens', async () => {
    // Who pressed a button meanwhile is answered first, and sees theirs by that.
    await pause(options.retryMs ?? settleMs, stopping.signal);
    await showWhatWasLeft(bot);
  });
  if (updates.kind === 'polling') {
    background.retry('polling', () => pollUpdates(bot, receive, stopping.signal, updates));
  }
  if (updates.kind === 'webhook') background.retry('webhook', () => ensureWebhook(bot, updates));
  return {
    dispatch: (personId, event) => dispatch(bot, personId, event),
    progressScreen: (personId, productionId, timeLeft) =>
      progressScreen(bot, personId, productionId, timeLeft),
    speechScreen: (personId, productionId) => speechScreen(bot, personId, productionId),
    screenMessage: async (personId) => (await loadConversation(parts, personId)).screen?.messageId,
    inTurn: async (personId, work) => {
      const chatId = telegramIdOf(personId);
      if (chatId !== undefined) await bot.locks.run(laneLock(bot.botId, chatId), stopping.signal, work);
    },
    username: () => username,
    ...webhookOf(bot, updates, receive),
    async resetWebhook() {
      if (updates.kind === 'webhook') return await webhookReset(bot, updates);
      throw new AppError('invalid-config', 'There is a webhook to reset only where WEBHOOK_URL is set.');
    },
    async stop() {
      stopping.abort();
      bot.stopShowing();
      await Promise.all([background.ended(), worker?.stop()]);
      await bot.locks.close();
      parts.log.info('The chat is closed.');
    },
  };
}

function observed<State>(handle: UpdateHandler, { onHandled }: ChatOptions<State>): UpdateHandler {
  return async (update) => {
    const tell = (outcome: HandledUpdate['outcome']) =>
      onHandled?.({ kind: update.kind, outcome, seconds: (Date.now() - update.receivedAt.getTime()) / 1000 });
    try {
      await handle(update);
      tell('done');
    } catch (error) {
      tell('failed');
      throw error;
    }
  };
}

function openBot<State>(
  options: ChatOptions<State>,
  stopping: AbortSignal,
): ChatBot<State> & { stopShowing(): void } {
  const { token, apiRoot, parts, onCall } = options;
  const telegram = createTelegram({
    token,
    apiRoot,
    log: parts.log,
    longestWaitSeconds,
    ...(onCall && { onCall }),
  });
  const later = createShowLater((personId) => presentIfBehind(bot, personId), parts.log, options.retryMs);
  const bot = {
    ...options,
    actions: rememberingPeople(options.actions),
    telegram,
    botId: botIdOf(telegram),
    locks: openKeyedLocks(parts.database),
    stopping,
    showLater: later.plan,
    stopShowing: later.stop,
  };
  return bot;
}

function webhookOf<State>(
  bot: ChatBot<State>,
  updates: UpdateSource,
  receive: Receiver,
): Pick<Chat, 'receiveWebhook' | 'admitsWebhook'> {
  if (updates.kind !== 'webhook') {
    return { receiveWebhook: async () => ({ status: 404 }), admitsWebhook: async () => false };
  }
  let secret: Promise<string> | undefined;
  const read = async () => {
    secret ??= webhookSecret(bot, updates);
    return await secret.catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
  };
  const admitsWebhook = createWebhookGuard(read);
  return { receiveWebhook: createWebhookHandler(bot, admitsWebhook, receive), admitsWebhook };
}

async function introduce<State>(bot: ChatBot<State>, { setup }: ChatOptions<State>): Promise<void> {
  while ((await introduceBot(bot, setup)) > 0) {
    // Mostly the commands of an operator who has not written yet.
    await pause(introduceAgainMs, bot.stopping);
    if (bot.stopping.aborted) return;
  }
}

/** Screens that a killed process saved and did not show. */
async function showWhatWasLeft<State>(bot: ChatBot<State>): Promise<void> {
  for (const personId of await unshownConversations(bot.parts, bot.botId)) {
    if (bot.stopping.aborted) return;
    await presentIfBehind(bot, personId).catch(() => bot.showLater(personId, 0));
  }
}

async function sayItWentWrong<State>(bot: ChatBot<State>, { body }: WaitingUpdate): Promise<void> {
  const routed = routeUpdate(body, undefined);
  if (routed.kind !== 'message' && routed.kind !== 'press') return;
  if (!routed.isPrivate) return;
  const { telegramId, languageCode } = routed.sender;
  await bot.telegram.sendMessage(telegramId, bot.texts(languageOf(languageCode)).wentWrong);
}
