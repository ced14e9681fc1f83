import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assetsFolder } from '../../../test/support/cast-portrait.ts';
import { coded, ffmpeg, ffmpegPath, lavfi, openMontageRoom } from '../../../test/support/montage-room.ts';
import { type Ffmpeg, ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import type { InputFile } from '../../ports/work.ts';
import { createLocalMontage } from './provider.ts';

const { folder, file } = openMontageRoom('clip-size');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The coder may borrow a second of its limit at the beginning. */
const seconds = 10;
const size = { width: 108, height: 192 };
const frame = { ...size, framesPerSecond: 30 };
/** Of ten seconds: no more than the sound and a quarter of a megabit a second of picture. */
const littleRoom = 600_000;

beforeAll(() => {
  const noise = `nullsrc=s=108x192:r=25:d=${seconds},geq=random(1)*255:128:128`;
  ffmpeg(...lavfi(noise), ...coded, '-qp', '10', join(folder, 'head.mp4'));
  ffmpeg(...lavfi(`anoisesrc=a=0.3:r=24000:d=${seconds}`), '-ac', '1', join(folder, 'speech.wav'));
});

/** `bytes` as the head's file is said to have: a coder spends more on a hard picture than its source did. */
async function clipOf(name: string, { bytes, sentBytes }: { bytes: number; sentBytes?: number }) {
  const workFolder = join(folder, name);
  mkdirSync(workFolder);
  const limits: string[] = [];
  const real = ffmpegAt(ffmpegPath, 'test');
  const watched: Ffmpeg = {
    ...real,
    run: async (run) => {
      const at = run.args.indexOf('-crf');
      if (at >= 0) limits.push(run.args.includes('-maxrate') ? 'limited' : 'free');
      return await real.run(run);
    },
  };
  const port = createLocalMontage({ ffmpeg: watched, assetsFolder, ...(sentBytes && { sentBytes }) });
  const video: InputFile = { ...file('head.mp4'), bytes };
  const work = await port.start(
    {
      ...{ format: 'talking_head', frame, quality: 'final', disclosure: 'badge', language: 'en' },
      head: { video, size, durationSeconds: seconds },
      speech: { audio: file('speech.wav', 'audio/wav'), durationSeconds: seconds },
    },
    { workFolder, signal: new AbortController().signal, reportProgress: () => undefined },
  );
  if (work.status !== 'completed') throw new Error('The local montage is finished at once.');
  return { bytes: work.result.bytes, limits };
}

it('a clip that came larger than may be sent is coded once more, to fit', async () => {
  const roomy = await clipOf('roomy', { bytes: 1 });
  expect(roomy.limits).toEqual(['free']);
  expect(roomy.bytes).toBeGreaterThan(2 * littleRoom);
  const tight = await clipOf('tight', { bytes: 1, sentBytes: littleRoom });
  expect(tight.limits).toEqual(['free', 'limited']);
  expect(tight.bytes).toBeLessThan(littleRoom);
});

it('a clip of sources that are large themselves is coded once, within the limit', async () => {
  const { bytes, limits } = await clipOf('large', { bytes: 1_000_000, sentBytes: littleRoom });
  expect(limits).toEqual(['limited']);
  expect(bytes).toBeLessThan(littleRoom);
});
