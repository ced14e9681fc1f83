import { crc32, deflateSync } from 'node:zlib';

/** A whole grey picture of that size. */
export function tinyPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, 0x80).map((value, at) =>
    at % (width + 1) === 0 ? 0 : value,
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A JPEG as far as its dimensions, turned when an orientation is given. */
export function tinyJpeg(width: number, height: number, orientation?: number): Buffer {
  const frame = Buffer.from('ffc0000b080000000001011100', 'hex');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const turned = orientation === undefined ? Buffer.alloc(0) : exifSegment(orientation);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), turned, frame]);
}

function exifSegment(orientation: number): Buffer {
  const segment = Buffer.alloc(36);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(34, 2);
  segment.write('Exif\0\0II*\0', 4, 'latin1');
  segment.writeUInt32LE(8, 14);
  segment.writeUInt16LE(1, 18);
  segment.writeUInt16LE(0x0112, 20);
  segment.writeUInt16LE(3, 22);
  segment.writeUInt32LE(1, 24);
  segment.writeUInt16LE(orientation, 28);
  return segment;
}

/** A tenth of a second of silence. */
export function tinyWav(): Buffer {
  const header = Buffer.from('RIFF....WAVEfmt \x10\0\0\0\x01\0\x01\0....', 'latin1');
  const rest = Buffer.alloc(8 + 8 + 1600);
  header.writeUInt32LE(36 + 1600, 4);
  header.writeUInt32LE(8000, 24);
  rest.writeUInt32LE(16_000, 0);
  rest.writeUInt16LE(2, 4);
  rest.writeUInt16LE(16, 6);
  rest.write('data', 8);
  rest.writeUInt32LE(1600, 12);
  return Buffer.concat([header, rest]);
}
