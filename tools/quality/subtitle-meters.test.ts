import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderAss } from '../../src/domain/subtitles/render-ass.ts';
import type { SubtitleCue, SubtitleTrack } from '../../src/domain/subtitles/subtitle-track.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { resolveFfmpeg } from '../../src/platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { measureSubtitles } from './subtitle-meters.ts';
import { textAreas } from './subtitle-text-areas.ts';
import { canRead } from './subtitle-ocr.ts';

const frame = { width: 540, height: 960, framesPerSecond: 30 };
const bundledFonts = fileURLToPath(new URL('../../assets/fonts', import.meta.url));

let folder: string;
let ffmpeg: Ffmpeg;
let without: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subtitle-meter-test-'));
  const { searchFolders, path } = readConfig(process.env).ffmpeg;
  ffmpeg = await resolveFfmpeg({ path, searchFolders, cacheFolder: folder }, silentLog);
  without = await render('plain');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function cue(text: string, startSeconds: number, endSeconds: number): SubtitleCue {
  const words = text.split(' ').map((word) => ({ text: word, startSeconds, endSeconds }));
  return { startSeconds, endSeconds, words, wordTimed: false };
}

function trackLate(seconds = 0): SubtitleTrack {
  const cues = [
    cue('Кожа сияет 🔥', 0.31 + seconds, 1 + seconds),
    cue('и мягче', 1 + seconds, 1.6 + seconds),
  ];
  return { cues, theme: 'bold_outline', position: 'bottom' };
}

const slate = 'color=0x47607a';
/** Folds that are now darker and now of the very colour of the text in the theme `minimal`. */
const paleCloth = 'color=0xe9edf3,drawgrid=w=540:h=12:t=6:c=0xc0ccda';

async function render(name: string, ass?: string, fonts = bundledFonts, background = slate): Promise<string> {
  if (ass) await writeFile(join(folder, `${name}.ass`), ass);
  const draw = ass ? `ass=${name}.ass:fontsdir=${fonts},` : '';
  const [colour, ...folds] = background.split(',');
  const source = [`${colour}:s=${frame.width}x${frame.height}:r=${frame.framesPerSecond}:d=2`, ...folds].join(
    ',',
  );
  await ffmpeg.run({
    args: ['-f', 'lavfi', '-i', source, '-vf', `${draw}format=yuv420p`].concat([
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-crf',
      '20',
      '-y',
      `${name}.mp4`,
    ]),
    cwd: folder,
    timeoutMs: 60_000,
  });
  return join(folder, `${name}.mp4`);
}

async function judge(withSubtitles: string, fontFolder = bundledFonts) {
  const clip = { ffmpegPath: ffmpeg.path, withSubtitles, without, track: trackLate(), frame };
  return await measureSubtitles({ ...clip, language: 'ru', fontFolder });
}

test('a sound clip passes every subtitle bar', async () => {
  const measures = await judge(await render('sound', renderAss(trackLate(), frame).ass));
  expect(measures.failures).toEqual([]);
  expect(measures.worstStartErrorFrames).toBeLessThanOrEqual(0.5);
});

test('three frames late are noticed', async () => {
  const { failures } = await judge(await render('late', renderAss(trackLate(0.1), frame).ass));
  expect(failures.join(' ')).toMatch(/frames off its first word/);
});

test('text that leaves the safe area is noticed', async () => {
  const lower = renderAss(trackLate(), frame).ass.replace(
    /\\pos\(([\d.]+),([\d.]+)\)/g,
    (_all, x: string, y: string) => `\\pos(${x},${Number(y) + 40})`,
  );
  expect((await judge(await render('low', lower))).failures.join(' ')).toMatch(/outside the safe area/);
});

test('fonts that are not there are noticed', async () => {
  const empty = join(folder, 'no-fonts');
  await mkdir(empty);
  const video = await render('fontless', renderAss(trackLate(), frame).ass, empty);
  expect((await judge(video, empty)).failures.join(' ')).toMatch(/missing|not bundled/);
});

/** Words that are lit while they are spoken: in the second cue the next word is, so many frames after the first. */
function litTrack(theme: string, framesLater = 2): SubtitleTrack {
  const lit = (text: string, starts: readonly number[], endSeconds: number): SubtitleCue => ({
    startSeconds: starts[0] ?? 0,
    endSeconds,
    words: text.split(' ').map((word, at) => ({
      text: word,
      startSeconds: starts[at] ?? 0,
      endSeconds: starts[at + 1] ?? endSeconds,
    })),
    wordTimed: true,
  });
  const cues = [lit('сияет кожа', [0.2, 0.5], 1), lit('по выходным', [1, 1 + framesLater / 30], 1.8)];
  return { cues, theme, position: 'bottom' };
}

async function judgeLit(
  name: string,
  track: SubtitleTrack,
  { cloth = paleCloth, change = (ass: string) => ass } = {},
) {
  const ass = change(renderAss(track, frame).ass);
  return await measureSubtitles({
    ffmpegPath: ffmpeg.path,
    withSubtitles: await render(name, ass, bundledFonts, cloth),
    without: await render(`${name}-plain`, undefined, bundledFonts, cloth),
    track,
    frame,
    language: 'ru',
    fontFolder: bundledFonts,
  });
}

test.each([
  ['pop', 2],
  ['karaoke_box', 2],
  // The last frame that is looked at.
  ['highlight', 7],
] as const)('a word lit soon after its cue in %s is not taken for the cue', async (theme, framesLater) => {
  const { worstStartErrorFrames } = await judgeLit(theme, litTrack(theme, framesLater));
  expect(worstStartErrorFrames).toBeLessThanOrEqual(0.5);
});

test.each(['highlight', 'yellow_on_black'])(
  'only the plate of %s is taken for opaque: dark hair above it is no dark letter',
  (theme) => {
    const track = litTrack(theme);
    const [cue] = track.cues;
    const areas = cue ? textAreas(cue, 0.3, { track, frame }) : [];
    const plates = [
      ...renderAss(track, frame).ass.matchAll(/\\pos\(([\d.]+),([\d.]+)\)[^}]*\\p1\}([^{\n]+)/g),
    ];
    const [, , top, shape] = plates[0] ?? [];
    const depths = [...(shape ?? '').matchAll(/-?[\d.]+ (-?[\d.]+)/g)].map(([, y]) => Number(y));
    const height = Math.max(...depths) - Math.min(...depths);
    expect(areas[0]?.onPlate).toBe(true);
    expect(areas[0]?.box.y).toBeCloseTo(Number(top) + Math.min(...depths), 0);
    expect(areas[0]?.box.height).toBeCloseTo(height, 0);
  },
);

test('text of the colour of the cloth is read while its outline is there, and not without', async (context) => {
  if (!(await canRead('ru'))) context.skip();
  const track = litTrack('minimal');
  expect((await judgeLit('outlined', track)).failures).toEqual([]);
  const change = (ass: string) => ass.replace(/\\bord[\d.]+/g, '\\bord0');
  const bare = await judgeLit('bare', track, { change });
  expect(bare.failures.join(' ')).toMatch(/read back wrong/);
});
