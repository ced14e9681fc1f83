import type { TelegramWebhookInfo } from '@gramio/types';
import type { Records } from '../journal/records.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import type { ParametersOf } from '../telegram-types.ts';
import { wrongCall } from '../wire/api-error.ts';
import { createDelivery } from './delivery.ts';
import type { PostOutcome } from './post-update.ts';
import type { UpdateQueue } from './update-queue.ts';

export interface Webhook {
  isSet(): boolean;
  set(parameters: ParametersOf<'setWebhook'>): void;
  remove(): void;
  info(): TelegramWebhookInfo;
  close(): void;
}

export interface WebhookOptions {
  readonly records: Records;
  readonly updates: UpdateQueue;
  readonly clock: SandboxClock;
  /** Takes a method that the bot put into its answer. */
  readonly onReply: (reply: Readonly<Record<string, unknown>>) => void;
}

const defaultConnections = 40;
const goneRemovesAfterMs = 23 * 3600_000;
const allowedPorts = ['', '443', '80', '88', '8443'];

export function createWebhook({ records, updates, clock, onReply }: WebhookOptions): Webhook {
  const current = () => records.webhook.get('webhook');
  const remove = () => void records.webhook.delete('webhook');
  const delivery = createDelivery({ updates, clock, webhook: current, onOutcome });
  let lastError: { readonly date: number; readonly message: string } | undefined;
  let goneSinceMs: number | undefined;

  function onOutcome(outcome: PostOutcome): void {
    goneSinceMs = !outcome.ok && outcome.isGone ? (goneSinceMs ?? clock.nowMs()) : undefined;
    if (goneSinceMs !== undefined && clock.nowMs() - goneSinceMs > goneRemovesAfterMs) remove();
    if (!outcome.ok) lastError = { date: Math.floor(clock.nowMs() / 1000), message: outcome.error };
    else if (outcome.reply) onReply(outcome.reply);
  }

  function set({ url, ...parameters }: ParametersOf<'setWebhook'>): void {
    requireWebhookUrl(url);
    lastError = undefined;
    delivery.forgetRetries();
    records.webhook.set('webhook', {
      url,
      maxConnections: parameters.max_connections ?? defaultConnections,
      setAtMs: clock.nowMs(),
      ...(parameters.secret_token && { secret: parameters.secret_token }),
      ...(parameters.ip_address && { ipAddress: parameters.ip_address }),
    });
    delivery.start();
  }

  function info(): TelegramWebhookInfo {
    const webhook = current();
    const allowed = updates.allowed() ?? [];
    return {
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: updates.pending().length,
      ...(webhook && { max_connections: webhook.maxConnections }),
      ...(webhook?.ipAddress && { ip_address: webhook.ipAddress }),
      ...(webhook && lastError && { last_error_date: lastError.date, last_error_message: lastError.message }),
      ...(allowed.length > 0 && {
        allowed_updates: [...allowed] as NonNullable<TelegramWebhookInfo['allowed_updates']>,
      }),
    };
  }

  // What was pending when the server ended.
  setImmediate(() => delivery.start());
  return {
    isSet: () => current() !== undefined,
    set: (parameters) => (parameters.url === '' ? remove() : set(parameters)),
    remove,
    info,
    close: () => delivery.close(),
  };
}

/** Telegram asks for HTTPS on four ports; on this machine itself HTTP is enough. */
function requireWebhookUrl(text: string): void {
  if (!URL.canParse(text)) throw wrongCall('bad webhook: invalid webhook URL specified');
  const { protocol, hostname, port } = new URL(text);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLocal)) {
    throw wrongCall('bad webhook: An HTTPS URL must be provided for webhook');
  }
  if (!isLocal && !allowedPorts.includes(port)) {
    throw wrongCall('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
}
