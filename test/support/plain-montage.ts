import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MediaProbe } from '../../src/domain/media/media-probe.ts';
import type { MontageRequest } from '../../src/ports/montage.ts';
import type { InputFile, Spending, WorkContext } from '../../src/ports/work.ts';
import { coded, ffmpeg, lavfi } from './montage-room.ts';

export const plainProbe: MediaProbe = {
  container: 'mp4',
  durationSeconds: 1,
  size: { width: 72, height: 128 },
  rotation: 0,
  videoCodec: 'avc',
  framesPerSecond: 25,
  highDynamicRange: false,
  hasAudio: true,
};

/** A folder with tiny inputs of every kind that a montage takes; a second of each, all of 72×128. */
export function openPlainMontage() {
  const folder = mkdtempSync(join(tmpdir(), 'plain-montage-'));
  const make = (name: string, mime: string, ...args: string[]): InputFile => {
    const path = join(folder, name);
    ffmpeg(...args, path);
    const content = readFileSync(path);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { path, mime, sha256, bytes: content.length };
  };
  const video = (name: string, source: string, sound?: string) =>
    make(name, 'video/mp4', ...lavfi(source), ...(sound ? lavfi(sound) : []), ...coded, '-shortest');
  const matteSource = 'color=c=black:s=72x128:r=25:d=1,drawbox=x=18:y=40:w=40:h=88:c=white:t=fill';
  const files = {
    head: video('head.mp4', 'testsrc2=s=72x128:r=25:d=1'),
    matte: video('matte.mp4', matteSource),
    background: video(
      'background.mp4',
      'gradients=s=72x128:r=25:d=1:c0=0x2040c0:c1=0x20c080:speed=0.05:seed=7',
      'sine=f=220:d=1',
    ),
    wide: video('wide.mp4', 'testsrc=s=128x72:r=25:d=1', 'sine=f=880:d=1'),
    speech: make(
      'speech.wav',
      'audio/wav',
      ...lavfi('anoisesrc=c=pink:a=0.4:r=24000:d=1:seed=5'),
      '-ac',
      '1',
    ),
  };
  const talking: MontageRequest = {
    format: 'talking_head',
    frame: { width: 72, height: 128, framesPerSecond: 25 },
    quality: 'final',
    head: { video: files.head, size: { width: 72, height: 128 }, durationSeconds: 1 },
    speech: { audio: files.speech, durationSeconds: 1 },
    disclosure: 'none',
    language: 'en',
  };
  const context = (spending?: Spending, signal = new AbortController().signal): WorkContext => ({
    signal,
    workFolder: mkdtempSync(join(folder, 'work-')),
    reportProgress: () => {},
    ...(spending && { spending }),
  });
  return { folder, files, talking, context, close: () => rmSync(folder, { recursive: true, force: true }) };
}
