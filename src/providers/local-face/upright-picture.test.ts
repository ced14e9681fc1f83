import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../../kernel/errors.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import { createLocalFaceAnalysis, type LocalFaceAnalysis } from './provider.ts';

/** Red, green / blue, white: tells every orientation from every other. */
function quarters(width = 160, height = 120) {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const colours = ['#ff0000', '#00ff00', '#0000ff', '#ffffff'];
  colours.forEach((colour, i) => {
    context.fillStyle = colour;
    context.fillRect(((i % 2) * width) / 2, (Math.floor(i / 2) * height) / 2, width / 2, height / 2);
  });
  return canvas;
}

const jpeg = quarters().toBuffer('image/jpeg', 95);
const png = quarters().toBuffer('image/png');
const webp = quarters().toBuffer('image/webp', 95);

function tiff(orientation: number): Buffer {
  return Buffer.from(
    `4d4d002a000000080001011200030000000100${orientation.toString(16).padStart(2, '0')}000000000000`,
    'hex',
  );
}

function jpegSegment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

function pngChunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const whole = Buffer.alloc(8 + typed.length);
  whole.writeUInt32BE(body.length, 0);
  typed.copy(whole, 4);
  whole.writeUInt32BE(crc32(typed), 4 + typed.length);
  return whole;
}

const pngHeader = (width: number, height: number): Buffer => {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width, 0);
  body.writeUInt32BE(height, 4);
  body[8] = 8;
  body[9] = 2;
  return pngChunk('IHDR', body);
};
const pngOf = (...chunks: Buffer[]) =>
  Buffer.concat([png.subarray(0, 8), ...chunks, pngChunk('IEND', Buffer.alloc(0))]);
const afterPngHeader = (chunk: Buffer) => Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);

function riff(...chunks: [string, Buffer][]): Buffer {
  const body = Buffer.concat(
    chunks.map(([type, content]) => {
      const head = Buffer.alloc(8);
      head.write(type, 'latin1');
      head.writeUInt32LE(content.length, 4);
      return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
    }),
  );
  const head = Buffer.from('RIFF0000WEBP', 'latin1');
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
}

/** A lossy picture's own chunk, wherever the encoder put it. */
const webpImageAt = webp.indexOf('VP8 ') + 8;
const webpImage = webp.subarray(webpImageAt, webpImageAt + webp.readUInt32LE(webpImageAt - 4));
const extendedHeader = (flags: number): Buffer => {
  const body = Buffer.alloc(10);
  body[0] = flags;
  body.writeUIntLE(159, 4, 3);
  body.writeUIntLE(119, 7, 3);
  return body;
};
const webpWithExif = (orientation: number) =>
  riff(['VP8X', extendedHeader(0x08)], ['VP8 ', webpImage], ['EXIF', tiff(orientation)]);

const withExif = {
  JPEG: (orientation: number) =>
    Buffer.concat([
      jpeg.subarray(0, 2),
      jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff(orientation)])),
      jpeg.subarray(2),
    ]),
  PNG: (orientation: number) => afterPngHeader(pngChunk('eXIf', tiff(orientation))),
  WebP: webpWithExif,
};

function jpegWithSize(width: number, height: number): Buffer {
  const copy = Buffer.from(jpeg);
  const frame = copy.findIndex((byte, i) => byte === 0xff && (copy[i + 1] === 0xc0 || copy[i + 1] === 0xc2));
  copy.writeUInt16BE(height, frame + 5);
  copy.writeUInt16BE(width, frame + 7);
  return copy;
}

function jpegWithScans(count: number): Buffer {
  const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
  const scans = jpeg.subarray(scan, jpeg.length - 2);
  return Buffer.concat([jpeg.subarray(0, scan), ...Array<Buffer>(count).fill(scans), jpeg.subarray(-2)]);
}

const zip = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(200, 7)]);

describe('upright pictures', () => {
  let folder: string;
  let port: LocalFaceAnalysis;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'upright-'));
    port = createLocalFaceAnalysis({ modelsFolder: '/nonexistent' });
  });

  afterAll(async () => {
    await port.close();
    await rm(folder, { recursive: true, force: true });
  });

  const upright = async (content: Buffer) => {
    const path = join(folder, `${sha256(content).slice(0, 16)}.jpg`);
    await writeFile(path, content);
    const workFolder = await mkdtemp(join(folder, 'work-'));
    const input = { path, sha256: sha256(content), mime: 'image/jpeg', bytes: content.length };
    return await port.upright(input, {
      signal: new AbortController().signal,
      workFolder,
      reportProgress: () => undefined,
    });
  };

  /** Names of the four corners' colours, row by row. */
  const corners = async (content: Buffer) => {
    const { picturePath } = await upright(content);
    const image = await loadImage(picturePath);
    const canvas = createCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const at = (x: number, y: number) => {
      const [r = 0, g = 0, b = 0] = context.getImageData(x, y, 1, 1).data;
      if (r > 128 && g > 128 && b > 128) return 'w';
      return r > 128 ? 'r' : g > 128 ? 'g' : 'b';
    };
    const [right, bottom] = [image.width - 20, image.height - 20];
    return `${image.width}×${image.height} ${at(20, 20)}${at(right, 20)}${at(20, bottom)}${at(right, bottom)}`;
  };

  // What a viewer sees of the same stored pixels, by EXIF 2.32.
  const expected = [
    '160×120 rgbw',
    '160×120 grwb',
    '160×120 wbgr',
    '160×120 bwrg',
    '120×160 rbgw',
    '120×160 brwg',
    '120×160 wgbr',
    '120×160 gwrb',
  ];

  it.each(['JPEG', 'PNG', 'WebP'] as const)('%s: applies all eight EXIF orientations', async (format) => {
    const seen: string[] = [];
    for (let orientation = 1; orientation <= 8; orientation++) {
      seen.push(await corners(withExif[format](orientation)));
    }
    expect(seen).toEqual(expected);
  });

  it('bounds the longer side and keeps the shape', async () => {
    const { picturePath } = await upright(createCanvas(4000, 3000).toBuffer('image/jpeg', 80));
    const image = await loadImage(picturePath);
    expect([image.width, image.height]).toEqual([2160, 1620]);
  });

  it.each([
    [
      'a motion photo, whose video is dropped',
      Buffer.concat([jpeg, Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), Buffer.alloc(300, 9)]),
    ],
    ['a picture with a gain map behind it', Buffer.concat([jpeg, jpeg])],
    ['padding after the end', Buffer.concat([jpeg, Buffer.alloc(64)])],
    [
      'a compressed text that unpacks to gigabytes',
      afterPngHeader(
        pngChunk('zTXt', Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(30_000_000))])),
      ),
    ],
    [
      'a malformed EXIF block',
      Buffer.concat([
        jpeg.subarray(0, 2),
        jpegSegment(0xe1, Buffer.from('Exif\0\0MM\0*\xff\xff\xff\xff', 'latin1')),
        jpeg.subarray(2),
      ]),
    ],
  ])('accepts %s', async (_name, content) => {
    expect(await corners(content)).toBe('160×120 rgbw');
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'format'],
    ['a text', Buffer.from('hello'), 'format'],
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'format'],
    [
      'an SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1/"/></svg>'),
      'format',
    ],
    ['an HTML page', Buffer.from('<html><script>1</script></html>'), 'format'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'format'],
    ['a HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), 'format'],
    ['an AVIF', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0', 'latin1'), 'format'],
    ['a video', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0', 'latin1'), 'format'],
    ['a playlist', Buffer.from('#EXTM3U\nhttp://127.0.0.1/a.ts'), 'format'],
    ['only the magic bytes of a JPEG', jpeg.subarray(0, 3), 'damaged'],
    ['only the magic bytes of a PNG', png.subarray(0, 8), 'damaged'],
    ['only the magic bytes of a WebP', webp.subarray(0, 12), 'damaged'],
    ['half a JPEG', jpeg.subarray(0, jpeg.length / 2), 'damaged'],
    ['a JPEG without its end', jpeg.subarray(0, -2), 'damaged'],
    ['half a PNG', png.subarray(0, png.length / 2), 'damaged'],
    ['a PNG without its end', png.subarray(0, -12), 'damaged'],
    ['half a WebP', webp.subarray(0, webp.length / 2), 'damaged'],
    ['a PNG with a flipped bit', Buffer.from(png).fill(0x55, 60, 61), 'damaged'],
    ['a PNG without data', pngOf(pngHeader(200, 200)), 'damaged'],
    [
      'a PNG with too little data',
      pngOf(pngHeader(3000, 3000), pngChunk('IDAT', deflateSync(Buffer.alloc(100)))),
      'damaged',
    ],
    [
      'a PNG with data that is no data',
      pngOf(pngHeader(200, 200), pngChunk('IDAT', Buffer.alloc(999, 3))),
      'damaged',
    ],
    ['a PNG with two headers', pngOf(pngHeader(200, 200), pngHeader(20_000, 20_000)), 'damaged'],
    [
      'a WebP with garbage for a picture',
      riff(['VP8 ', Buffer.concat([webpImage.subarray(0, 10), Buffer.alloc(500, 0xaa)])]),
      'damaged',
    ],
    [
      'a JPEG with a lying segment length',
      Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1, 0xff, 0xff])]),
      'damaged',
    ],
    ['a JPEG of hundreds of scans', jpegWithScans(200), 'damaged'],
    [
      'a PNG bomb of 20000×20000',
      pngOf(pngHeader(20_000, 20_000), pngChunk('IDAT', deflateSync(Buffer.alloc(1_000_000)))),
      'too-many-pixels',
    ],
    [
      'a PNG of 4 billion pixels a side',
      pngOf(pngHeader(0xffffffff, 0xffffffff), pngChunk('IDAT', deflateSync(Buffer.alloc(9)))),
      'too-many-pixels',
    ],
    ['a JPEG bomb of 60000×60000', jpegWithSize(60_000, 60_000), 'too-many-pixels'],
    ['a WebP bomb', riff(['VP8L', Buffer.from([0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0])]), 'too-many-pixels'],
    ['a stamp', createCanvas(40, 40).toBuffer('image/png'), 'too-small'],
    ['an animated PNG', afterPngHeader(pngChunk('acTL', Buffer.alloc(8, 1))), 'animated'],
    [
      'an animated WebP',
      riff(['VP8X', extendedHeader(0x02)], ['ANIM', Buffer.alloc(6)], ['ANMF', Buffer.alloc(24)]),
      'animated',
    ],
    ['a JPEG that is a ZIP too', Buffer.concat([jpeg, zip]), 'foreign-data'],
    [
      'a JPEG that is a page too',
      Buffer.concat([jpeg, Buffer.from('<script>alert(1)</script>')]),
      'foreign-data',
    ],
    ['a PNG that is a ZIP too', Buffer.concat([png, zip]), 'foreign-data'],
    ['a WebP that is a ZIP too', Buffer.concat([webp, zip]), 'foreign-data'],
    ['21 MB', Buffer.concat([jpeg, Buffer.alloc(21_000_000)]), 'too-many-bytes'],
  ])('refuses %s', async (_name, content, problem) => {
    await expect(upright(content)).rejects.toSatisfy((error) => {
      expect(error).toMatchObject({ reason: 'invalid-portrait', details: { problem } });
      return isAppError(error) && /^The .* (needed|allowed|at least \d+)\.$/.test(error.message);
    });
  });
});
