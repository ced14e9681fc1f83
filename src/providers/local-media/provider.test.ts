import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import { mediaProbeContract } from '../../ports/media-probe.contract.ts';
import { createLocalMediaProbe } from './provider.ts';

const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg';
const probePort = createLocalMediaProbe({ ffmpeg: ffmpegAt(ffmpegPath, 'system') });

mediaProbeContract('local-media', { create: async () => probePort, ffmpegPath });

describe('hostile and odd videos', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-media-'));
  let listener: Server;
  let address = '';
  let connections = 0;

  beforeAll(async () => {
    listener = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const bound = listener.address();
    address = typeof bound === 'object' && bound ? `http://127.0.0.1:${bound.port}` : '';
    make('good.mp4', '-f', 'lavfi', '-i', 'testsrc=s=128x96:r=25:d=2', '-pix_fmt', 'yuv420p', '-g', '10');
  });
  afterAll(() => {
    listener.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (name: string) => join(folder, name);
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(at(name), content);
    return name;
  };
  function make(name: string, ...args: string[]): string {
    const run = spawnSync(ffmpegPath, ['-v', 'error', '-y', ...args, at(name)]);
    expect(run.stderr.toString()).toBe('');
    return name;
  }
  const good = () => readFileSync(at('good.mp4'));
  const probe = (name: string) =>
    probePort.probe(
      { path: at(name), sha256: '', mime: 'video/mp4', bytes: 1 },
      {
        signal: new AbortController().signal,
        workFolder: mkdtempSync(at('work-')),
        reportProgress: () => {},
      },
    );
  const dash = () =>
    `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1" codecs="avc1.42c00d"><BaseURL>${address}/v.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>`;
  const hls = () => `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${address}/v.ts\n#EXT-X-ENDLIST\n`;
  const ftyp = Buffer.from('\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41', 'latin1');

  const hostile: readonly (readonly [string, () => string, RegExp])[] = [
    ['a DASH manifest named .mp4', () => write('dash.mp4', dash()), /DASH/],
    ['a bare DASH manifest', () => write('dash2.mp4', dash().replace(/^<\?xml[^>]*>/, '')), /DASH/],
    ['an HLS playlist named .mp4', () => write('hls.mp4', hls()), /HLS/],
    ['an ffconcat list', () => write('c.mp4', `ffconcat version 1.0\nfile '${address}/v.mp4'\n`), /concat/],
    ['an HTML page', () => write('page.mp4', `<!doctype html><video src="${address}/v.mp4">`), /HTML/],
    ['a plain text with an address', () => write('text.mp4', `${address}/v.mp4\n`), /text/],
    ['a shell script', () => write('script.mp4', `#!/bin/sh\ncurl ${address}\n`), /text/],
    [
      'MP4 first bytes, then a playlist',
      () => write('poly1.mp4', Buffer.concat([ftyp, Buffer.from(hls())])),
      /read|no video/,
    ],
    [
      'MP4 first bytes, then a manifest',
      () => write('poly2.mp4', Buffer.concat([ftyp, Buffer.from(dash())])),
      /read|no video/,
    ],
    ['a ZIP archive', () => write('zip.mp4', 'PK\x03\x04 hidden'), /ZIP/],
    ['zero bytes of content', () => write('zeros.mp4', Buffer.alloc(4096)), /unknown/],
    ['one byte', () => write('one.mp4', 'f'), /text|unknown/],
    ['first bytes only', () => write('head.mp4', ftyp), /read|no video/],
    [
      'a box that claims 8 exabytes',
      () =>
        write(
          'huge.mp4',
          Buffer.concat([
            ftyp,
            Buffer.from('\x00\x00\x00\x01moov\x7f\xff\xff\xff\xff\xff\xff\xff', 'latin1'),
          ]),
        ),
      /read|no video/,
    ],
    ['a box nested in itself', () => write('nest.mp4', nested(ftyp)), /read|no video/],
    ['a Matroska file', () => make('x.mkv', '-i', at('good.mp4'), '-c', 'copy'), /Matroska.*convert/],
    [
      'a transport stream',
      () => make('x.ts', '-i', at('good.mp4'), '-c', 'copy'),
      /transport stream.*convert/,
    ],
    ['a GIF', () => make('x.gif', '-i', at('good.mp4'), '-frames:v', '2'), /GIF/],
    ['sound without a picture', () => make('s.mp4', '-f', 'lavfi', '-i', 'sine=d=1'), /only sound/],
    [
      'a codec that is not on the list',
      () => make('mjpeg.mov', '-i', at('good.mp4'), '-c:v', 'mjpeg'),
      /coded as.*H\.264/,
    ],
    [
      'a rare decoder with a history',
      () => make('magic.mov', '-i', at('good.mp4'), '-c:v', 'png'),
      /coded as/,
    ],
    ['a file cut off in its pictures', () => cutOff('cut.mp4', true), /cut off|decoded/],
    ['a file cut off before its index', () => cutOff('cut2.mp4', false), /read|no video/],
    ['a wrong length of hours', () => longClaim('long.mp4'), /claims to last \d+ seconds; at most 3600/],
    [
      'a picture of 8192 by 8192',
      () =>
        make(
          'bomb.mp4',
          '-f',
          'lavfi',
          '-i',
          'color=s=8192x8192:r=1:d=1',
          '-c:v',
          'libx264',
          '-preset',
          'ultrafast',
          '-pix_fmt',
          'yuv420p',
        ),
      /8192×8192.*at most 16\.777216 million/,
    ],
    ['a small claim over a large picture', () => smallClaim('lie.mp4'), /decoded|pixels/],
    ['pictures of noise', () => scrambled('noise.mp4'), /decoded|read|cut off/],
  ];

  function nested(start: Buffer): Buffer {
    const depth = 5000;
    const boxes = Array.from({ length: depth }, (_, level) => {
      const box = Buffer.from('\x00\x00\x00\x00moov', 'latin1');
      box.writeUInt32BE((depth - level) * 8, 0);
      return box;
    });
    return Buffer.concat([start, ...boxes]);
  }
  function cutOff(name: string, indexFirst: boolean): string {
    make(name, '-i', at('good.mp4'), '-c', 'copy', ...(indexFirst ? ['-movflags', '+faststart'] : []));
    truncateSync(at(name), Math.floor(readFileSync(at(name)).length * (indexFirst ? 0.7 : 0.5)));
    return name;
  }
  /** Every picture's length in the index becomes as long as its 32 bits allow. */
  function longClaim(name: string): string {
    const bytes = good();
    const table = bytes.indexOf('stts');
    bytes.writeUInt32BE(0x7fffffff, table + 16);
    return write(name, bytes);
  }
  function smallClaim(name: string): string {
    const bytes = readFileSync(at('bomb.mp4'));
    const entry = bytes.indexOf('avc1', bytes.indexOf('stsd'));
    bytes.writeUInt16BE(64, entry + 28);
    bytes.writeUInt16BE(64, entry + 30);
    return write(name, bytes);
  }
  function scrambled(name: string): string {
    const bytes = good();
    const start = bytes.indexOf('mdat') + 4;
    const end = bytes.indexOf('moov');
    for (let index = start; index < (end > start ? end : bytes.length) - 4; index++)
      bytes[index] = (index * 167 + 13) % 251;
    return write(name, bytes);
  }

  it.each(hostile)('refuses %s', async (_name, file, expected) => {
    const name = file();
    await expect(probe(name)).rejects.toMatchObject({
      reason: 'invalid-media',
      message: expect.stringMatching(expected),
    });
    expect(connections).toBe(0);
  });

  it('finds an HLG picture, which phones record, and an ordinary one not', async () => {
    const hlg = ['-c:v', 'libx265', '-x265-params', 'log-level=none', '-pix_fmt', 'yuv420p10le'];
    const tags = ['-color_primaries', 'bt2020', '-color_trc', 'arib-std-b67', '-colorspace', 'bt2020nc'];
    const source = ['-f', 'lavfi', '-i', 'testsrc=s=128x96:r=25:d=0.4'];
    make('hlg.mp4', ...source, ...hlg, ...tags, '-tag:v', 'hvc1');
    expect((await probe('hlg.mp4')).highDynamicRange).toBe(true);
    expect((await probe('good.mp4')).highDynamicRange).toBe(false);
  });

  it('reads a single picture and a picture whose pixels are not square', async () => {
    make('single.mp4', '-i', at('good.mp4'), '-frames:v', '1', '-pix_fmt', 'yuv420p');
    expect((await probe('single.mp4')).durationSeconds).toBeLessThan(0.1);
    make('wide.mp4', '-i', at('good.mp4'), '-vf', 'setsar=4/3', '-frames:v', '5');
    const { width, height } = (await probe('wide.mp4')).size;
    expect(width / height).toBeCloseTo((128 / 96) * (4 / 3), 1);
  });
});
