import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetsFolder } from '../../../test/support/cast-portrait.ts';
import { coded, ffmpeg, ffmpegPath, lavfi, openMontageRoom } from '../../../test/support/montage-room.ts';
import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import type { ForeignClip } from '../../ports/montage-layers.ts';
import { readXmp } from './disclosure-tag.ts';
import { createLocalLayers } from './provider.ts';

const { folder } = openMontageRoom('finish');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const layers = createLocalLayers({ ffmpeg: ffmpegAt(ffmpegPath, 'test'), assetsFolder });
const context = () => ({
  signal: new AbortController().signal,
  workFolder: mkdtempSync(join(folder, 'work-')),
  reportProgress: () => {},
});
const wanted: Omit<ForeignClip, 'path'> = {
  frame: { width: 72, height: 128, framesPerSecond: 25 },
  totalSeconds: 2,
  bodyFromSeconds: 0,
  bodySeconds: 2,
  sourceType: 'compositeSynthetic',
};
const picture = lavfi('testsrc2=s=72x128:r=25:d=2');
const quiet = lavfi('anoisesrc=a=0.02:c=pink:r=48000:d=2:seed=3');
const make = (name: string, ...args: string[]) => {
  ffmpeg(...args, join(folder, name));
  return join(folder, name);
};
/** The coded pictures alone, whatever they are wrapped in. */
const picturesOf = (path: string) =>
  ffmpeg('-i', path, '-map', '0:v', '-f', 'rawvideo', '-pix_fmt', 'gray', '-');
const describeFile = (path: string) =>
  spawnSync(ffmpegPath, [
    '-hide_banner',
    '-i',
    path,
    '-map',
    '0:a',
    '-af',
    'ebur128',
    '-f',
    'null',
    '-',
  ]).stderr.toString();

let plain: string;
beforeAll(() => {
  plain = make('plain.mp4', ...picture, ...quiet, ...coded, '-c:a', 'aac');
});

it('a clip from elsewhere becomes as loud, tagged and quick to start as every ad, its picture untouched', async () => {
  const { videoPath, coverPath, bytes, loudness } = await layers.finish(
    { ...wanted, path: plain },
    context(),
  );
  const clip = readFileSync(videoPath);
  expect(bytes).toBe(clip.length);
  expect(clip.indexOf('moov')).toBeLessThan(clip.indexOf('mdat'));
  expect(picturesOf(videoPath)).toEqual(picturesOf(plain));
  const report = describeFile(videoPath);
  expect(report).toMatch(/comment\s*: AI-generated/);
  expect(report).toMatch(/yuv420p\((tv, )?bt709/);
  expect(Math.abs(Number(/I:\s+(-[\d.]+) LUFS[^I]*$/.exec(report)?.[1]) + 14)).toBeLessThanOrEqual(0.5);
  expect(Math.abs(loudness.integrated + 14)).toBeLessThanOrEqual(0.5);
  expect(await readXmp(videoPath)).toContain('compositeSynthetic');
  expect([...readFileSync(coverPath).subarray(0, 2)]).toEqual([0xff, 0xd8]);
});

it('sound that is right already is not coded once more', async () => {
  const { videoPath: loud } = await layers.finish({ ...wanted, path: plain }, context());
  const { videoPath } = await layers.finish({ ...wanted, path: loud }, context());
  const packets = (path: string) => ffmpeg('-i', path, '-map', '0:a', '-c', 'copy', '-f', 'adts', '-');
  expect(packets(videoPath)).toEqual(packets(loud));
});

describe('what is no such clip is refused', () => {
  const cases: Record<string, [() => Partial<ForeignClip>, string]> = {
    'another size': [() => ({ frame: { width: 128, height: 72, framesPerSecond: 25 } }), 'other-format'],
    'another rate': [() => ({ frame: { ...wanted.frame, framesPerSecond: 30 } }), 'other-format'],
    'another length': [() => ({ totalSeconds: 2.5 }), 'other-length'],
    'no sound': [() => ({ path: make('mute.mp4', ...picture, ...coded) }), 'other-format'],
    'another codec': [
      () => ({
        path: make('vp9.mp4', ...picture, ...quiet, '-c:v', 'libvpx-vp9', '-cpu-used', '8', '-c:a', 'aac'),
      }),
      'other-format',
    ],
    'half of it': [
      () => {
        const fast = make('fast.mp4', '-i', plain, '-c', 'copy', '-movflags', '+faststart');
        const half = join(folder, 'half.mp4');
        const whole = readFileSync(fast);
        writeFileSync(half, whole.subarray(0, Math.floor(whole.length * 0.6)));
        return { path: half };
      },
      'damaged',
    ],
    'something else': [
      () => {
        const page = join(folder, 'page.mp4');
        writeFileSync(page, '<html></html>');
        return { path: page };
      },
      'damaged',
    ],
  };
  it.each(Object.entries(cases))('%s', async (_name, [given, problem]) => {
    const clip = { ...wanted, path: plain, ...given() };
    await expect(layers.finish(clip, context())).rejects.toMatchObject({
      reason: 'provider-answer-unusable',
      details: { problem },
    });
  });
});
