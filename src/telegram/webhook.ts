import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { WebhookInfo } from 'grammy/types';
import { keepBotSetting, readBotSetting, writeBotSetting } from '../actions/inbox/bot-settings.ts';
import { sha256 } from '../platform/files/sha256.ts';
import type { ChatBot } from './chat-bot.ts';
import { type Receiver, wantedUpdates } from './receive.ts';

export interface WebhookOptions {
  /** With its path. */
  readonly url: string;
  /** Without one, a secret is made and kept. */
  readonly secret: string | undefined;
}

/** The body as it was parsed, and the header `X-Telegram-Bot-Api-Secret-Token`. */
export type WebhookHandler = (
  body: unknown,
  secretHeader: string | undefined,
) => Promise<{ readonly status: number }>;

/** Whether the header is the secret's: asked before a body is read. Throws while the secret can't be read. */
export type WebhookGuard = (secretHeader: string | undefined) => Promise<boolean>;

type WebhookBot = Pick<ChatBot<unknown>, 'parts' | 'botId' | 'telegram'>;

const connections = 40;

export function createWebhookGuard(secret: () => Promise<string>): WebhookGuard {
  return async (secretHeader) => isSame(await secret(), secretHeader ?? '');
}

/** 200 only when the update is kept: anything else makes Telegram send it again. */
export function createWebhookHandler(
  bot: WebhookBot,
  admits: WebhookGuard,
  receive: Receiver,
): WebhookHandler {
  return async (body, secretHeader) => {
    try {
      if (!(await admits(secretHeader))) return { status: 401 };
      // What can't be an update would come again and again if it were refused. Its size is bounded by who reads it.
      if (typeof body !== 'object' || body === null) return { status: 200 };
      await receive([body]);
      return { status: 200 };
    } catch (error) {
      bot.parts.log.error({ err: error }, 'An update could not be kept; Telegram will send it again.');
      return { status: 503 };
    }
  };
}

/** Of digests, which have one length: the time it takes tells nothing about the secret. */
function isSame(expected: string, given: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(expected)), Buffer.from(sha256(given)));
}

/** The operator's, else one that is made once for all processes. */
export async function webhookSecret(bot: WebhookBot, { secret }: WebhookOptions): Promise<string> {
  if (secret !== undefined) return secret;
  const made = randomBytes(32).toString('base64url');
  return String(await keepBotSetting(bot.parts, `webhook-secret:${bot.botId}`, made));
}

/** Tells Telegram where updates go, unless it knows already. */
export async function ensureWebhook(bot: WebhookBot, options: WebhookOptions): Promise<void> {
  const secret = await webhookSecret(bot, options);
  const wanted = sha256(JSON.stringify([options.url, secret, wantedUpdates, connections]));
  const [info, told] = await Promise.all([
    bot.telegram.getWebhookInfo(),
    readBotSetting(bot.parts, settingKey(bot)),
  ]);
  if (info.url === options.url && told === wanted) return;
  await setWebhook(bot, options.url, secret);
  await writeBotSetting(bot.parts, settingKey(bot), wanted);
  bot.parts.log.info({ before: info.url === '' ? 'none' : 'another' }, 'The webhook is set.');
}

/** Takes the webhook away and sets it anew, and gives what Telegram says of it. Nothing pending is lost. */
export async function webhookReset(bot: WebhookBot, options: WebhookOptions): Promise<WebhookInfo> {
  await bot.telegram.deleteWebhook();
  await setWebhook(bot, options.url, await webhookSecret(bot, options));
  return await bot.telegram.getWebhookInfo();
}

async function setWebhook({ telegram }: WebhookBot, url: string, secret: string): Promise<void> {
  await telegram.setWebhook(url, {
    secret_token: secret,
    allowed_updates: wantedUpdates,
    max_connections: connections,
  });
}

function settingKey({ botId }: WebhookBot): string {
  return `webhook:${botId}`;
}
