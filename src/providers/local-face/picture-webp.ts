import { exifOrientation } from './exif-orientation.ts';
import { type PictureFile, refusal } from './picture-rules.ts';

const animationFlag = 0x02;
const alphaFlag = 0x10;

interface Chunk {
  readonly type: string;
  readonly body: Buffer;
  /** With its header and padding. */
  readonly whole: Buffer;
}

export function readWebp(content: Buffer): PictureFile {
  const end = 8 + content.readUInt32LE(4);
  if (end > content.length) throw refusal('damaged', 'The WebP file is cut off');
  const trailing = content.length - end;
  if (trailing > 1)
    throw refusal('foreign-data', `The WebP file goes on for ${trailing} bytes after its picture`);
  const chunks = chunksOf(content.subarray(12, end));
  const extended = chunks.find((chunk) => chunk.type === 'VP8X');
  const isAnimated = ((extended?.body[0] ?? 0) & animationFlag) !== 0;
  if (isAnimated || chunks.some(({ type }) => type === 'ANIM' || type === 'ANMF')) {
    throw refusal('animated', 'The WebP file is animated');
  }
  const images = chunks.filter(({ type }) => type === 'VP8 ' || type === 'VP8L');
  const [image] = images;
  if (!image || images.length > 1) throw refusal('damaged', 'The WebP file holds no picture or several');
  const size = sizeOf(image);
  const exif = chunks.find((chunk) => chunk.type === 'EXIF');
  const alpha = chunks.find((chunk) => chunk.type === 'ALPH');
  return {
    format: 'WebP',
    ...size,
    orientation: orientationOf(exif),
    essence: essenceOf(size, image, alpha),
  };
}

function chunksOf(content: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < content.length; ) {
    if (at + 8 > content.length) throw refusal('damaged', 'The WebP file is cut off');
    const length = content.readUInt32LE(at + 4);
    const end = at + 8 + length;
    if (end > content.length) throw refusal('damaged', 'The WebP file is cut off');
    const padded = Math.min(content.length, end + (length % 2));
    chunks.push({
      type: content.toString('latin1', at, at + 4),
      body: content.subarray(at + 8, end),
      whole: content.subarray(at, padded),
    });
    at = padded;
  }
  return chunks;
}

/** From the picture data itself, since a container may claim another size. */
function sizeOf({ type, body }: Chunk): { width: number; height: number } {
  if (type === 'VP8L') {
    if (body.length < 5 || body[0] !== 0x2f) throw refusal('damaged', 'The WebP file has a malformed header');
    const bits = body.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  const hasStartCode = body.subarray(3, 6).equals(Buffer.from([0x9d, 0x01, 0x2a]));
  if (body.length < 10 || !hasStartCode) throw refusal('damaged', 'The WebP file has a malformed header');
  return { width: body.readUInt16LE(6) & 0x3fff, height: body.readUInt16LE(8) & 0x3fff };
}

function orientationOf(exif: Chunk | undefined): number {
  if (!exif) return 1;
  const hasPrefix = exif.body.toString('latin1', 0, 6) === 'Exif\0\0';
  return exifOrientation(hasPrefix ? exif.body.subarray(6) : exif.body);
}

/** A new container of the picture and its alpha alone. */
function essenceOf(size: { width: number; height: number }, image: Chunk, alpha: Chunk | undefined): Buffer {
  const chunks = [image.whole];
  if (alpha && image.type === 'VP8 ') {
    const header = Buffer.alloc(18);
    header.write('VP8X', 0, 'latin1');
    header.writeUInt32LE(10, 4);
    header[8] = alphaFlag;
    header.writeUIntLE(size.width - 1, 12, 3);
    header.writeUIntLE(size.height - 1, 15, 3);
    chunks.unshift(header, alpha.whole);
  }
  const body = Buffer.concat(chunks);
  const riff = Buffer.alloc(12);
  riff.write('RIFF', 0, 'latin1');
  riff.writeUInt32LE(4 + body.length, 4);
  riff.write('WEBP', 8, 'latin1');
  return Buffer.concat([riff, body]);
}
