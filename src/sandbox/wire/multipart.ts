/** A part's head; `fileName` is there for files alone. */
export interface PartHead {
  readonly name: string;
  readonly fileName?: string;
  readonly mime: string;
}

export type PartReader = (head: PartHead, content: AsyncIterable<Uint8Array>) => Promise<void>;

export class MultipartError extends Error {
  override readonly name = 'MultipartError';
}

const longestHeadBytes = 16 << 10;

/** The delimiter between parts, as the content type names it. */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  return quoted ?? bare;
}

/**
 * Hands the parts over one by one as they come in, none of them held in memory. Lenient where senders differ: header
 * names in any case, values with quotes or without, file names with spaces without quotes.
 */
export async function readMultipart(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
  read: PartReader,
): Promise<void> {
  const source = createSource(body, Buffer.from(`\r\n--${boundary}`));
  // What stands before the first part means nothing.
  for await (const _ of source.untilDelimiter());
  while (!(await source.isLast())) {
    const head = readHead(await source.head());
    const content = source.untilDelimiter();
    await read(head, content);
    for await (const _ of content);
  }
}

function createSource(body: AsyncIterable<Uint8Array>, delimiter: Buffer) {
  const chunks = body[Symbol.asyncIterator]();
  // So that the first delimiter looks like the others.
  let held: Buffer = Buffer.from('\r\n');

  async function more(): Promise<void> {
    const { value, done } = await chunks.next();
    if (done) throw new MultipartError('The body ends within a part.');
    held = held.length === 0 ? Buffer.from(value) : Buffer.concat([held, value]);
  }

  return {
    async *untilDelimiter(): AsyncGenerator<Buffer> {
      for (;;) {
        const end = held.indexOf(delimiter);
        const ready = end < 0 ? Math.max(0, held.length - delimiter.length) : end;
        const content = held.subarray(0, ready);
        held = held.subarray(end < 0 ? ready : end + delimiter.length);
        if (content.length > 0) yield content;
        if (end >= 0) return;
        await more();
      }
    },
    /** Behind a delimiter: two dashes end the body. */
    async isLast(): Promise<boolean> {
      while (held.length < 2) await more();
      return held.toString('latin1', 0, 2) === '--';
    },
    async head(): Promise<string> {
      let end = held.indexOf('\r\n\r\n');
      while (end < 0) {
        if (held.length > longestHeadBytes) throw new MultipartError("A part's head is too long.");
        await more();
        end = held.indexOf('\r\n\r\n');
      }
      const head = held.toString('utf8', 0, end);
      held = held.subarray(end + 4);
      return head;
    },
  };
}

function readHead(head: string): PartHead {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
  const name = parameterOf(disposition, 'name');
  if (name === undefined) throw new MultipartError('A part has no name.');
  const encoded = /;\s*filename\*=(?:UTF-8'')?([^;\s]+)/i.exec(disposition)?.[1];
  const fileName = encoded === undefined ? parameterOf(disposition, 'filename') : decode(encoded);
  const mime = /^content-type:\s*([^;\r\n]+)/im.exec(head)?.[1]?.trim();
  return {
    name,
    ...(fileName !== undefined && { fileName: fileName.replace(/^.*[/\\]/, '') }),
    mime: mime ?? 'application/octet-stream',
  };
}

function parameterOf(disposition: string, key: string): string | undefined {
  const quoted = new RegExp(`[;\\s]${key}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(disposition)?.[1];
  if (quoted !== undefined) return decode(quoted.replace(/\\(["\\])/g, '$1'));
  // A file's name without quotes may hold what else would end it, and comes last.
  const end = key === 'filename' ? '.*' : '[^;]*';
  const bare = new RegExp(`[;\\s]${key}=(${end})`, 'i').exec(disposition)?.[1];
  return bare?.trim();
}

/** Quotes and line breaks in names come percent-encoded. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
