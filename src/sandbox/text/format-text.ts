import type { TelegramMessageEntity } from '@gramio/types';
import { wrongCall } from '../wire/api-error.ts';
import { withDetected } from './detect-entities.ts';
import { type Formatted, trimmed } from './formatted.ts';
import { parseHtml } from './parse-html.ts';
import { parseLegacyMarkdown } from './parse-legacy-markdown.ts';
import { parseMarkdownV2 } from './parse-markdown.ts';

export interface WrittenText {
  readonly text: string | undefined;
  readonly parseMode: string | undefined;
  readonly entities: readonly TelegramMessageEntity[] | undefined;
}

const mostTextUnits = 4096;
const mostCaptionUnits = 1024;

/** A message's text; throws Telegram's complaints about empty and long ones. */
export function formatText(written: WrittenText): Formatted {
  const formatted = format(written);
  if (formatted.text === '') throw wrongCall('message text is empty');
  if (formatted.text.length > mostTextUnits) throw wrongCall('message is too long');
  return formatted;
}

/** Undefined for none: captions may be empty. */
export function formatCaption(written: WrittenText): Formatted | undefined {
  const formatted = format(written);
  if (formatted.text.length > mostCaptionUnits) throw wrongCall('message caption is too long');
  return formatted.text === '' ? undefined : formatted;
}

/** A text's fields of a message; `entities` only where there are some. */
export function textFields({ text, entities }: Formatted): {
  readonly text: string;
  readonly entities?: TelegramMessageEntity[];
} {
  return { text, ...(entities.length > 0 && { entities: [...entities] }) };
}

export function captionFields(caption: Formatted | undefined): {
  readonly caption?: string;
  readonly caption_entities?: TelegramMessageEntity[];
} {
  if (caption === undefined) return {};
  return {
    caption: caption.text,
    ...(caption.entities.length > 0 && { caption_entities: [...caption.entities] }),
  };
}

function format({ text = '', parseMode, entities = [] }: WrittenText): Formatted {
  return withDetected(trimmed(parse(text, parseMode, entities)));
}

function parse(
  text: string,
  parseMode: string | undefined,
  entities: readonly TelegramMessageEntity[],
): Formatted {
  switch (parseMode?.toLowerCase()) {
    case 'html':
      return parseHtml(text);
    case 'markdownv2':
      return parseMarkdownV2(text);
    case 'markdown':
      return parseLegacyMarkdown(text);
    default:
      return { text, entities };
  }
}
