import type { TelegramMessageEntity } from '@gramio/types';
import { cantParse, type Formatted, inOrder } from './formatted.ts';

type Entity = Omit<TelegramMessageEntity, 'offset' | 'length'>;

interface OpenTag {
  readonly name: string;
  readonly offset: number;
  readonly entity: Entity | undefined;
}

const simpleTags: Readonly<Record<string, TelegramMessageEntity['type']>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  code: 'code',
  pre: 'pre',
};

const tagForm = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[^<>\s=/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*>/y;

/** `parse_mode: 'HTML'`. */
export function parseHtml(source: string): Formatted {
  const open: OpenTag[] = [];
  const entities: TelegramMessageEntity[] = [];
  let text = '';
  for (let at = 0; at < source.length; ) {
    const next = nextSpecial(source, at);
    text += source.slice(at, next);
    at = next;
    if (source[at] === '&') {
      const [character, length] = readCharacter(source, at);
      text += character;
      at += length;
    } else if (source[at] === '<') {
      const tag = readTag(source, at);
      if (tag.isEnd) entities.push(...closeTag(tag.name, open, text, byteOffset(source, at)));
      else
        open.push({
          name: tag.name,
          offset: text.length,
          entity: entityOf(tag, open, byteOffset(source, at)),
        });
      at = tag.end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw cantParse(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities: inOrder(entities.filter((entity) => !isNamedInside(entity, entities))) };
}

/** A `<pre>` whose `<code>` has named the language is one entity, not two. */
function isNamedInside(
  { type, language, offset, length }: TelegramMessageEntity,
  all: readonly TelegramMessageEntity[],
): boolean {
  const isTwin = (other: TelegramMessageEntity) =>
    other.type === 'pre' &&
    other.language !== undefined &&
    other.offset === offset &&
    other.length === length;
  return type === 'pre' && language === undefined && all.some(isTwin);
}

function nextSpecial(source: string, from: number): number {
  const found = source.slice(from).search(/[<&]/);
  return found < 0 ? source.length : from + found;
}

function byteOffset(source: string, at: number): number {
  return Buffer.byteLength(source.slice(0, at));
}

interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  readonly end: number;
}

function readTag(source: string, at: number): Tag {
  tagForm.lastIndex = at;
  const found = tagForm.exec(source);
  if (found === null) {
    const isEnd = source[at + 1] === '/';
    const name = /^<\/?([a-zA-Z][\w-]*)/.exec(source.slice(at))?.[1];
    if (name === undefined && !isEnd)
      throw cantParse(`Unsupported start tag "" at byte offset ${byteOffset(source, at)}`);
    throw cantParse(`Unclosed ${isEnd ? 'end' : 'start'} tag at byte offset ${byteOffset(source, at)}`);
  }
  const [whole, slash, name = '', attributes = ''] = found;
  return {
    name: name.toLowerCase(),
    isEnd: slash === '/',
    attributes: readAttributes(attributes),
    end: at + whole.length,
  };
}

function readAttributes(source: string): ReadonlyMap<string, string> {
  const form = /([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/g;
  return new Map(
    [...source.matchAll(form)].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      plainText(double ?? single ?? bare ?? ''),
    ]),
  );
}

/** What a tag becomes; none for a `<code>` that only names the language of the `<pre>` around it. */
function entityOf(tag: Tag, open: readonly OpenTag[], offset: number): Entity | undefined {
  const { name, attributes } = tag;
  const type = simpleTags[name];
  if (name === 'code' && open.at(-1)?.name === 'pre') {
    const language = /^language-(.+)/.exec(attributes.get('class') ?? '')?.[1];
    return language === undefined ? undefined : { type: 'pre', language };
  }
  if (type !== undefined) return { type };
  switch (name) {
    case 'a':
      return linkOf(attributes.get('href') ?? '');
    case 'blockquote':
      return { type: attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote' };
    case 'span':
      if (attributes.get('class') === 'tg-spoiler') return { type: 'spoiler' };
      throw cantParse(`Tag "span" must have class "tg-spoiler" at byte offset ${offset}`);
    case 'tg-emoji':
      return { type: 'custom_emoji', custom_emoji_id: attributes.get('emoji-id') ?? '' };
    default:
      throw cantParse(`Unsupported start tag "${name}" at byte offset ${offset}`);
  }
}

/** Telegram drops what is no address and keeps the words. */
export function linkOf(href: string): Entity | undefined {
  const url = /^[a-z][a-z0-9+.-]*:/i.test(href) ? href : `http://${href}`;
  return URL.canParse(url) && href !== '' ? { type: 'text_link', url: new URL(url).href } : undefined;
}

function closeTag(
  name: string,
  open: OpenTag[],
  text: string,
  offset: number,
): readonly TelegramMessageEntity[] {
  const tag = open.pop();
  if (tag === undefined) throw cantParse(`Unexpected end tag at byte offset ${offset}`);
  if (tag.name !== name) {
    throw cantParse(
      `Unmatched end tag at byte offset ${offset}, expected "</${tag.name}>", found "</${name}>"`,
    );
  }
  return tag.entity === undefined
    ? []
    : [{ ...tag.entity, offset: tag.offset, length: text.length - tag.offset }];
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** The character that stands there, and how long it is written; others than Telegram's four names stay as they are. */
function readCharacter(source: string, at: number): readonly [string, number] {
  const [whole, decimal, hex, name] =
    /^&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?/.exec(source.slice(at, at + 12)) ?? [];
  if (whole === undefined) return ['&', 1];
  if (name !== undefined) return [named[name] ?? '', whole.length];
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? [String.fromCodePoint(code), whole.length] : ['&', 1];
}

function plainText(source: string): string {
  let text = '';
  for (let at = 0; at < source.length; ) {
    const [character, length] = source[at] === '&' ? readCharacter(source, at) : [source[at] ?? '', 1];
    text += character;
    at += length;
  }
  return text;
}
