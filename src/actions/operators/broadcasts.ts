import { setTimeout as delay } from 'node:timers/promises';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { tryAdvisoryLock } from '../../platform/database/advisory-lock.ts';
import {
  advanceBroadcast,
  type Broadcast,
  type BroadcastBody,
  countRecipients,
  findBroadcast,
  insertBroadcast,
  listRecipients,
  moveBroadcast,
  type Recipient,
  rememberProgressPlace,
} from '../../store/broadcasts.ts';
import type { ActionParts } from '../parts.ts';

export type { Broadcast, BroadcastBody, Recipient } from '../../store/broadcasts.ts';

type BroadcastParts = Pick<ActionParts, 'database' | 'queue' | 'log'>;

const broadcastQueue = 'broadcast';
/** Telegram lets a bot send some 30 messages a second to everybody together; conversations go on beside it. */
const perSecond = 25;
/** After so many the cursor is saved: a kill repeats no more than these. */
const strideSize = 5;
const triesAStride = 6;
const longestPauseSeconds = 120;
/** A job's life: whoever takes the next one may be another machine. */
const sliceMs = 5 * 60_000;

export async function openBroadcasts(queue: ActionParts['queue']): Promise<void> {
  await queue.createQueue(broadcastQueue, { retryLimit: 1000, retryDelaySeconds: 1 });
}

/** A draft that waits for its operator's word, and how many it would reach. The same id is drafted once. */
export async function draftBroadcast(
  { database }: Pick<ActionParts, 'database'>,
  draft: { readonly id: string; readonly operatorId: number; readonly body: BroadcastBody },
): Promise<number> {
  await insertBroadcast(database.db, draft);
  return await countRecipients(database.db);
}

/** False where it had been started or given up already. */
export async function startBroadcast(
  { database, queue }: BroadcastParts,
  id: string,
  progress: { readonly chatId: number; readonly messageId: number },
): Promise<boolean> {
  return await database.db.transaction(async (transaction) => {
    if (!(await moveBroadcast(transaction, id, 'draft', 'running'))) return false;
    await rememberProgressPlace(transaction, id, progress);
    await queue.enqueue(transaction, broadcastQueue, { id });
    return true;
  });
}

/** Gives up a draft, or stops what is being sent within a moment; false where it had ended. */
export async function stopBroadcast(
  { database }: Pick<ActionParts, 'database'>,
  id: string,
): Promise<boolean> {
  const { db } = database;
  return (
    (await moveBroadcast(db, id, 'draft', 'cancelled')) ||
    (await moveBroadcast(db, id, 'running', 'cancelled'))
  );
}

export async function readBroadcast(
  { database }: Pick<ActionParts, 'database'>,
  id: string,
): Promise<Broadcast | undefined> {
  return await findBroadcast(database.db, id);
}

/** A throw means: nothing more can be sent now, neither to them nor to others. */
export type SendBroadcast = (
  body: BroadcastBody,
  recipient: Recipient,
  signal: AbortSignal,
) => Promise<'sent' | 'failed'>;

export interface BroadcastOptions {
  readonly shutdown: AbortSignal;
  readonly send: SendBroadcast;
  /** Called a few times a minute, and at the end. Its failure is nobody's. */
  readonly report: (broadcast: Broadcast) => Promise<void>;
}

export async function workOffBroadcasts(parts: BroadcastParts, options: BroadcastOptions): Promise<void> {
  await parts.queue.work(broadcastQueue, { concurrency: 1 }, async (data, signal) => {
    await runSlice(parts, String(data.id), options, AbortSignal.any([signal, options.shutdown]));
  });
}

/** One process at a time, until the slice is over; then the queue has the next slice. */
async function runSlice(
  parts: BroadcastParts,
  id: string,
  options: BroadcastOptions,
  signal: AbortSignal,
): Promise<void> {
  const lock = await tryAdvisoryLock(parts.database, `broadcast:${id}`);
  if (!lock) throw new AppError('conflict', 'Somebody else sends this broadcast now.', { retryable: true });
  try {
    const end = Date.now() + sliceMs;
    const either = AbortSignal.any([signal, lock.lost]);
    let reportAt = 0;
    for (let more = true; more && Date.now() < end; ) {
      const startedAt = performance.now();
      more = await takeStride(parts, id, options, either);
      if (Date.now() >= reportAt) {
        await reportNow(parts, id, options);
        reportAt = Date.now() + 5000;
      }
      if (!more) return await reportNow(parts, id, options);
      await pause((strideSize / perSecond) * 1000 - (performance.now() - startedAt), either);
    }
    await parts.queue.enqueue(parts.database.db, broadcastQueue, { id });
  } finally {
    await lock.release().catch(() => undefined);
  }
}

async function reportNow(parts: BroadcastParts, id: string, options: BroadcastOptions): Promise<void> {
  const now = await readBroadcast(parts, id);
  if (now) await options.report(now).catch(() => undefined);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(Math.max(0, ms), undefined, { signal }).catch(() => {
    throw new AppError('cancelled', 'The broadcast is handed back.');
  });
}

/** False when everybody was served or it was stopped. The cursor moves behind the last one that was really tried. */
async function takeStride(
  { database: { db } }: BroadcastParts,
  id: string,
  { send }: BroadcastOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const current = await findBroadcast(db, id);
  if (current?.state !== 'running') return false;
  const recipients = await listRecipients(db, current.cursor, strideSize);
  if (recipients.length === 0) {
    await moveBroadcast(db, id, 'running', 'done');
    return false;
  }
  const { ends, failure } = await sendStride(current.body, recipients, send, signal);
  const last = recipients[ends.length - 1];
  if (last) {
    const sent = ends.filter((end) => end === 'sent').length;
    const stride = { from: current.cursor, to: last.personId, sent, failed: ends.length - sent };
    if (!(await advanceBroadcast(db, id, stride))) return false;
  }
  if (failure !== undefined) throw failure;
  return true;
}

type RecipientEnd = 'sent' | 'failed';

/**
 * Sends to some at once, and again to those whom a pause of Telegram's or a broken connection kept from it. Gives what
 * became of the first ones, up to one that could not be served, and why that one could not.
 */
async function sendStride(
  body: BroadcastBody,
  recipients: readonly Recipient[],
  send: SendBroadcast,
  signal: AbortSignal,
): Promise<{ readonly ends: readonly RecipientEnd[]; readonly failure: unknown }> {
  const ends = new Map<Recipient, RecipientEnd>();
  let failure: unknown;
  for (let tries = 0; tries < triesAStride && ends.size < recipients.length; tries += 1) {
    if (failure !== undefined) await pause(pauseAfter(failure, tries), signal);
    failure = undefined;
    const left = recipients.filter((recipient) => !ends.has(recipient));
    const work = left.map(async (recipient) => ends.set(recipient, await send(body, recipient, signal)));
    for (const end of await Promise.allSettled(work)) if (end.status === 'rejected') failure ??= end.reason;
    if (isAppError(failure, 'cancelled')) break;
  }
  const unserved = recipients.findIndex((recipient) => !ends.has(recipient));
  const served = unserved === -1 ? recipients : recipients.slice(0, unserved);
  return { ends: served.map((recipient) => ends.get(recipient) ?? 'failed'), failure };
}

function pauseAfter(failure: unknown, tries: number): number {
  const seconds = isAppError(failure, 'too-many-requests') ? Number(failure.details.seconds) : 2 ** tries;
  return Math.min(seconds, longestPauseSeconds) * 1000;
}
