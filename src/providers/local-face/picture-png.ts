import { crc32, createInflate } from 'node:zlib';
import { exifOrientation } from './exif-orientation.ts';
import { type PictureFile, refusal } from './picture-rules.ts';

/** What the picture is made of; compressed texts and profiles, which may unpack to gigabytes, are left out. */
const needed = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'gAMA', 'sRGB', 'cHRM']);

export function readPng(content: Buffer): PictureFile {
  const kept = [content.subarray(0, 8)];
  let orientation = 1;
  let size: { width: number; height: number } | undefined;
  let hasData = false;
  for (let at = 8; ; ) {
    const chunk = chunkAt(content, at);
    if (at === 8 && chunk.type !== 'IHDR')
      throw refusal('damaged', 'The PNG file does not begin with its header');
    if (chunk.type === 'IHDR') size = sizeOf(chunk.body, size !== undefined);
    if (chunk.type === 'acTL') throw refusal('animated', 'The PNG file is animated');
    if (chunk.type === 'eXIf') orientation = exifOrientation(chunk.body);
    if (chunk.type === 'IDAT') hasData = true;
    if (needed.has(chunk.type)) kept.push(content.subarray(at, chunk.end));
    at = chunk.end;
    if (chunk.type !== 'IEND') continue;
    checkTrailer(content.length - at);
    break;
  }
  if (!size || !hasData) throw refusal('damaged', 'The PNG file holds no picture');
  return { format: 'PNG', ...size, orientation, essence: Buffer.concat(kept) };
}

function chunkAt(content: Buffer, at: number): { type: string; body: Buffer; end: number } {
  if (at + 12 > content.length) throw refusal('damaged', 'The PNG file is cut off');
  const length = content.readUInt32BE(at);
  const end = at + 12 + length;
  if (end > content.length) throw refusal('damaged', 'The PNG file is cut off');
  const type = content.toString('latin1', at + 4, at + 8);
  if (crc32(content.subarray(at + 4, end - 4)) !== content.readUInt32BE(end - 4)) {
    throw refusal('damaged', 'The PNG file has a checksum that does not fit');
  }
  return { type, body: content.subarray(at + 8, end - 4), end };
}

function sizeOf(header: Buffer, again: boolean): { width: number; height: number } {
  if (header.length !== 13 || again) throw refusal('damaged', 'The PNG file has a malformed header');
  return { width: header.readUInt32BE(0), height: header.readUInt32BE(4) };
}

function checkTrailer(bytes: number): void {
  if (bytes > 0) throw refusal('foreign-data', `The PNG file goes on for ${bytes} bytes after its picture`);
}

const channelsOfColourType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Adam7: first column and row of each pass, and its steps. */
const interlacePasses = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Throws where the data is less than the picture: a decoder would leave the rest empty and say nothing. */
export async function checkPngData(essence: Buffer): Promise<void> {
  const header = essence.subarray(16, 29);
  const data: Buffer[] = [];
  for (let at = 8; at < essence.length; ) {
    const chunk = chunkAt(essence, at);
    if (chunk.type === 'IDAT') data.push(chunk.body);
    at = chunk.end;
  }
  const expected = dataBytes(header);
  const found = await inflatedBytes(Buffer.concat(data), expected);
  if (found < expected)
    throw refusal('damaged', 'The PNG file holds less than the picture its header describes');
}

function dataBytes(header: Buffer): number {
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const bits = (header[8] ?? 8) * (channelsOfColourType[header[9] ?? 0] ?? 1);
  const bytes = (columns: number, rows: number) =>
    columns > 0 ? rows * (1 + Math.ceil((columns * bits) / 8)) : 0;
  if (header[12] === 0) return bytes(width, height);
  const inPass = (length: number, first: number, step: number) =>
    Math.ceil(Math.max(0, length - first) / step);
  return interlacePasses.reduce(
    (sum, [x, y, right, down]) => sum + bytes(inPass(width, x, right), inPass(height, y, down)),
    0,
  );
}

/** Counts without keeping, and no further than `enough`. */
function inflatedBytes(data: Buffer, enough: number): Promise<number> {
  const inflate = createInflate();
  let bytes = 0;
  return new Promise((resolve) => {
    inflate.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes >= enough) inflate.destroy();
    });
    for (const event of ['end', 'error', 'close']) inflate.once(event, () => resolve(bytes));
    inflate.end(data);
  });
}
