import type { TelegramMessageEntity } from '@gramio/types';
import { ApiError } from '../wire/api-error.ts';

export interface Formatted {
  readonly text: string;
  readonly entities: readonly TelegramMessageEntity[];
}

/** Offsets in the words are bytes of UTF-8, as Telegram counts them there. */
export function cantParse(words: string): ApiError {
  return new ApiError(400, `Bad Request: can't parse entities: ${words}`, { isViolation: true });
}

/** Outer before inner, as Telegram orders them; empty ones are dropped. */
export function inOrder(entities: readonly TelegramMessageEntity[]): readonly TelegramMessageEntity[] {
  return entities
    .filter(({ length }) => length > 0)
    .sort((left, right) => left.offset - right.offset || right.length - left.length);
}

/** Without white space around, the entities moved along. */
export function trimmed({ text, entities }: Formatted): Formatted {
  const start = text.length - text.trimStart().length;
  const words = text.trim();
  const moved = entities.map((entity) => {
    const from = Math.max(0, entity.offset - start);
    const to = Math.min(words.length, entity.offset + entity.length - start);
    return { ...entity, offset: from, length: Math.max(0, to - from) };
  });
  return { text: words, entities: moved.filter(({ length }) => length > 0) };
}
