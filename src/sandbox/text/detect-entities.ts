import type { TelegramMessageEntity } from '@gramio/types';
import { type Formatted, inOrder } from './formatted.ts';

const forms: readonly (readonly [TelegramMessageEntity['type'], RegExp])[] = [
  [
    'url',
    /(?<![\w@])(?:https?:\/\/[^\s<>"]+[^\s<>".,:;!?)\]}'»]|(?:[a-z0-9-]+\.)+(?:com|org|net|io|ru|me|dev|app|ai|рф)\b(?:\/[^\s<>"]*[^\s<>".,:;!?)\]}'»])?)/giu,
  ],
  ['email', /(?<![\w.+-])[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}/gi],
  ['bot_command', /(?<![\w/])\/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])/g],
  ['mention', /(?<![\w@])@[a-zA-Z]\w{3,31}\b/g],
  ['hashtag', /(?<![\w#])#[\p{L}\p{N}_]*[\p{L}_][\p{L}\p{N}_]*/gu],
  ['cashtag', /(?<![\w$])\$[A-Z]{3,8}\b/g],
];

/** Telegram finds these by itself, outside code and links and of each other. */
export function withDetected({ text, entities }: Formatted): Formatted {
  if (!/[/@#$.]/.test(text)) return { text, entities };
  const taken = entities.filter(({ type }) => ['code', 'pre', 'text_link', 'text_mention'].includes(type));
  const found: TelegramMessageEntity[] = [];
  for (const [type, form] of forms) {
    for (const match of text.matchAll(form)) {
      const entity = { type, offset: match.index, length: match[0].length };
      const overlaps = [...taken, ...found].some(
        (other) =>
          entity.offset < other.offset + other.length && other.offset < entity.offset + entity.length,
      );
      if (!overlaps) found.push(entity);
    }
  }
  return { text, entities: inOrder([...entities, ...found]) };
}
