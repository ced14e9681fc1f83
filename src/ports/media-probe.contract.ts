import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaProbePort } from './media-probe.ts';
import type { InputFile, WorkContext } from './work.ts';

export interface MediaProbeContractOptions {
  readonly create: () => Promise<MediaProbePort>;
  /** Path of ffmpeg, which makes the files that are probed. */
  readonly ffmpegPath: string;
}

/** What every reader of users' videos owes its callers. */
export function mediaProbeContract(name: string, options: MediaProbeContractOptions): void {
  describe(`${name} keeps the media probe contract`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'media-probe-'));
    let port: MediaProbePort;
    beforeAll(async () => {
      port = await options.create();
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const make = (file: string, ...args: string[]): InputFile => {
      const run = spawnSync(options.ffmpegPath, ['-v', 'error', '-y', ...args, join(folder, file)]);
      expect(run.stderr.toString()).toBe('');
      return fileAt(join(folder, file));
    };
    const lavfi = (source: string) => ['-f', 'lavfi', '-i', source];
    const context = (signal = new AbortController().signal): WorkContext => ({
      signal,
      workFolder: mkdtempSync(join(folder, 'work-')),
      reportProgress: () => {},
    });

    it.each([
      ['mp4', 'plain.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p']],
      ['mov', 'plain.mov', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p']],
      ['webm', 'plain.webm', ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8']],
    ])('reads size, length, rate and sound of an ordinary %s', async (container, file, codec) => {
      const sound = lavfi('sine=duration=2');
      const video = make(file, ...lavfi('testsrc=s=96x64:r=25:d=2'), ...sound, ...codec);
      const probe = await port.probe(video, context());
      expect(probe).toMatchObject({
        container,
        size: { width: 96, height: 64 },
        rotation: 0,
        hasAudio: true,
      });
      expect(probe.highDynamicRange).toBe(false);
      expect(probe.durationSeconds).toBeCloseTo(2, 1);
      expect(probe.framesPerSecond).toBeCloseTo(25, 1);
    });

    it('gives the size as it is shown when the container turns the picture', async () => {
      const upright = make('upright.mp4', ...lavfi('testsrc=s=96x64:r=25:d=0.4'), '-pix_fmt', 'yuv420p');
      turnClockwise(upright.path);
      const probe = await port.probe(upright, context());
      expect(probe.size).toEqual({ width: 64, height: 96 });
      expect(probe.rotation).toBe(90);
      expect(probe.hasAudio).toBe(false);
    });

    it('judges by the content: a WebM named .mp4 is a WebM, an AVI named .mp4 is refused with how to convert it', async () => {
      const codec = ['-c:v', 'libvpx', '-deadline', 'realtime', '-f', 'webm'];
      const webm = make('really-webm.mp4', ...lavfi('testsrc=s=64x64:r=25:d=0.4'), ...codec);
      expect((await port.probe(webm, context())).container).toBe('webm');
      const avi = make('really-avi.mp4', ...lavfi('testsrc=s=64x64:r=25:d=0.4'), '-f', 'avi');
      await expect(port.probe(avi, context())).rejects.toMatchObject({
        reason: 'invalid-media',
        message: expect.stringMatching(/AVI.*MP4, MOV and WebM.*convert/),
      });
    });

    it('refuses an empty file, and leaves the file as it was', async () => {
      const empty = join(folder, 'empty.mp4');
      writeFileSync(empty, '');
      await expect(port.probe(fileAt(empty), context())).rejects.toMatchObject({ reason: 'invalid-media' });
      expect(statSync(empty).size).toBe(0);
    });

    it('ends with `cancelled` when it is told to stop', async () => {
      const video = make('stopped.mp4', ...lavfi('testsrc=s=64x64:r=25:d=0.4'), '-pix_fmt', 'yuv420p');
      const probing = port.probe(video, context(AbortSignal.abort()));
      await expect(probing).rejects.toMatchObject({ reason: 'cancelled' });
    });
  });
}

function fileAt(path: string): InputFile {
  const content = readFileSync(path);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path, sha256, mime: 'video/mp4', bytes: content.length };
}

/** Writes a clockwise quarter turn into the first track's header; the ways to ask ffmpeg for it differ by version. */
function turnClockwise(path: string): void {
  const bytes = readFileSync(path);
  const matrix = bytes.indexOf('tkhd') + 44;
  for (const [index, value] of [0, 0x10000, 0, -0x10000, 0, 0].entries()) {
    bytes.writeInt32BE(value, matrix + index * 4);
  }
  writeFileSync(path, bytes);
}
