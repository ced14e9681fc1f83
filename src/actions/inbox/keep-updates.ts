import { storableText } from '../../platform/database/storable-text.ts';
import { z } from 'zod';
import type { JsonValue } from '../../kernel/json.ts';
import { isRefusedData } from '../../platform/database/refused-data.ts';
import { insertUpdates, type NewUpdate } from '../../store/inbox.ts';
import type { ActionParts } from '../parts.ts';

/** What the bot asks for and works off; pre-checkout queries can't wait in a line and are answered at once. */
export const inboxKinds = ['message', 'callback_query', 'my_chat_member'] as const;
type InboxKind = (typeof inboxKinds)[number];

/** A true update has a few kilobytes; an album's captions and a long text with all its entities fit many times. */
const maxBodyBytes = 256 * 1024;

const id = z.number().int().safe();
const identified = z.object({ id });
const body = z.object({ from: identified.optional(), chat: identified.optional() });
const outline = z.object({ update_id: id.nonnegative() });

export interface KeptUpdate {
  readonly updateId: number;
  readonly lane: number;
  readonly kind: InboxKind;
}

/**
 * Keeps what is not known yet, each update once, and gives what is new. When this returns, Telegram may forget them.
 * What nobody can read (no id, no sender, far too big, of an unknown kind) is left out. Throws when the database is
 * away: then nothing may be acknowledged.
 */
export async function keepUpdates(
  { database, log }: Pick<ActionParts, 'database' | 'log'>,
  botId: number,
  updates: readonly unknown[],
): Promise<KeptUpdate[]> {
  const rows = updates.map((update) => rowOf(botId, update)).filter((row) => row !== undefined);
  const unknown = updates.length - rows.length;
  if (unknown > 0) log.info({ unknown }, 'Updates that nobody waits for were left out.');
  const fresh = new Set(await insertAll(database.db, log, rows));
  return rows
    .filter(({ updateId }) => fresh.delete(updateId))
    .map(({ updateId, lane, kind }) => ({ updateId, lane, kind }));
}

/** One that the database can't hold must not keep the others, and all after them, from coming in. */
async function insertAll(
  db: ActionParts['database']['db'],
  log: ActionParts['log'],
  rows: readonly NewUpdate[],
): Promise<number[]> {
  try {
    return await insertUpdates(db, rows);
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    if (rows.length > 1) return (await Promise.all(rows.map((row) => insertAll(db, log, [row])))).flat();
    log.error({ err: error, updateId: rows[0]?.updateId }, 'An update could not be kept and was dropped.');
    return [];
  }
}

function rowOf(botId: number, update: unknown): (NewUpdate & { kind: InboxKind }) | undefined {
  const known = outline.safeParse(update);
  if (!known.success) return undefined;
  const kind = inboxKinds.find((name) => name in (update as object));
  if (kind === undefined) return undefined;
  const content = body.safeParse((update as Record<string, unknown>)[kind]);
  const lane = content.data?.from?.id ?? content.data?.chat?.id;
  if (lane === undefined) return undefined;
  const json = writtenOut(update);
  if (json === undefined || Buffer.byteLength(json) > maxBodyBytes) return undefined;
  return { botId, updateId: known.data.update_id, lane, kind, body: JSON.parse(json) as JsonValue };
}

/** Undefined for what is nested deeper than a stack reaches. */
function writtenOut(update: unknown): string | undefined {
  try {
    return JSON.stringify(update, storable);
  } catch {
    return undefined;
  }
}

/** PostgreSQL's jsonb knows neither the character NUL nor half a surrogate pair. */
function storable(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const isSound = Object.keys(value).every((key) => storableText(key) === key);
  return isSound
    ? value
    : Object.fromEntries(Object.entries(value).map(([key, held]) => [storableText(key), held]));
}
