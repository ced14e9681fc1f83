import type { TelegramUpdate } from '@gramio/types';
import { nextNumber, type Records, type UpdateRecord } from '../journal/records.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import type { ViolationLog } from '../schema/violation-log.ts';

export type UpdateKind = Exclude<keyof TelegramUpdate, 'update_id'>;

/** Updates that the bot has not confirmed, oldest first. */
export interface UpdateQueue {
  /** Undefined when the bot doesn't want this kind. */
  add(
    kind: UpdateKind,
    payload: unknown,
    from: { readonly chatId: number; readonly userId: number },
  ): number | undefined;
  /** Once more, under its old id; the newest one when none is named. */
  repeat(updateId?: number): boolean;
  pending(): readonly UpdateRecord[];
  confirm(updateId: number): void;
  /** Called when there is something new to deliver. */
  onAdd(listener: () => void): () => void;
  allow(kinds: readonly string[]): void;
  allowed(): readonly string[] | undefined;
}

const keptDelivered = 200;
/** A press and a checkout are soon pointless. */
const shortLivedMs = 150_000;
const longLivedMs = 24 * 3600_000;
/** Only for bots that ask for them by name. */
const askedForOnly: ReadonlySet<string> = new Set([
  'chat_member',
  'message_reaction',
  'message_reaction_count',
]);
const firstUpdateId = 700_000_001;

export function createUpdateQueue(
  records: Records,
  clock: SandboxClock,
  violations: ViolationLog,
): UpdateQueue {
  const delivered = new Map<number, UpdateRecord>();
  const listeners = new Set<() => void>();
  let newest = 0;

  function isWanted(kind: UpdateKind): boolean {
    const allowed = records.allowedUpdates.get('kinds') ?? [];
    return allowed.length > 0 ? allowed.includes(kind) : !askedForOnly.has(kind);
  }

  function put(record: UpdateRecord): void {
    newest = record.update.update_id;
    records.updates.set(newest, record);
    for (const listener of [...listeners]) listener();
  }

  return {
    add(kind, payload, from) {
      if (!isWanted(kind)) return undefined;
      const update = {
        update_id: nextNumber(records, 'update', firstUpdateId),
        [kind]: payload,
      } as TelegramUpdate;
      violations.checkOwn('update', { ref: 'Update' }, update);
      const lifetimeMs =
        kind === 'callback_query' || kind === 'pre_checkout_query' ? shortLivedMs : longLivedMs;
      put({ update, queueKey: queueKey(kind, from), expiresAtMs: clock.nowMs() + lifetimeMs });
      return update.update_id;
    },
    repeat(updateId = newest) {
      const record = records.updates.get(updateId) ?? delivered.get(updateId);
      if (record === undefined) return false;
      delivered.delete(updateId);
      put({ ...record, expiresAtMs: clock.nowMs() + longLivedMs });
      return true;
    },
    pending() {
      const all = [...records.updates.values()];
      const expired = all.filter(({ expiresAtMs }) => expiresAtMs <= clock.nowMs());
      for (const { update } of expired) records.updates.delete(update.update_id);
      const alive = expired.length > 0 ? all.filter((record) => !expired.includes(record)) : all;
      return alive.sort((left, right) => left.update.update_id - right.update.update_id);
    },
    confirm(updateId) {
      const record = records.updates.get(updateId);
      if (record === undefined) return;
      records.updates.delete(updateId);
      delivered.set(updateId, record);
      const [oldest] = delivered.keys();
      if (delivered.size > keptDelivered && oldest !== undefined) delivered.delete(oldest);
    },
    onAdd(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    allow: (kinds) => records.allowedUpdates.set('kinds', kinds),
    allowed: () => records.allowedUpdates.get('kinds'),
  };
}

/** Telegram keeps order among messages of a chat and among presses of a user, not between the two. */
function queueKey(
  kind: UpdateKind,
  { chatId, userId }: { readonly chatId: number; readonly userId: number },
): string {
  switch (kind) {
    case 'callback_query':
      return `press ${userId}`;
    case 'pre_checkout_query':
      return `checkout ${userId}`;
    case 'my_chat_member':
      return `membership ${userId}`;
    case 'subscription':
      return `subscription ${userId}`;
    default:
      return `chat ${chatId}`;
  }
}
