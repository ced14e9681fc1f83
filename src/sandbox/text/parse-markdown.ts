import type { TelegramMessageEntity } from '@gramio/types';
import { cantParse, type Formatted, inOrder } from './formatted.ts';
import { linkOf } from './parse-html.ts';

interface OpenMark {
  readonly mark: string;
  readonly offset: number;
  readonly byteOffset: number;
}

type EntityType = TelegramMessageEntity['type'];

const marks: Readonly<Record<string, readonly [type: EntityType, name: string]>> = {
  '*': ['bold', 'Bold'],
  _: ['italic', 'Italic'],
  __: ['underline', 'Underline'],
  '~': ['strikethrough', 'Strikethrough'],
  '||': ['spoiler', 'Spoiler'],
};
const reserved = /[_*[\]()~`>#+\-=|{}.!]/;

/** `parse_mode: 'MarkdownV2'`. */
export function parseMarkdownV2(source: string): Formatted {
  const reader = createReader(source);
  const open: OpenMark[] = [];
  while (!reader.isAtEnd()) {
    if (reader.readEscaped() || reader.readQuoteMark()) continue;
    const code = reader.readCode();
    if (code) continue;
    const mark = reader.markHere(open.at(-1)?.mark);
    if (mark === '[' || mark === ']') readBracket(reader, open, mark);
    else if (mark !== undefined) toggle(reader, open, mark);
    else reader.readPlain();
  }
  const unclosed = open.at(-1);
  if (unclosed) {
    const name = marks[unclosed.mark]?.[1] ?? 'TextUrl';
    throw cantParse(`Can't find end of ${name} entity at byte offset ${unclosed.byteOffset}`);
  }
  return reader.finish();
}

type Reader = ReturnType<typeof createReader>;

function toggle(reader: Reader, open: OpenMark[], mark: string): void {
  const last = open.at(-1);
  const byteOffset = reader.byteOffset();
  reader.skip(mark.length);
  if (last?.mark !== mark) {
    open.push({ mark, offset: reader.length(), byteOffset });
    return;
  }
  open.pop();
  const type = marks[mark]?.[0];
  if (type !== undefined) reader.add({ type }, last.offset);
}

/** `[words](address)`. */
function readBracket(reader: Reader, open: OpenMark[], mark: '[' | ']'): void {
  const byteOffset = reader.byteOffset();
  if (mark === '[') {
    reader.skip(1);
    open.push({ mark, offset: reader.length(), byteOffset });
    return;
  }
  const last = open.pop();
  if (last?.mark !== '[') throw reservedCharacter(']');
  const address = reader.readAddress();
  const link = address === undefined ? undefined : linkOf(address);
  if (link) reader.add(link, last.offset);
}

function reservedCharacter(character: string) {
  return cantParse(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
}

function createReader(source: string) {
  let at = 0;
  let text = '';
  let quote: { readonly offset: number } | undefined;
  const entities: TelegramMessageEntity[] = [];
  const add = (entity: Omit<TelegramMessageEntity, 'offset' | 'length'>, offset: number, end = text.length) =>
    entities.push({ ...entity, offset, length: end - offset });
  const endQuote = () => {
    if (quote === undefined) return;
    const isExpandable = text.endsWith('||');
    if (isExpandable) text = text.slice(0, -2);
    add({ type: isExpandable ? 'expandable_blockquote' : 'blockquote' }, quote.offset);
    quote = undefined;
  };
  const startsLine = () => at === 0 || source[at - 1] === '\n';
  return {
    add,
    isAtEnd: () => at >= source.length,
    length: () => text.length,
    byteOffset: () => Buffer.byteLength(source.slice(0, at)),
    skip: (count: number) => {
      at += count;
    },
    readEscaped(): boolean {
      const next = source.charCodeAt(at + 1);
      if (source[at] !== '\\' || !(next >= 1 && next <= 126)) return false;
      text += source[at + 1];
      at += 2;
      return true;
    },
    /** `>` at a line's start; the quote ends with the first line without it. */
    readQuoteMark(): boolean {
      if (!startsLine()) return false;
      if (source[at] !== '>') {
        if (quote !== undefined) endQuote();
        return false;
      }
      quote ??= { offset: text.length };
      at += 1;
      return true;
    },
    readCode(): boolean {
      const fence = source.startsWith('```', at) ? '```' : source[at] === '`' ? '`' : undefined;
      if (fence === undefined) return false;
      const from = at;
      let end = at + fence.length;
      while (end < source.length && !source.startsWith(fence, end)) end += source[end] === '\\' ? 2 : 1;
      if (end >= source.length) {
        const name = fence === '`' ? 'Code' : 'Pre';
        const offset = Buffer.byteLength(source.slice(0, from));
        throw cantParse(`Can't find end of ${name} entity at byte offset ${offset}`);
      }
      const inner = source.slice(at + fence.length, end).replace(/\\([\s\S])/g, '$1');
      const [, language, body] = (fence === '```' && /^([^\s`]+)\n([\s\S]*)$/.exec(inner)) || [];
      const offset = text.length;
      text += body ?? (fence === '```' ? inner.replace(/^\n/, '') : inner);
      if (fence === '`') add({ type: 'code' }, offset);
      else add({ type: 'pre', ...(language !== undefined && { language }) }, offset);
      at = end + fence.length;
      return true;
    },
    markHere(innermost: string | undefined): string | undefined {
      if (source.startsWith('||', at))
        return quote !== undefined && /^\|\|(\n|$)/.test(source.slice(at)) && innermost !== '||'
          ? undefined
          : '||';
      // Three in a row close the italic first when it is the innermost.
      if (source.startsWith('__', at)) return innermost === '_' && source[at + 2] !== '_' ? '_' : '__';
      const character = source[at] ?? '';
      return '*_~[]'.includes(character) ? character : undefined;
    },
    readPlain(): void {
      const character = source[at] ?? '';
      const endsQuote = quote !== undefined && /^\|\|(\n|$)/.test(source.slice(at));
      if (endsQuote) {
        text += '||';
        at += 2;
        return;
      }
      if (reserved.test(character)) throw reservedCharacter(character);
      text += character;
      at += 1;
    },
    /** Behind `]`; undefined when no address follows. */
    readAddress(): string | undefined {
      at += 1;
      if (source[at] !== '(') return undefined;
      let end = at + 1;
      while (end < source.length && source[end] !== ')') end += source[end] === '\\' ? 2 : 1;
      if (end >= source.length) {
        throw cantParse(
          `Can't find end of a URL at byte offset ${Buffer.byteLength(source.slice(0, at + 1))}`,
        );
      }
      const address = source.slice(at + 1, end).replace(/\\([\s\S])/g, '$1');
      at = end + 1;
      return address;
    },
    finish(): Formatted {
      endQuote();
      return { text, entities: inOrder(entities) };
    },
  };
}

const legacyMarks: Readonly<Record<string, readonly [type: EntityType, name: string]>> = {
  '*': ['bold', 'bold'],
  _: ['italic', 'italic'],
  '`': ['code', 'code'],
  '```': ['pre', 'pre'],
};

/** The old `parse_mode: 'Markdown'`: nothing inside of anything. */
export function parseMarkdown(source: string): Formatted {
  const entities: TelegramMessageEntity[] = [];
  let text = '';
  for (let at = 0; at < source.length; ) {
    const escaped = /^\\([_*`[])/.exec(source.slice(at, at + 2))?.[1];
    if (escaped !== undefined) {
      text += escaped;
      at += 2;
      continue;
    }
    const link = /^\[([^\]]+)\]\(([^)]*)\)/.exec(source.slice(at));
    if (link !== null) {
      const entity = linkOf(link[2] ?? '');
      if (entity) entities.push({ ...entity, offset: text.length, length: (link[1] ?? '').length });
      text += link[1] ?? '';
      at += link[0].length;
      continue;
    }
    const mark = source.startsWith('```', at) ? '```' : (source[at] ?? '');
    const [type, name] = legacyMarks[mark] ?? [];
    if (type === undefined) {
      text += source[at];
      at += 1;
      continue;
    }
    const end = source.indexOf(mark, at + mark.length);
    if (end < 0) {
      const offset = Buffer.byteLength(source.slice(0, at));
      throw cantParse(`Can't find end of the entity starting at byte offset ${offset} (${name})`);
    }
    const inner = source.slice(at + mark.length, end);
    entities.push({ type, offset: text.length, length: inner.length });
    text += inner;
    at = end + mark.length;
  }
  return { text, entities: inOrder(entities) };
}
