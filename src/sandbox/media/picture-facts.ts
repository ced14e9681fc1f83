import { open } from 'node:fs/promises';

export interface PictureFacts {
  readonly format: 'jpeg' | 'png' | 'webp' | 'gif';
  /** As shown: a phone's turned picture is turned. */
  readonly width: number;
  readonly height: number;
}

/** Dimensions stand this early, also behind a camera's preview picture. */
const headBytes = 256 << 10;

/** Reads a picture's dimensions out of its head; undefined for what is no such picture. */
export async function readPictureFacts(path: string): Promise<PictureFacts | undefined> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return pictureFactsOf(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

export function pictureFactsOf(head: Buffer): PictureFacts | undefined {
  try {
    return readPng(head) ?? readGif(head) ?? readWebp(head) ?? readJpeg(head);
  } catch (error) {
    // Cut off in the middle of a number.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readPng(head: Buffer): PictureFacts | undefined {
  if (head.toString('latin1', 1, 4) !== 'PNG') return undefined;
  return { format: 'png', width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

function readGif(head: Buffer): PictureFacts | undefined {
  if (!/^GIF8[79]a/.test(head.toString('latin1', 0, 6))) return undefined;
  return { format: 'gif', width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
}

function readWebp(head: Buffer): PictureFacts | undefined {
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  const chunk = head.toString('latin1', 12, 16);
  if (chunk === 'VP8X') {
    return { format: 'webp', width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
  }
  if (chunk === 'VP8L') {
    const bits = head.readUInt32LE(21);
    return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return { format: 'webp', width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
}

/** Segments of marker, length and content; the frame header among C0…CF has the dimensions. */
function readJpeg(head: Buffer): PictureFacts | undefined {
  if (head.length < 4 || head.readUInt16BE(0) !== 0xffd8) return undefined;
  let isTurned = false;
  for (let at = 2; at < head.length; ) {
    if (head[at] !== 0xff) return undefined;
    const marker = head.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrameHeader(marker)) {
      const [height, width] = [head.readUInt16BE(at + 5), head.readUInt16BE(at + 7)];
      return { format: 'jpeg', width: isTurned ? height : width, height: isTurned ? width : height };
    }
    const length = head.readUInt16BE(at + 2);
    if (marker === 0xe1) isTurned ||= turnsByExif(head.subarray(at + 4, at + 2 + length));
    at += 2 + length;
  }
  return undefined;
}

function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Orientations 5 to 8 swap width and height. */
function turnsByExif(segment: Buffer): boolean {
  if (segment.toString('latin1', 0, 4) !== 'Exif') return false;
  const tiff = segment.subarray(6);
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(directory); entry += 1) {
    const at = directory + 2 + entry * 12;
    if (short(at) === 0x0112) return short(at + 8) >= 5;
  }
  return false;
}
