import type { UpdateRecord, WebhookRecord } from '../journal/records.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import { type PostOutcome, postUpdate } from './post-update.ts';
import type { UpdateQueue } from './update-queue.ts';

export interface DeliveryOptions {
  readonly updates: UpdateQueue;
  readonly clock: SandboxClock;
  readonly webhook: () => WebhookRecord | undefined;
  readonly onOutcome: (outcome: PostOutcome) => void;
}

export interface Delivery {
  /** Looks what can be sent now. */
  start(): void;
  /** Tries everything again at once. */
  forgetRetries(): void;
  close(): void;
}

/** An update that failed, and when it is tried again. */
interface Retry {
  readonly failures: number;
  readonly atMs: number;
}

/** Sends updates in order where they share a queue, several queues at once, each update until it is taken or expires. */
export function createDelivery({ updates, clock, webhook, onOutcome }: DeliveryOptions): Delivery {
  const retries = new Map<number, Retry>();
  const busy = new Set<string>();
  let cancelAlarm = () => {};
  let isClosed = false;

  function start(): void {
    const current = webhook();
    if (current === undefined || isClosed) return;
    const heads = firstOfEachQueue(updates.pending()).filter(({ queueKey }) => !busy.has(queueKey));
    const dueAtMs = ({ update }: UpdateRecord) => retries.get(update.update_id)?.atMs ?? 0;
    const nowMs = clock.nowMs();
    for (const record of heads.filter((head) => dueAtMs(head) <= nowMs)) {
      if (busy.size >= current.maxConnections) break;
      busy.add(record.queueKey);
      void send(current, record).finally(() => {
        busy.delete(record.queueKey);
        start();
      });
    }
    const next = Math.min(...heads.map(dueAtMs).filter((atMs) => atMs > nowMs));
    cancelAlarm();
    if (Number.isFinite(next)) cancelAlarm = clock.after(next - nowMs, start);
  }

  async function send(to: WebhookRecord, { update }: UpdateRecord): Promise<void> {
    const outcome = await postUpdate(to, update);
    if (isClosed || webhook() !== to) return;
    if (outcome.ok) {
      retries.delete(update.update_id);
      updates.confirm(update.update_id);
    } else {
      const failures = (retries.get(update.update_id)?.failures ?? 0) + 1;
      const asked = outcome.retryAfterSeconds;
      const delayMs = asked === undefined ? retryDelayMs(failures) : asked * 1000;
      retries.set(update.update_id, { failures, atMs: clock.nowMs() + delayMs });
    }
    onOutcome(outcome);
  }

  const stopListening = updates.onAdd(start);
  return {
    start,
    forgetRetries: () => retries.clear(),
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
