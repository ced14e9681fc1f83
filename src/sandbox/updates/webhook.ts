import type { TelegramWebhookInfo } from '@gramio/types';
import type { Records, UpdateRecord, WebhookRecord } from '../journal/records.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import { wrongCall } from '../wire/api-error.ts';
import type { UpdateQueue } from './update-queue.ts';
import type { ParametersOf } from '../telegram-types.ts';

export interface Webhook {
  isSet(): boolean;
  set(parameters: ParametersOf<'setWebhook'>): void;
  remove(): void;
  info(): TelegramWebhookInfo;
  close(): void;
}

/** An update that failed, and when it is tried again. */
interface Retry {
  readonly failures: number;
  readonly atMs: number;
}

interface LastError {
  readonly date: number;
  readonly message: string;
}

export interface WebhookOptions {
  readonly records: Records;
  readonly updates: UpdateQueue;
  readonly clock: SandboxClock;
  /** Takes a method that the bot put into its answer. */
  readonly onReply: (reply: Readonly<Record<string, unknown>>) => void;
}

const defaultConnections = 40;
const answerTimeoutMs = 60_000;
const longestRetryAfterSeconds = 3600;
const goneRemovesAfterMs = 23 * 3600_000;
const allowedPorts = ['', '443', '80', '88', '8443'];

/** Delivers updates by HTTP: in order where they share a queue, again until they expire. */
export function createWebhook({ records, updates, clock, onReply }: WebhookOptions): Webhook {
  const retries = new Map<number, Retry>();
  const busy = new Set<string>();
  let lastError: LastError | undefined;
  let goneSinceMs: number | undefined;
  let cancelAlarm = () => {};
  let isClosed = false;
  const current = () => records.webhook.get('webhook');
  const stopListening = updates.onAdd(deliver);

  function deliver(): void {
    const webhook = current();
    if (webhook === undefined || isClosed) return;
    const heads = firstOfEachQueue(updates.pending()).filter(({ queueKey }) => !busy.has(queueKey));
    const isDue = ({ update }: UpdateRecord) => (retries.get(update.update_id)?.atMs ?? 0) <= clock.nowMs();
    for (const record of heads.filter(isDue)) {
      if (busy.size >= webhook.maxConnections) break;
      busy.add(record.queueKey);
      void deliverOne(webhook, record).finally(() => {
        busy.delete(record.queueKey);
        deliver();
      });
    }
    const later = heads.filter((record) => !isDue(record));
    wakeAt(Math.min(...later.map(({ update }) => retries.get(update.update_id)?.atMs ?? 0)));
  }

  function wakeAt(atMs: number): void {
    cancelAlarm();
    if (Number.isFinite(atMs)) cancelAlarm = clock.after(Math.max(0, atMs - clock.nowMs()), deliver);
  }

  async function deliverOne(webhook: WebhookRecord, { update }: UpdateRecord): Promise<void> {
    const outcome = await post(webhook, update);
    if (current() !== webhook) return;
    if (outcome.ok) {
      goneSinceMs = undefined;
      retries.delete(update.update_id);
      updates.confirm(update.update_id);
      if (outcome.reply) onReply(outcome.reply);
      return;
    }
    lastError = { date: Math.floor(clock.nowMs() / 1000), message: outcome.error };
    goneSinceMs = outcome.isGone ? (goneSinceMs ?? clock.nowMs()) : undefined;
    if (goneSinceMs !== undefined && clock.nowMs() - goneSinceMs > goneRemovesAfterMs) {
      records.webhook.delete('webhook');
      return;
    }
    const failures = (retries.get(update.update_id)?.failures ?? 0) + 1;
    const delayMs =
      outcome.retryAfterSeconds !== undefined ? outcome.retryAfterSeconds * 1000 : retryDelayMs(failures);
    retries.set(update.update_id, { failures, atMs: clock.nowMs() + delayMs });
  }

  function set(parameters: ParametersOf<'setWebhook'>): void {
    requireWebhookUrl(parameters.url);
    lastError = undefined;
    retries.clear();
    if (parameters.url === '') {
      records.webhook.delete('webhook');
      return;
    }
    records.webhook.set('webhook', {
      url: parameters.url,
      maxConnections: parameters.max_connections ?? defaultConnections,
      setAtMs: clock.nowMs(),
      ...(parameters.secret_token && { secret: parameters.secret_token }),
      ...(parameters.ip_address && { ipAddress: parameters.ip_address }),
    });
    deliver();
  }

  // What was pending when the server ended.
  setImmediate(deliver);
  return {
    isSet: () => current() !== undefined,
    set,
    remove: () => void records.webhook.delete('webhook'),
    info() {
      const webhook = current();
      const allowed = updates.allowed();
      return {
        url: webhook?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: updates.pending().length,
        ...(webhook && { max_connections: webhook.maxConnections }),
        ...(webhook?.ipAddress && { ip_address: webhook.ipAddress }),
        ...(lastError && { last_error_date: lastError.date, last_error_message: lastError.message }),
        ...(allowed && allowed.length > 0 && { allowed_updates: [...allowed] as never[] }),
      };
    },
    close() {
      isClosed = true;
      stopListening();
      cancelAlarm();
    },
  };
}

function firstOfEachQueue(pending: readonly UpdateRecord[]): readonly UpdateRecord[] {
  const firsts = new Map<string, UpdateRecord>();
  for (const record of pending) if (!firsts.has(record.queueKey)) firsts.set(record.queueKey, record);
  return [...firsts.values()];
}

/** At once, then after 2, 4, 8 … seconds, at last every 60 to 120 s. */
export function retryDelayMs(failures: number, random: () => number = Math.random): number {
  if (failures <= 1) return 0;
  const longestMs = 60_000 + Math.floor(random() * 60_000);
  return Math.min(1000 * 2 ** (failures - 1), longestMs);
}

type Outcome =
  | { readonly ok: true; readonly reply?: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false;
      readonly error: string;
      readonly retryAfterSeconds?: number;
      readonly isGone: boolean;
    };

async function post(webhook: WebhookRecord, update: unknown): Promise<Outcome> {
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(webhook.secret && { 'x-telegram-bot-api-secret-token': webhook.secret }),
      },
      body: JSON.stringify(update),
      redirect: 'manual',
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    const text = await response.text();
    if (response.ok) return { ok: true, ...replyIn(text) };
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
    return {
      ok: false,
      error: `Wrong response from the webhook: ${response.status} ${response.statusText}`,
      isGone: response.status === 410,
      ...(Number.isFinite(retryAfter) && {
        retryAfterSeconds: Math.min(Math.max(0, retryAfter), longestRetryAfterSeconds),
      }),
    };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    return { ok: false, error: isTimeout ? 'Read timeout expired' : 'Connection refused', isGone: false };
  }
}

/** A bot may answer an update with a method to call. */
function replyIn(text: string): { readonly reply?: Readonly<Record<string, unknown>> } {
  try {
    const reply: unknown = JSON.parse(text);
    const isCall = typeof reply === 'object' && reply !== null && 'method' in reply;
    return isCall ? { reply: reply as Readonly<Record<string, unknown>> } : {};
  } catch {
    return {};
  }
}

/** Telegram asks for HTTPS on four ports; on this machine itself HTTP is enough. */
function requireWebhookUrl(text: string): void {
  if (text === '') return;
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
