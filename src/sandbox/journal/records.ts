import type { TelegramBotCommand, TelegramMenuButton, TelegramUpdate } from '@gramio/types';
import type { SandboxUser, Violation } from '../protocol.ts';
import type { Journal, Table } from './journal.ts';
import type { Message } from '../telegram-types.ts';

export interface BotRecord {
  readonly id: number;
  readonly token: string;
  readonly username: string;
}

export interface ChatRecord {
  readonly id: number;
  readonly type: 'private' | 'group';
  readonly title: string;
  readonly userIds: readonly number[];
  readonly isBlocked: boolean;
  /** Until a person has written first, a bot can't write to them. */
  readonly isStarted: boolean;
  readonly pinnedMessageId?: number;
  /** As the last message that carried one left it: a `ReplyKeyboardMarkup` or a `ForceReply`. */
  readonly replyKeyboard?: Readonly<Record<string, unknown>>;
}

export interface MessageRecord {
  readonly message: Message;
  /** What only the seller sees of an invoice. */
  readonly invoice?: InvoiceRecord;
}

export interface InvoiceRecord {
  readonly payload: string;
  readonly currency: string;
  readonly amount: number;
  readonly subscriptionSeconds?: number;
}

export const fileKinds = [
  'photo',
  'video',
  'animation',
  'audio',
  'voice',
  'document',
  'video_note',
  'sticker',
  'thumbnail',
] as const;
export type FileKind = (typeof fileKinds)[number];

/** One id of a file; files with the same bytes share them on disk. */
export interface FileRecord {
  readonly id: string;
  readonly uniqueId: string;
  readonly kind: FileKind;
  readonly sha256: string;
  readonly bytes: number;
  readonly name: string;
  readonly mime: string;
  /** What `getFile` answers. */
  readonly path: string;
  /** The object that messages carry, such as a `Video`; for a photo the sizes it comes in. */
  readonly content: Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[];
}

export interface UpdateRecord {
  readonly update: TelegramUpdate;
  /** Updates with the same key are delivered one after the other. */
  readonly queueKey: string;
  readonly expiresAtMs: number;
}

export interface WebhookRecord {
  readonly url: string;
  readonly secret?: string;
  readonly maxConnections: number;
  readonly ipAddress?: string;
  readonly setAtMs: number;
}

/** A press or a checkout that waits for the bot's answer. */
export interface QueryRecord {
  readonly id: string;
  readonly kind: 'callback' | 'checkout';
  readonly userId: number;
  readonly chatId: number;
  readonly atMs: number;
  readonly invoice?: InvoiceRecord;
  readonly messageId?: number;
}

export interface ChargeRecord {
  readonly id: string;
  readonly userId: number;
  readonly chatId: number;
  readonly amount: number;
  readonly payload: string;
  readonly atMs: number;
  readonly isRefunded: boolean;
  readonly subscriptionUntilMs?: number;
  /** A subscription that will not be renewed. */
  readonly isCanceled?: boolean;
}

/** Everything of the server's that a restart keeps. */
export interface Records {
  readonly bot: Table<BotRecord>;
  readonly counters: Table<number>;
  readonly users: Table<SandboxUser>;
  readonly chats: Table<ChatRecord>;
  /** By `<chat id>/<message id>`. */
  readonly messages: Table<MessageRecord>;
  readonly files: Table<FileRecord>;
  readonly updates: Table<UpdateRecord>;
  readonly allowedUpdates: Table<readonly string[]>;
  readonly webhook: Table<WebhookRecord>;
  readonly queries: Table<QueryRecord>;
  readonly charges: Table<ChargeRecord>;
  readonly invoiceLinks: Table<InvoiceRecord>;
  /** By scope and language. */
  readonly commands: Table<readonly TelegramBotCommand[]>;
  /** Name, description and short description by kind and language. */
  readonly texts: Table<string>;
  /** By chat, or `default`. */
  readonly menuButtons: Table<TelegramMenuButton>;
  readonly violations: Table<Violation>;
}

export function openRecords(journal: Journal): Records {
  return {
    bot: journal.table('bot'),
    counters: journal.table('counters'),
    users: journal.table('users'),
    chats: journal.table('chats'),
    messages: journal.table('messages'),
    files: journal.table('files'),
    updates: journal.table('updates'),
    allowedUpdates: journal.table('allowedUpdates'),
    webhook: journal.table('webhook'),
    queries: journal.table('queries'),
    charges: journal.table('charges'),
    invoiceLinks: journal.table('invoiceLinks'),
    commands: journal.table('commands'),
    texts: journal.table('texts'),
    menuButtons: journal.table('menuButtons'),
    violations: journal.table('violations'),
  };
}

/** The next number of a sequence, from `first` on; never given twice, also after a restart. */
export function nextNumber(records: Records, sequence: string, first = 1): number {
  const next = (records.counters.get(sequence) ?? first - 1) + 1;
  records.counters.set(sequence, next);
  return next;
}
