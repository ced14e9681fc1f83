import type { TelegramMessageEntity } from '@gramio/types';
import { cantParse, type Formatted } from './formatted.ts';
import { linkOf } from './parse-html.ts';

const types: Readonly<Record<string, TelegramMessageEntity['type']>> = {
  '*': 'bold',
  _: 'italic',
  '`': 'code',
  '```': 'pre',
};
const piece = /\\([_*`[])|\[([^\]]+)\]\(([^)]*)\)|(```)([\s\S]*?)```|([*_`])([\s\S]*?)\6|([*_`])|([\s\S])/g;

/** The old `parse_mode: 'Markdown'`: nothing inside of anything. */
export function parseLegacyMarkdown(source: string): Formatted {
  const entities: TelegramMessageEntity[] = [];
  let text = '';
  for (const match of source.matchAll(piece)) {
    const [, escaped, words, address, fence, code, mark, inner, unclosed, plain] = match;
    if (unclosed !== undefined) {
      const offset = Buffer.byteLength(source.slice(0, match.index));
      throw cantParse(`Can't find end of the entity starting at byte offset ${offset}`);
    }
    const content = escaped ?? words ?? code ?? inner ?? plain ?? '';
    const type = types[fence ?? mark ?? ''];
    const entity = address === undefined ? type && { type } : linkOf(address);
    if (entity && content !== '') entities.push({ ...entity, offset: text.length, length: content.length });
    text += content;
  }
  return { text, entities };
}
