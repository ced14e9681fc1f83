import { chatOfPerson, userNamed } from '../chats/chats.ts';
import { asProtocol, postFromUser, replyTo } from '../chats/post.ts';
import { formatText, textFields } from '../text/format-text.ts';
import type { Act, ActParts, Answer } from './act.ts';

export function say(parts: ActParts, { userId, chatId, text, replyTo: repliedId }: Act<'say'>): Answer {
  const user = userNamed(parts, userId);
  const chat = chatOfPerson(parts, chatId, userId);
  const content = textFields(formatText({ text, parseMode: undefined, entities: undefined }));
  const reply = replyTo(parts, chat, repliedId === undefined ? undefined : { message_id: repliedId });
  return { message: asProtocol(postFromUser(parts, chat, user, { ...reply, ...content })) };
}
