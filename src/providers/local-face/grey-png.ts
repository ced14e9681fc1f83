import { crc32, deflateSync } from 'node:zlib';

/** An 8-bit grey PNG; the canvas library writes RGBA only. */
export function greyPng(width: number, height: number, values: Uint8Array | Uint8ClampedArray): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  // Each row begins with its filter: 1 stores differences to the left neighbour, which suits flat areas.
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    const row = y * (width + 1) + 1;
    rows[row - 1] = 1;
    for (let x = 0; x < width; x++) {
      const left = x === 0 ? 0 : (values[y * width + x - 1] ?? 0);
      rows[row + x] = ((values[y * width + x] ?? 0) - left) & 0xff;
    }
  }
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 4 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const framed = Buffer.alloc(8);
  framed.writeUInt32BE(body.length, 0);
  framed.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([framed.subarray(0, 4), typed, framed.subarray(4)]);
}
