import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countClippedRuns } from '../../src/domain/quality/sound.ts';
import { type Ffmpeg, ffmpegAt } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { syncAndSoundControls } from './controls.ts';
import type { GoldenClip, Meter, NegativeControl, Workbench } from './golden-clip.ts';
import { decodeChannels } from './pcm.ts';
import { goldenSet } from './golden-set.ts';
import { measureGoldenSet } from './measure-golden-set.ts';
import { reportLines } from './print-report.ts';
import { meetsLimit, type Reading, valueText } from './reading.ts';
import { measureLoudness, soundMeter } from './sound-meter.ts';
import { readLag, syncReadings } from './sync-meter.ts';

const signal = AbortSignal.timeout(60_000);
let folder: string;
let ffmpeg: Ffmpeg;
let bench: Workbench;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quality-'));
  ffmpeg = ffmpegAt(npmFfmpeg(), 'test');
  // These clips have no face: what is tested here never asks for one.
  bench = { ffmpeg, folder, signal, faces: undefined as never };
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

function npmFfmpeg(): string {
  try {
    const manifest = createRequire(import.meta.url).resolve('@topia-live/linux-x64/package.json');
    return join(dirname(manifest), 'ffmpeg');
  } catch {
    return 'ffmpeg';
  }
}

/** A speech-like wave without a pause, and an ad made of it at −14 LUFS. */
async function makeClip(id: string): Promise<GoldenClip> {
  const speech = join(folder, `${id}.wav`);
  const video = join(folder, `${id}.mp4`);
  const wave = `aevalsrc='0.4*sin(2*PI*(180*t+8*sin(1.9*t)))*(0.6+0.4*sin(2*PI*3.1*t+sin(t)))':d=5:s=48000`;
  await run(['-f', 'lavfi', '-i', wave, '-ac', '1', speech]);
  const level = (await measureLoudness(ffmpeg, speech, signal)).integrated;
  const picture = ['-f', 'lavfi', '-i', 'color=gray:s=64x64:r=25:d=5'];
  const sound = ['-af', `volume=${-14 - level}dB`, '-c:a', 'aac', '-b:a', '128k'];
  await run([
    ...picture,
    '-i',
    speech,
    ...sound,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-shortest',
    video,
  ]);
  const item = goldenSet('full').find((entry) => entry.id === id);
  if (!item) throw new Error(`no golden text ${id}`);
  const words = ['Buy', 'more', 'milk', 'today'].map((text, index) => ({
    text,
    from: 0,
    to: 0,
    startSeconds: 0.2 + 1.1 * index,
    endSeconds: 1.2 + 1.1 * index,
  }));
  return {
    item,
    video: { path: video, sha256: '', mime: 'video/mp4', bytes: 0 },
    speech: { path: speech, sha256: '', mime: 'audio/wav', bytes: 0 },
    frame: { width: 64, height: 64, framesPerSecond: 25 },
    track: {
      text: 'Buy more milk today',
      language: 'en',
      voiceId: 'test',
      durationSeconds: 5,
      timing: 'exact',
      words,
      phonemes: [{ ipa: 'm', startSeconds: 2, endSeconds: 2.08, stressed: false, word: 1 }],
    },
    mouthCurve: { framesPerSecond: 25, gaps: mouthOf(id) },
    missingGlyphs: [],
  };
}

async function run(args: readonly string[]): Promise<void> {
  await ffmpeg.run({ args: ['-y', ...args], cwd: folder, timeoutMs: 30_000, signal });
}

/** Five seconds of syllables; shut around 2 s for the m. */
function mouthOf(id: string): number[] {
  const pace = id === 'en-coffee' ? 3.3 : 2.1;
  return Array.from({ length: 125 }, (_, frame) => {
    const seconds = (frame + 0.5) / 25;
    const wave = Math.max(0, Math.sin(2 * Math.PI * pace * seconds + 2 * Math.sin(pace * seconds)));
    return Math.abs(seconds - 2.04) < 0.07 ? 0 : 0.06 * wave;
  });
}

/** The sync meter with a mouth that is known instead of read, since these pictures show none. */
const knownMouthMeter: Meter = {
  name: 'sync of a known mouth',
  measure: async (clip, workbench) => {
    const read = { framesPerSecond: 25, gaps: mouthOf(clip.item.id) };
    return syncReadings(clip, read, await readLag(clip, workbench));
  },
};

describe('quality meters', () => {
  let clip: GoldenClip;
  let other: GoldenClip;
  beforeAll(async () => {
    [clip, other] = await Promise.all([makeClip('en-coffee'), makeClip('ru-cream')]);
  });

  const missedBy = (readings: readonly Reading[]) =>
    readings.filter((reading) => !meetsLimit(reading)).map(({ name }) => name);

  it('find nothing wrong with a sound clip', async () => {
    expect(missedBy(await soundMeter.measure(clip, bench))).toEqual([]);
    expect(missedBy(await knownMouthMeter.measure(clip, bench))).toEqual([]);
  });

  it('count what is cut off channel by channel, not in their sum', async () => {
    const sides = "aevalsrc='0.9*sin(2*PI*200*t)|0.9*sin(2*PI*200*t)':d=1:s=48000";
    await run(['-f', 'lavfi', '-i', sides, join(folder, 'loud.wav')]);
    const [left, right] = await decodeChannels(ffmpeg, join(folder, 'loud.wav'), signal);
    expect(Math.max(...(left ?? []))).toBeCloseTo(0.9, 2);
    expect(left?.length).toBe(48_000);
    expect(right).toEqual(left);
    expect(countClippedRuns(left ?? new Float32Array())).toBe(0);
  });

  it('notice each thing that is spoilt', async () => {
    for (const { name, meter, mustMiss, spoil } of syncAndSoundControls(knownMouthMeter)) {
      const spoilt = await spoil(clip, [other], bench);
      expect(spoilt, name).toBeDefined();
      const missed = missedBy(await meter.measure(spoilt ?? clip, bench));
      expect(missed, name).toEqual(expect.arrayContaining([...mustMiss]));
    }
  });

  it('read a shift of 80 ms as one of 80 ms', async () => {
    const controls = syncAndSoundControls(knownMouthMeter).slice(0, 4);
    const spoilt = await Promise.all(controls.map(({ spoil }) => spoil(clip, [other], bench)));
    const readings = await Promise.all(spoilt.map((each) => knownMouthMeter.measure(each ?? clip, bench)));
    const figure = (index: number, name: string) =>
      readings[index]?.find((reading) => reading.name === name)?.value ?? Number.NaN;
    expect(figure(0, 'sound lag')).toBeCloseTo(80, 0);
    expect(figure(1, 'sound lag')).toBeCloseTo(-80, 0);
    expect(Math.abs(figure(2, 'mouth offset') - 80)).toBeLessThan(4);
    expect(Math.abs(figure(3, 'mouth offset') + 80)).toBeLessThan(4);
  });
});

describe('quality run', () => {
  const items = goldenSet('small').slice(0, 2);
  const steady = (value: number): Meter => ({
    name: 'steady',
    measure: async () => [{ bar: 8, name: 'figure', value, unit: 'dB', max: 1 }],
  });
  const control = (meter: Meter, spoils: boolean): NegativeControl => ({
    name: 'spoilt',
    meter,
    mustMiss: ['figure'],
    spoil: async (clip) => (spoils ? clip : undefined),
  });
  const measure = (meter: Meter, controls: readonly NegativeControl[], chosen = items) =>
    measureGoldenSet({
      studio: {
        ffmpeg,
        faces: bench.faces,
        make: async (item) => ({ item }) as GoldenClip,
        close: async () => {},
      },
      items: chosen,
      meters: [meter],
      controls,
      folder,
      signal,
    });

  it('passes when every figure is within its limit and every control is noticed', async () => {
    const report = await measure(steady(0.5), [control(steady(2), true)]);
    expect(report.passed).toBe(true);
    expect(report.clips.map(({ clip }) => clip)).toEqual(['ru-savings/sofia', 'ru-massage/samuel']);
    expect(reportLines(report).join('\n')).toContain('noticed in 2 of 2');
  });

  it.each([
    ['a figure misses its limit', steady(2), [], items],
    ['nothing could be measured', steady(Number.NaN), [], items],
    ['a control goes unnoticed', steady(0.5), [control(steady(0.5), true)], items],
    ['a control was never tried', steady(0.5), [control(steady(2), false)], items],
    ['there is no clip', steady(0.5), [], []],
  ] as const)('fails when %s', async (_why, meter, controls, chosen) => {
    expect((await measure(meter, controls, chosen as typeof items)).passed).toBe(false);
  });

  it('tells the worst figure of all clips and whose it is', async () => {
    const values = [0.2, 0.7];
    const meter: Meter = {
      name: 'x',
      measure: async () => [{ bar: 8, name: 'figure', value: values.shift() ?? 0, unit: 'dB', max: 1 }],
    };
    const lines = reportLines(await measure(meter, []));
    expect(lines.find((line) => line.startsWith('8'))).toMatch(
      /figure\s+0.45 dB\s+0.7 dB\s+≤ 1 dB\s+ok\s+ru-massage\/samuel/,
    );
  });
});

describe('golden set', () => {
  it('has ten texts, half of them Russian, by three presenters', () => {
    const full = goldenSet('full');
    expect(full).toHaveLength(30);
    expect(new Set(full.filter(({ language }) => language === 'ru').map(({ id }) => id)).size).toBe(5);
    expect(new Set(full.map(({ presenterId }) => presenterId)).size).toBe(3);
  });

  it('has a small part with both languages and every presenter', () => {
    const small = goldenSet('small');
    expect(small).toHaveLength(4);
    expect(new Set(small.map(({ language }) => language)).size).toBe(2);
    expect(new Set(small.map(({ presenterId }) => presenterId)).size).toBe(3);
  });
});

describe('a figure', () => {
  it('that was not measured misses every limit', () => {
    const reading: Reading = { bar: 6, name: 'x', value: Number.NaN, unit: 'ms', max: 1 };
    expect(meetsLimit(reading)).toBe(false);
    expect(valueText(reading)).toBe('not measured');
  });
});
