import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Template, templates } from '../domain/ad/ad.ts';
import type { MontagePort, MontageRequest, MontageResult } from './montage.ts';
import type { InputFile, Spending, WorkContext } from './work.ts';

export interface MontageContractOptions {
  readonly create: () => Promise<MontagePort>;
  /** Path of ffmpeg, which makes the inputs and measures the results independently of the adapter. */
  readonly ffmpegPath: string;
  /** For adapters whose work costs money: what each piece of it is written down by. */
  readonly spending?: () => Spending;
}

const seconds = 3;
const soundRate = 48_000;
const size = { width: 180, height: 320 };
const frame = { width: 216, height: 384, framesPerSecond: 30 };
const mostPolls = 500;

/** What every montage adapter owes its callers. */
export function montageContract(name: string, options: MontageContractOptions): void {
  describe(`${name} keeps the montage contract`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'montage-contract-'));
    let port: MontagePort;
    let base: MontageRequest;
    beforeAll(async () => {
      port = await options.create();
      base = makeRequest();
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const ffmpeg = (...args: string[]) => {
      const run = spawnSync(options.ffmpegPath, ['-hide_banner', '-nostats', ...args], {
        maxBuffer: 1 << 28,
      });
      expect(run.status, run.stderr.toString()).toBe(0);
      return { output: run.stdout, report: run.stderr.toString() };
    };
    const make = (file: string, mime: string, ...args: string[]): InputFile => {
      const path = join(folder, file);
      ffmpeg('-y', ...args, path);
      const content = readFileSync(path);
      return {
        path,
        mime,
        sha256: createHash('sha256').update(content).digest('hex'),
        bytes: content.length,
      };
    };
    function makeRequest(): MontageRequest {
      const lavfi = (source: string) => ['-f', 'lavfi', '-i', source];
      const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
      const { width, height } = size;
      const voice = `anoisesrc=c=pink:a=0.5:r=24000:d=${seconds}:seed=5,volume='0.2+0.8*gt(sin(9*t),0)':eval=frame`;
      const chord = `sine=f=220:d=${seconds}:r=44100`;
      return {
        format: 'character_with_background',
        template: 'circle',
        frame,
        quality: 'final',
        head: {
          video: make(
            'head.mp4',
            'video/mp4',
            ...lavfi(`color=c=0xc03030:s=${width}x${height}:r=25:d=${seconds}`),
            ...coded,
          ),
          matte: make(
            'matte.mp4',
            'video/mp4',
            ...lavfi(
              `color=c=black:s=${width}x${height}:r=25:d=${seconds},drawbox=x=40:y=120:w=100:h=200:c=white:t=fill`,
            ),
            ...coded,
          ),
          size,
          durationSeconds: seconds,
          faceBox: { x: 60, y: 130, width: 60, height: 70 },
        },
        speech: {
          audio: make('speech.wav', 'audio/wav', ...lavfi(voice), '-ac', '1'),
          durationSeconds: seconds,
        },
        background: {
          video: make(
            'background.mp4',
            'video/mp4',
            ...lavfi(`color=c=0x2040c0:s=${width}x${height}:r=30:d=${seconds}`),
            ...lavfi(chord),
            ...coded,
          ),
          probe: {
            container: 'mp4',
            durationSeconds: seconds,
            size,
            rotation: 0,
            videoCodec: 'avc',
            framesPerSecond: 30,
            highDynamicRange: false,
            hasAudio: true,
          },
        },
        disclosure: 'badge',
        language: 'en',
      };
    }
    const withTemplate = (template: Template): MontageRequest => {
      const { matte } = base.head;
      const circle = { kind: 'circle', circle: { radius: 0.4, centre: { x: 0.5, y: 0.5 } } } as const;
      const cutout = template === 'overlay' || template === 'mix_basic_overlay';
      const overlay = cutout && matte ? ({ kind: 'matte', matte } as const) : circle;
      return { ...base, template, ...(template !== 'basic' && { overlay }) };
    };
    const context = (
      signal = new AbortController().signal,
      report = (_fraction: number) => {},
    ): WorkContext => ({
      signal,
      workFolder: mkdtempSync(join(folder, 'work-')),
      reportProgress: report,
      ...(options.spending && { spending: options.spending() }),
    });
    const render = async (request: MontageRequest, given = context()): Promise<MontageResult> => {
      let work = await port.start(request, given);
      for (let poll = 0; work.status === 'pending' && poll < mostPolls; poll++) {
        await delay(work.pollAfterMs);
        work = await port.status(work.operation, given);
      }
      if (work.status !== 'completed') throw new Error('The montage was never finished.');
      return work.result;
    };
    /** Mono samples of a file's sound. */
    const soundOf = (path: string): Float32Array => {
      const { output } = ffmpeg(
        '-v',
        'error',
        '-i',
        path,
        '-ac',
        '1',
        '-ar',
        String(soundRate),
        '-f',
        'f32le',
        '-',
      );
      return new Float32Array(output.buffer.slice(output.byteOffset, output.byteOffset + output.length));
    };

    it.each(templates)(
      '%s: a clip that any phone plays, as long as the speech, as loud as it should be',
      async (template) => {
        const result = await render(withTemplate(template));
        const { report } = ffmpeg(
          '-i',
          result.videoPath,
          '-map',
          '0:a',
          '-af',
          'ebur128=peak=true',
          '-f',
          'null',
          '-',
        );
        expect(report).toMatch(/Video: h264 \(High\).*yuv420p\(tv, bt709.*216x384.*30 fps/);
        expect(report).toMatch(/Audio: aac.*48000 Hz, stereo/);
        expect(report).toMatch(/comment\s*: AI-generated/);
        expect(result).toMatchObject({ size: { width: 216, height: 384 }, durationSeconds: seconds });
        const clip = readFileSync(result.videoPath);
        expect(result.bytes).toBe(clip.length);
        expect(clip.indexOf('moov')).toBeLessThan(clip.indexOf('mdat'));
        const loudness = Number(/I:\s+(-[\d.]+) LUFS[^I]*$/.exec(report)?.[1]);
        const peak = Number(/Peak:\s+(-[\d.]+) dBFS/.exec(report)?.[1]);
        expect(Math.abs(loudness + 14)).toBeLessThanOrEqual(0.5);
        expect(peak).toBeLessThanOrEqual(-1.5);
        expect(result.loudness.integrated).toBeCloseTo(loudness, 1);
        expect(result.loudness.truePeak).toBeCloseTo(peak, 1);
        const frames = ffmpeg(
          '-i',
          result.videoPath,
          '-map',
          '0:v',
          '-vf',
          'scale=1:1,format=gray',
          '-f',
          'rawvideo',
          '-v',
          'error',
          '-',
        );
        expect(frames.output.length).toBe(seconds * frame.framesPerSecond);
      },
    );

    it('keeps the speech where it was, to a thousandth of a second', async () => {
      const { background: _none, template: _any, ...talking } = base;
      const result = await render({ ...talking, format: 'talking_head' });
      expect(Math.abs(lagOf(soundOf(result.videoPath), soundOf(base.speech.audio.path)))).toBeLessThanOrEqual(
        48,
      );
    });

    it('gives a cover that Telegram takes', async () => {
      const { coverPath } = await render(withTemplate('basic'));
      const cover = readFileSync(coverPath);
      expect([...cover.subarray(0, 2)]).toEqual([0xff, 0xd8]);
      expect(cover.length).toBeLessThan(200_000);
      const longest =
        /, (\d+)x(\d+)/
          .exec(ffmpeg('-i', coverPath, '-f', 'null', '-').report)
          ?.slice(1)
          .map(Number) ?? [];
      expect(Math.max(...longest)).toBeLessThanOrEqual(320);
    });

    it('gives one frame as the clip will show it', async () => {
      const { picturePath } = await port.still(withTemplate('mix_basic_circle'), 0.5, context());
      const [red = 0, , blue = 0] = ffmpeg(
        '-v',
        'error',
        '-i',
        picturePath,
        '-vf',
        'crop=2:2:100:300,format=rgb24',
        '-frames:v',
        '1',
        '-f',
        'rawvideo',
        '-',
      ).output;
      expect(red).toBeGreaterThan(150);
      expect(blue).toBeLessThan(100);
    });

    it('reports progress that only rises, up to 1', async () => {
      const reported: number[] = [];
      await render(
        base,
        context(undefined, (fraction) => reported.push(fraction)),
      );
      expect(reported).toEqual([...reported].sort((left, right) => left - right));
      expect(reported.at(-1)).toBe(1);
    });

    it('ends with `cancelled` when it is told to stop, before or during the work', async () => {
      await expect(render(base, context(AbortSignal.abort()))).rejects.toMatchObject({ reason: 'cancelled' });
      const controller = new AbortController();
      const stopAtFirstReport = context(controller.signal, () => controller.abort());
      await expect(render(base, stopAtFirstReport)).rejects.toMatchObject({ reason: 'cancelled' });
    });
  });
}

/** Samples by which `late` comes after `early`, found where they are most alike; looked for within 20 ms. */
function lagOf(late: Float32Array, early: Float32Array): number {
  const reach = 960;
  let best = { lag: 0, likeness: Number.NEGATIVE_INFINITY };
  for (let lag = -reach; lag <= reach; lag++) {
    let likeness = 0;
    for (let index = reach; index < soundRate; index += 3)
      likeness += (late[index + lag] ?? 0) * (early[index] ?? 0);
    if (likeness > best.likeness) best = { lag, likeness };
  }
  return best.lag;
}
