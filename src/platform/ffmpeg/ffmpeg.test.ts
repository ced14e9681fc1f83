import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../config/read-config.ts';
import { silentLog } from '../log/log.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { resolveFfmpeg } from './resolve-ffmpeg.ts';

let folder: string;
let ffmpeg: Ffmpeg;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ffmpeg run '));
  const { searchFolders } = readConfig(process.env).ffmpeg;
  ffmpeg = await resolveFfmpeg({ path: undefined, searchFolders, cacheFolder: folder }, silentLog);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const source = (seconds: number) => ['-f', 'lavfi', '-i', `color=size=64x64:rate=25:duration=${seconds}`];
const endless = ['-re', ...source(600), '-f', 'null', '-'];

test('progress goes from nothing to all and never back', async () => {
  const seen: number[] = [];
  await ffmpeg.run({
    args: [...source(20), '-c:v', 'libx264', '-y', 'out put.mp4'],
    cwd: folder,
    timeoutMs: 60_000,
    durationSeconds: 20,
    onProgress: (fraction) => seen.push(fraction),
  });
  expect(seen.at(-1)).toBeGreaterThan(0.95);
  expect(Math.max(...seen)).toBeLessThanOrEqual(1);
  expect(seen).toEqual([...seen].sort((left, right) => left - right));
  expect((await readFile(join(folder, 'out put.mp4'))).length).toBeGreaterThan(1000);
});

test('frames go in and come out by pipes', async () => {
  const frame = Buffer.alloc(64 * 64 * 3, 200);
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', '64x64', '-r', '25', '-i', 'pipe:0'];
  const result = await ffmpeg.run({
    args: [...raw, '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'],
    cwd: folder,
    timeoutMs: 60_000,
    async writeInput(input) {
      input.write(frame);
      input.write(frame);
    },
    keepOutputBytes: 100_000,
  });
  expect(result.output).toHaveLength(2 * 64 * 64);
  expect(result.output[0]).toBe(200);
});

test('a run ends on abort and at its time limit', async () => {
  const controller = new AbortController();
  const running = ffmpeg.run({
    args: endless,
    cwd: folder,
    timeoutMs: 60_000,
    signal: controller.signal,
    durationSeconds: 600,
    onProgress: () => controller.abort(),
  });
  await expect(running).rejects.toMatchObject({ reason: 'cancelled' });
  await expect(ffmpeg.run({ args: endless, cwd: folder, timeoutMs: 300 })).rejects.toMatchObject({
    reason: 'timed-out',
  });
});

test('a failing command is reported in its own words', async () => {
  const run = ffmpeg.run({ args: ['-i', 'missing.mp4', '-f', 'null', '-'], cwd: folder, timeoutMs: 60_000 });
  await expect(run).rejects.toMatchObject({
    reason: 'process-failed',
    message: expect.stringContaining('missing.mp4: No such file'),
  });
});
