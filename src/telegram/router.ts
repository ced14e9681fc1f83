import type { SeenPerson } from '../domain/person/seen-person.ts';
import type { CallbackQuery, Message } from 'grammy/types';
import { z } from 'zod';
import type { SentFile } from '../domain/task/task.ts';
import { type CommandName, commandNames, type FlowEvent } from '../flow/event.ts';

export interface RoutedMessage {
  readonly kind: 'message';
  readonly sender: SeenPerson;
  readonly chatId: number;
  readonly isPrivate: boolean;
  /** As Telegram sent it. */
  readonly message: Message;
  /** What it means for a conversation; nothing for what Telegram itself reports. */
  readonly event: FlowEvent | undefined;
  /** Of a deep link. */
  readonly payload: string | undefined;
  /** Items of one album come as messages of their own. */
  readonly albumId: string | undefined;
}

export interface RoutedPress {
  readonly kind: 'press';
  readonly sender: SeenPerson;
  readonly callbackId: string;
  readonly data: string;
  /** The message that the button stands under; undefined where Telegram does not know it any more. */
  readonly messageId: number | undefined;
  readonly isPrivate: boolean;
  /** As Telegram sent it. */
  readonly query: CallbackQuery;
}

export type Routed =
  | RoutedMessage
  | RoutedPress
  | { readonly kind: 'membership'; readonly sender: SeenPerson; readonly isReachable: boolean }
  | { readonly kind: 'ignored' };

const whole = z.number().int().safe();
const user = z.object({
  id: whole.positive(),
  is_bot: z.boolean().optional(),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
});
const chat = z.object({ id: whole, type: z.string() });
const sentFile = z.object({
  file_id: z.string().min(1),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  file_size: whole.nonnegative().optional(),
  duration: z.number().nonnegative().optional(),
});
const message = z.object({
  message_id: whole,
  from: user,
  chat,
  forward_origin: z.unknown().optional(),
  media_group_id: z.string().optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  photo: z.array(sentFile.extend({ width: whole, height: whole })).optional(),
  video: sentFile.optional(),
  animation: sentFile.optional(),
  document: sentFile.optional(),
});
type ReadMessage = z.infer<typeof message>;

const callbackQuery = z.object({
  id: z.string().min(1),
  from: user,
  data: z.string().optional(),
  message: z.object({ message_id: whole, chat }).optional(),
});
const membership = z.object({
  from: user,
  chat,
  new_chat_member: z.object({ status: z.string() }),
});

/** Contents that no screen can use, but whose sender waits for a word. */
const otherKinds = [
  'sticker',
  'voice',
  'video_note',
  'audio',
  'location',
  'venue',
  'contact',
  'poll',
  'dice',
  'story',
  'paid_media',
  'checklist',
] as const;

const payloadPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** What an update is about. `username` is the bot's own: commands for other bots are not ours. */
export function routeUpdate(update: unknown, username: string | undefined): Routed {
  const fields = (typeof update === 'object' && update !== null ? update : {}) as Record<string, unknown>;
  if ('message' in fields) return routeMessage(fields.message, username);
  if ('callback_query' in fields) return routePress(fields.callback_query);
  if ('my_chat_member' in fields) return routeMembership(fields.my_chat_member);
  return { kind: 'ignored' };
}

function routeMessage(raw: unknown, username: string | undefined): Routed {
  const read = message.safeParse(raw);
  if (!read.success || read.data.from.is_bot === true) return { kind: 'ignored' };
  const { from, chat: place, media_group_id: albumId } = read.data;
  const event = eventOf(read.data, raw as object, username);
  const argument = event?.on === 'command' && event.name === 'start' ? event.argument : undefined;
  return {
    kind: 'message',
    sender: seenPerson(from),
    chatId: place.id,
    isPrivate: place.type === 'private',
    message: raw as Message,
    event,
    payload: argument,
    albumId,
  };
}

function eventOf(read: ReadMessage, raw: object, username: string | undefined): FlowEvent | undefined {
  const { text, message_id: messageId } = read;
  if (text !== undefined) {
    // Who forwards a command did not mean it.
    const command = read.forward_origin === undefined ? commandOf(text, username) : undefined;
    return command ?? { on: 'text', text, messageId };
  }
  const file = fileOf(read);
  if (file)
    return { on: 'file', file, messageId, ...(read.caption !== undefined && { caption: read.caption }) };
  const kind = otherKinds.find((name) => name in raw);
  return kind && { on: 'other', kind };
}

function commandOf(text: string, username: string | undefined): FlowEvent | undefined {
  const match = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{3,32}))?(?:\s+([\s\S]*))?$/.exec(text.trimEnd());
  const [, written = '', bot, argument = ''] = match ?? [];
  if (!match) return undefined;
  if (bot !== undefined && username !== undefined && bot.toLowerCase() !== username.toLowerCase())
    return undefined;
  const name = written.toLowerCase();
  if (!isCommandName(name)) return { on: 'unknown-command', name };
  const isUsable = name === 'start' ? payloadPattern.test(argument) : argument !== '';
  return { on: 'command', name, ...(isUsable && { argument }) };
}

function isCommandName(name: string): name is CommandName {
  return (commandNames as readonly string[]).includes(name);
}

/** An animation also comes with a document that shows the same. */
function fileOf({ photo, video, animation, document }: ReadMessage): SentFile | undefined {
  const largest = photo
    ?.toSorted((left, right) => left.width * left.height - right.width * right.height)
    .at(-1);
  if (largest) return sent('photo', largest);
  const moving = video ?? animation;
  if (moving) return sent('video', moving);
  return document && sent('document', document);
}

function sent(kind: SentFile['kind'], file: z.infer<typeof sentFile>): SentFile {
  return {
    fileId: file.file_id,
    kind,
    ...(file.file_name !== undefined && { name: file.file_name }),
    ...(file.mime_type !== undefined && { mime: file.mime_type }),
    ...(file.file_size !== undefined && { bytes: file.file_size }),
    ...(file.duration !== undefined && { durationSeconds: file.duration }),
  };
}

function routePress(raw: unknown): Routed {
  const read = callbackQuery.safeParse(raw);
  if (!read.success) return { kind: 'ignored' };
  const { id, from, data = '', message: under } = read.data;
  return {
    kind: 'press',
    sender: seenPerson(from),
    callbackId: id,
    data,
    messageId: under?.message_id,
    isPrivate: under === undefined || under.chat.type === 'private',
    query: raw as CallbackQuery,
  };
}

function routeMembership(raw: unknown): Routed {
  const read = membership.safeParse(raw);
  if (!read.success || read.data.chat.type !== 'private') return { kind: 'ignored' };
  const { from, new_chat_member: now } = read.data;
  return { kind: 'membership', sender: seenPerson(from), isReachable: now.status !== 'kicked' };
}

/** Far above what Telegram allows; a longer one would only fill rows and screens. */
const longestName = 128;
const usernamePattern = /^\w{1,64}$/;
const languageTagPattern = /^[A-Za-z0-9-]{2,35}$/;

/** What can't be a name or a language is left out: both stand in screens and files of the operators. */
function seenPerson(from: z.infer<typeof user>): SeenPerson {
  const { username, language_code: languageCode, last_name: lastName } = from;
  return {
    telegramId: from.id,
    firstName: cutName(from.first_name),
    ...(lastName !== undefined && { lastName: cutName(lastName) }),
    ...(username !== undefined && usernamePattern.test(username) && { username }),
    ...(languageCode !== undefined && languageTagPattern.test(languageCode) && { languageCode }),
  };
}

function cutName(name: string): string {
  return name.slice(0, longestName).toWellFormed();
}
