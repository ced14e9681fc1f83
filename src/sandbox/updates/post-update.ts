import type { WebhookRecord } from '../journal/records.ts';

export type PostOutcome =
  | { readonly ok: true; readonly reply?: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false;
      readonly error: string;
      readonly retryAfterSeconds?: number;
      /** 410: the address is no more. */
      readonly isGone: boolean;
    };

const answerTimeoutMs = 60_000;
const longestRetryAfterSeconds = 3600;

/** One attempt to deliver an update. Any 2xx will do. */
export async function postUpdate(webhook: WebhookRecord, update: unknown): Promise<PostOutcome> {
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
    return {
      ok: false,
      error: `Wrong response from the webhook: ${response.status} ${response.statusText}`,
      isGone: response.status === 410,
      ...retryAfter(response.headers.get('retry-after')),
    };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    return { ok: false, error: isTimeout ? 'Read timeout expired' : 'Connection refused', isGone: false };
  }
}

function retryAfter(header: string | null): { readonly retryAfterSeconds?: number } {
  const seconds = Number.parseInt(header ?? '', 10);
  return seconds >= 0 ? { retryAfterSeconds: Math.min(seconds, longestRetryAfterSeconds) } : {};
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
