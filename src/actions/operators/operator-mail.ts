import type { ReportSubject } from '../../domain/report-subject.ts';
import { isAppError } from '../../kernel/errors.ts';
import { logOf } from '../../platform/log/log.ts';
import type { SentFile } from '../../domain/task/task.ts';
import {
  countMessageAttempt,
  findMessageAt,
  findOperatorMessage,
  insertOperatorMessage,
  listWaitingMessages,
  type MessagePlace,
  type NewOperatorMessage,
  type OperatorMessage,
  recordMessageSent,
  recordMessageUndeliverable,
} from '../../store/operator-messages.ts';
import type { Sql } from '../../store/sql.ts';
import type { ActionParts } from '../parts.ts';
import { derivedId } from '../derived-id.ts';

type MailParts = Pick<ActionParts, 'database' | 'queue' | 'log'>;

const mailQueue = 'operator-mail';
/** With pauses of up to five minutes: some five weeks of a chat that can't be reached. */
const retryLimit = 10_000;
/** Telegram takes 1024 characters under a picture and 4096 without; the rest is for our heading. */
const longestCaption = 700;
const longestText = 3500;
/** Whose notices of the program's own are. */
export const nobody = 'system';

/** To be called once before anything is told. */
export async function openOperatorMail(queue: ActionParts['queue']): Promise<void> {
  await queue.createQueue(mailQueue, { retryLimit, singleton: 'one-waiting-or-running' });
}

export interface ToOperators {
  readonly id: string;
  readonly personId: string;
  readonly kind: 'feedback' | 'report' | 'top_up' | 'notice';
  /** As a person typed it; of a notice HTML. */
  readonly text: string;
  readonly attachment?: SentFile | undefined;
  readonly subject?: ReportSubject | undefined;
}

/** Keeps a message to the operators and sees to it that it is sent. The same id is told once. */
export async function tellOperators(parts: MailParts, told: ToOperators): Promise<void> {
  await parts.database.db.transaction((transaction) => writeToOperators(parts, transaction, told));
}

/** The same in the caller's transaction. */
export async function writeToOperators(parts: MailParts, sql: Sql, told: ToOperators): Promise<void> {
  await post(parts, sql, { ...told, direction: 'to_operators' });
}

export interface ToPerson {
  readonly id: string;
  readonly personId: string;
  /** `reply`: what an operator wrote; `notice`: HTML of our own. */
  readonly kind: 'reply' | 'notice';
  readonly text: string;
  readonly attachment?: SentFile | undefined;
}

export async function writeToPerson(parts: MailParts, sql: Sql, told: ToPerson): Promise<void> {
  await post(parts, sql, { ...told, direction: 'to_person' });
}

export async function tellPerson(parts: MailParts, told: ToPerson): Promise<void> {
  await parts.database.db.transaction((transaction) => writeToPerson(parts, transaction, told));
}

async function post({ queue }: MailParts, sql: Sql, message: NewOperatorMessage): Promise<void> {
  for (const part of partsOf(message)) {
    if (await insertOperatorMessage(sql, part)) await enqueueMail(queue, sql, part.id);
  }
}

async function enqueueMail(queue: ActionParts['queue'], sql: Sql, id: string): Promise<void> {
  await queue.enqueue(sql, mailQueue, { id }, { singletonKey: id });
}

/** Each row becomes exactly one message of Telegram's: what does not fit one is several. */
function partsOf(message: NewOperatorMessage): NewOperatorMessage[] {
  const { text = '', attachment, ...rest } = message;
  if (message.kind === 'notice') return [{ ...rest, text }];
  if (attachment && text.length <= longestCaption) return [{ ...rest, text, attachment }];
  const parts: NewOperatorMessage[] = piecesOf(text).map((piece, index) => ({
    ...rest,
    id: index === 0 ? message.id : derivedId(message.id, index),
    text: piece,
  }));
  if (attachment) parts.push({ ...rest, id: derivedId(message.id, 'attachment'), text: '', attachment });
  return parts;
}

/** Telegram counts UTF-16 units; a sign of two is not cut. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length || from === 0; ) {
    let to = Math.min(from + longestText, text.length);
    if (to < text.length && /[\uD800-\uDBFF]/.test(text[to - 1] ?? '')) to -= 1;
    pieces.push(text.slice(from, to));
    if (to === from) break;
    from = to;
  }
  return pieces;
}

/** Whose message it is that stands in the operators' chat, for an answer to it. */
export async function findAuthor(
  { database }: Pick<ActionParts, 'database'>,
  place: MessagePlace,
): Promise<string | undefined> {
  const message = await findMessageAt(database.db, place);
  return message === undefined || message.personId === nobody ? undefined : message.personId;
}

/** What became of a message that was to be sent. A throw means: try again later. */
export type MailEnd =
  | { readonly sent: MessagePlace }
  /** It never can be; `told` is said to the operators, as HTML. */
  | { readonly undeliverable: string; readonly told: string | undefined };

export type Mail = OperatorMessage;

export interface MailOptions {
  readonly concurrency: number;
  readonly shutdown: AbortSignal;
}

/** Sends what is told, also what was told while nobody sent. */
export async function workOffOperatorMail(
  parts: MailParts,
  options: MailOptions,
  send: (mail: Mail, signal: AbortSignal) => Promise<MailEnd>,
): Promise<void> {
  await requeueWaitingMail(parts);
  await parts.queue.work(mailQueue, { concurrency: options.concurrency }, async (data, signal) => {
    await sendOne(parts, String(data.id), AbortSignal.any([signal, options.shutdown]), send);
  });
}

/** A message whose job gave up, or was lost with a queue's tables, gets another; one that has a job keeps it. */
export async function requeueWaitingMail({ database, queue }: MailParts, limit = 1000): Promise<void> {
  for (const id of await listWaitingMessages(database.db, limit)) {
    await enqueueMail(queue, database.db, id);
  }
}

async function sendOne(
  parts: MailParts,
  id: string,
  signal: AbortSignal,
  send: (mail: Mail, signal: AbortSignal) => Promise<MailEnd>,
): Promise<void> {
  const { db } = parts.database;
  const mail = await findOperatorMessage(db, id);
  if (mail?.state !== 'waiting') return;
  await countMessageAttempt(db, id);
  const end = await send(mail, signal).catch((error: unknown) => {
    if (!isAppError(error, 'cancelled')) {
      logOf(parts.log, 'admin').warn(
        { err: error, messageId: id, attempts: mail.attempts + 1 },
        'A message will be sent later.',
      );
    }
    throw error;
  });
  if ('sent' in end) await recordMessageSent(db, id, end.sent);
  else await giveUp(parts, mail, end);
}

async function giveUp(
  parts: MailParts,
  mail: Mail,
  { undeliverable, told }: Extract<MailEnd, { undeliverable: string }>,
): Promise<void> {
  logOf(parts.log, 'admin').warn({ messageId: mail.id, undeliverable }, 'A message could not be delivered.');
  await parts.database.db.transaction(async (transaction) => {
    if (!(await recordMessageUndeliverable(transaction, mail.id)) || told === undefined) return;
    const id = derivedId(mail.id, 'undeliverable');
    await writeToOperators(parts, transaction, { id, personId: mail.personId, kind: 'notice', text: told });
  });
}
