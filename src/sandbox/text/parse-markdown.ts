import type { TelegramMessageEntity } from '@gramio/types';
import { cantParse, type Formatted, inOrder } from './formatted.ts';
import { linkOf } from './parse-html.ts';

type EntityType = TelegramMessageEntity['type'];
type Entity = Omit<TelegramMessageEntity, 'offset' | 'length'>;

/** A mark that was opened, `>` at the start of a quoted line among them. */
interface Open {
  readonly mark: string;
  readonly offset: number;
  readonly byteOffset: number;
}

/** Where the reading stands: `at` in the source, `text` and `entities` made so far. */
interface Reading {
  readonly source: string;
  at: number;
  text: string;
  readonly entities: TelegramMessageEntity[];
  readonly open: Open[];
  quoteOffset: number | undefined;
}

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
  const reading: Reading = { source, at: 0, text: '', entities: [], open: [], quoteOffset: undefined };
  while (reading.at < source.length) {
    readQuoteMark(reading);
    const isRead =
      readEscaped(reading) ||
      readCode(reading) ||
      readQuoteEnd(reading) ||
      readMark(reading) ||
      readBracket(reading);
    if (!isRead) readPlain(reading);
  }
  endQuote(reading);
  const unclosed = reading.open.at(-1);
  if (unclosed) {
    const name = marks[unclosed.mark]?.[1] ?? 'TextUrl';
    throw cantParse(`Can't find end of ${name} entity at byte offset ${unclosed.byteOffset}`);
  }
  return { text: reading.text, entities: inOrder(reading.entities) };
}

function byteOffset({ source, at }: Reading): number {
  return Buffer.byteLength(source.slice(0, at));
}

function add({ entities, text }: Reading, entity: Entity, offset: number): void {
  entities.push({ ...entity, offset, length: text.length - offset });
}

/** `>` at the start of a line; the first line without it ends the quote. */
function readQuoteMark(reading: Reading): void {
  const { source, at } = reading;
  if (at > 0 && source[at - 1] !== '\n') return;
  if (source[at] === '>') {
    reading.quoteOffset ??= reading.text.length;
    reading.at += 1;
  } else {
    endQuote(reading);
  }
}

function endQuote(reading: Reading, type: EntityType = 'blockquote'): void {
  if (reading.quoteOffset !== undefined) add(reading, { type }, reading.quoteOffset);
  reading.quoteOffset = undefined;
}

/** `||` at the end of a quote's last line, where no spoiler is open, makes the quote expandable. */
function readQuoteEnd(reading: Reading): boolean {
  const { source, at, open } = reading;
  const isEnd = reading.quoteOffset !== undefined && /^\|\|(\n(?!>)|$)/.test(source.slice(at));
  if (!isEnd || open.some(({ mark }) => mark === '||')) return false;
  endQuote(reading, 'expandable_blockquote');
  reading.at += 2;
  return true;
}

function readEscaped(reading: Reading): boolean {
  const { source, at } = reading;
  const next = source.charCodeAt(at + 1);
  if (source[at] !== '\\' || !(next >= 1 && next <= 126)) return false;
  reading.text += source[at + 1];
  reading.at += 2;
  return true;
}

function readCode(reading: Reading): boolean {
  const { source, at } = reading;
  const fence = source.startsWith('```', at) ? '```' : '`';
  if (!source.startsWith(fence, at)) return false;
  const end = endOf(source, at + fence.length, fence);
  if (end === undefined) {
    throw cantParse(
      `Can't find end of ${fence === '`' ? 'Code' : 'Pre'} entity at byte offset ${byteOffset(reading)}`,
    );
  }
  const inner = withoutEscapes(source.slice(at + fence.length, end));
  const [, language, code] = /^([^\s`]+)\n([\s\S]*)$/.exec(inner) ?? [];
  const offset = reading.text.length;
  reading.at = end + fence.length;
  if (fence === '`') {
    reading.text += inner;
    add(reading, { type: 'code' }, offset);
  } else {
    reading.text += code ?? inner.replace(/^\n/, '');
    add(reading, { type: 'pre', ...(language !== undefined && { language }) }, offset);
  }
  return true;
}

function endOf(source: string, from: number, mark: string): number | undefined {
  for (let at = from; at < source.length; at += source[at] === '\\' ? 2 : 1) {
    if (source.startsWith(mark, at)) return at;
  }
  return undefined;
}

function withoutEscapes(source: string): string {
  return source.replace(/\\([\s\S])/g, '$1');
}

function readMark(reading: Reading): boolean {
  const mark = markAt(reading);
  if (mark === undefined) return false;
  const last = reading.open.at(-1);
  const opened = { mark, byteOffset: byteOffset(reading), offset: reading.text.length };
  reading.at += mark.length;
  if (last?.mark === mark) {
    reading.open.pop();
    add(reading, { type: marks[mark]?.[0] ?? 'bold' }, last.offset);
  } else {
    reading.open.push(opened);
  }
  return true;
}

function markAt({ source, at, open }: Reading): string | undefined {
  if (source.startsWith('||', at)) return '||';
  // Of three in a row the innermost is closed first.
  if (source.startsWith('__', at)) return open.at(-1)?.mark === '_' && source[at + 2] === '_' ? '_' : '__';
  return Object.hasOwn(marks, source[at] ?? '') ? source[at] : undefined;
}

/** `[words](address)`. */
function readBracket(reading: Reading): boolean {
  const { source, at, open } = reading;
  if (source[at] === '[') {
    open.push({ mark: '[', byteOffset: byteOffset(reading), offset: reading.text.length });
    reading.at += 1;
    return true;
  }
  if (source[at] !== ']' || open.at(-1)?.mark !== '[') return false;
  const offset = open.pop()?.offset ?? 0;
  reading.at += 1;
  if (source[reading.at] !== '(') return true;
  const end = endOf(source, reading.at + 1, ')');
  if (end === undefined) throw cantParse(`Can't find end of a URL at byte offset ${byteOffset(reading)}`);
  const link = linkOf(withoutEscapes(source.slice(reading.at + 1, end)));
  if (link) add(reading, link, offset);
  reading.at = end + 1;
  return true;
}

function readPlain(reading: Reading): void {
  const character = reading.source[reading.at] ?? '';
  if (reserved.test(character)) {
    throw cantParse(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
  }
  reading.text += character;
  reading.at += 1;
}
