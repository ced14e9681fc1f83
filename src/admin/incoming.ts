import { z } from 'zod';
import type { SentFile } from '../domain/task/task.ts';

const entity = z.looseObject({ type: z.string(), offset: z.number(), length: z.number() });
const file = {
  file_id: z.string(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  file_size: z.number().optional(),
  duration: z.number().optional(),
};
const content = {
  message_id: z.number(),
  chat: z.looseObject({ id: z.number(), type: z.string() }),
  from: z.looseObject({ id: z.number(), is_bot: z.boolean() }).optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  entities: z.array(entity).optional(),
  caption_entities: z.array(entity).optional(),
  photo: z.array(z.looseObject(file)).min(1).optional(),
  video: z.looseObject(file).optional(),
  animation: z.looseObject(file).optional(),
  document: z.looseObject(file).optional(),
};
const message = z.looseObject({
  ...content,
  forward_origin: z.unknown().optional(),
  via_bot: z.unknown().optional(),
  is_automatic_forward: z.boolean().optional(),
  reply_to_message: z.looseObject(content).optional(),
});

type Content = z.infer<z.ZodObject<typeof content, z.core.$loose>>;
export type MessageEntity = z.infer<typeof entity>;

/** What an operator wrote, of what Telegram sent: whatever has another shape is nobody's. */
export interface Incoming {
  readonly messageId: number;
  readonly chatId: number;
  readonly isPrivate: boolean;
  readonly fromId: number;
  /** Not in their own words, or not by their own hand. */
  readonly isForwarded: boolean;
  /** Text or caption. */
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly file: SentFile | undefined;
  /** Something that is neither text nor a file of those kinds, such as a sticker. */
  readonly isOther: boolean;
  readonly repliesTo: RepliedTo | undefined;
}

export interface RepliedTo {
  readonly messageId: number;
  readonly isFromBot: boolean;
  /** The first run of digits that stands in it in a fixed width: our heading names the person so. */
  readonly namedId: number | undefined;
}

export function readIncoming(given: unknown): Incoming | undefined {
  const parsed = message.safeParse(given);
  if (!parsed.success || parsed.data.from === undefined) return undefined;
  const found = parsed.data;
  const file = fileOf(found);
  const text = found.text || found.caption || '';
  const replied = found.reply_to_message;
  return {
    messageId: found.message_id,
    chatId: found.chat.id,
    isPrivate: found.chat.type === 'private',
    fromId: parsed.data.from.id,
    isForwarded:
      found.forward_origin !== undefined ||
      found.via_bot !== undefined ||
      found.is_automatic_forward === true,
    text,
    entities: found.entities ?? found.caption_entities ?? [],
    file,
    isOther: text === '' && file === undefined,
    repliesTo: replied && {
      messageId: replied.message_id,
      isFromBot: replied.from?.is_bot === true,
      namedId: namedIdOf(replied),
    },
  };
}

function fileOf(found: Content): SentFile | undefined {
  const photo = found.photo?.at(-1);
  if (photo) return { fileId: photo.file_id, kind: 'photo' };
  // An animation comes with a document of the same file.
  const video = found.video ?? found.animation;
  if (video) return { fileId: video.file_id, kind: 'video' };
  return found.document && { fileId: found.document.file_id, kind: 'document' };
}

/** People's own words are escaped in what we send: no entity of theirs has a fixed width. */
function namedIdOf(found: Content): number | undefined {
  const text = found.text || found.caption || '';
  const code = (found.entities ?? found.caption_entities ?? []).find(({ type }) => type === 'code');
  const digits = code && text.slice(code.offset, code.offset + code.length);
  return digits !== undefined && /^[1-9]\d{0,15}$/.test(digits) ? Number(digits) : undefined;
}

/** `/credit_add@our_bot 42 +3` → `credit_add`, `42 +3`. */
export function readCommand(
  text: string,
): { readonly name: string; readonly argument: string; readonly addressee: string | undefined } | undefined {
  const found = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,32}))?(?:\s+([\s\S]*))?$/.exec(text);
  if (!found) return undefined;
  return { name: (found[1] ?? '').toLowerCase(), addressee: found[2], argument: (found[3] ?? '').trim() };
}

const press = z.looseObject({
  id: z.string(),
  from: z.looseObject({ id: z.number() }),
  data: z.string(),
  message: z.looseObject({ message_id: z.number(), chat: z.looseObject({ id: z.number() }) }),
});

export interface IncomingPress {
  readonly queryId: string;
  readonly fromId: number;
  readonly data: string;
  readonly chatId: number;
  readonly messageId: number;
}

export function readPress(given: unknown): IncomingPress | undefined {
  const { data } = press.safeParse(given);
  if (!data) return undefined;
  return {
    queryId: data.id,
    fromId: data.from.id,
    data: data.data,
    chatId: data.message.chat.id,
    messageId: data.message.message_id,
  };
}
