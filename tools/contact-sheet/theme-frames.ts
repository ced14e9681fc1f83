/**
 * Every subtitle theme in English and Russian over a near-white, a near-black and a busy picture: single frames, drawn
 * by the montage's own subtitles without making an ad.
 *
 *   node tools/contact-sheet/theme-frames.ts [FILE.jpg]
 */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadImage } from '@napi-rs/canvas';
import { frameOfAspect } from '../../src/domain/ad/ad.ts';
import { renderAss } from '../../src/domain/subtitles/render-ass.ts';
import { subtitleThemeNames } from '../../src/domain/subtitles/subtitle-theme.ts';
import type { SubtitleCue } from '../../src/domain/subtitles/subtitle-track.ts';
import { withScratchFolder } from '../../src/platform/files/scratch.ts';
import { runProcess } from '../../src/platform/process/run-process.ts';
import { drawSheet, type SheetCell } from './draw-sheet.ts';

const fontFolder = fileURLToPath(new URL('../../assets/fonts', import.meta.url));
const frame = frameOfAspect['9:16'];
const sheetWidth = 1600;
const jpegQuality = 74;
/** The third word sounds, the second is starred. */
const texts = [
  ['Get', '50% off', 'before', 'this Friday!'],
  ['Скидка', '50 %', 'только', 'до пятницы!'],
] as const;
const shownAtSeconds = 0.5;

function cueOf(words: readonly string[]): SubtitleCue {
  const starts = [0, 0.1, 0.2, 0.8];
  return {
    startSeconds: 0,
    endSeconds: 2,
    wordTimed: true,
    words: words.flatMap((text, index) =>
      text.split(' ').map((part) => ({
        text: part,
        startSeconds: starts[index] ?? 0,
        endSeconds: starts[index + 1] ?? 2,
        emphasised: index === 1,
      })),
    ),
  };
}

/** The three grounds are three frames, one after the other, tiled side by side. */
async function drawTheme(folder: string, theme: string, words: readonly string[]): Promise<SheetCell> {
  const { ass } = renderAss({ cues: [cueOf(words)], theme, position: 'middle' }, frame);
  const name = `${theme}-${words[0]}`;
  await writeFile(join(folder, `${name}.ass`), ass);
  const shape = `s=${frame.width}x${frame.height}:r=${frame.framesPerSecond}`;
  const ground = (source: string) => `${source}:${shape},trim=end_frame=1`;
  const graph = [
    `${ground('color=0xf4f2ee')}[light]`,
    `${ground('color=0x0c0d10')}[dark]`,
    `testsrc2=${shape},trim=end_frame=1,noise=alls=30:all_seed=1[busy]`,
    `[light][dark][busy]concat=n=3,setpts=PTS+${shownAtSeconds}/TB,ass=${name}.ass:fontsdir=${fontFolder},crop=iw:340:0:720,scale=400:-2:flags=lanczos,tile=3x1[sheet]`,
  ].join(';');
  await runProcess(
    process.env.FFMPEG_PATH ?? 'ffmpeg',
    [
      '-nostdin',
      '-v',
      'error',
      '-y',
      '-filter_complex',
      graph,
      '-map',
      '[sheet]',
      '-frames:v',
      '1',
      `${name}.png`,
    ],
    {
      cwd: folder,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', FONTCONFIG_FILE: '/nonexistent' },
      timeoutMs: 60_000,
    },
  );
  return { caption: theme, image: await loadImage(join(folder, `${name}.png`)) };
}

const path = resolve(process.argv[2] ?? 'themes.jpg');
await withScratchFolder(tmpdir(), async (folder) => {
  const rows: SheetCell[][] = [];
  for (const theme of subtitleThemeNames) {
    const row: SheetCell[] = [];
    for (const words of texts) row.push(await drawTheme(folder, theme, words));
    rows.push(row);
  }
  const jpeg = drawSheet(rows, sheetWidth).toBuffer('image/jpeg', jpegQuality);
  await writeFile(path, jpeg);
  console.log(`${path}: ${(jpeg.length / 1000).toFixed(0)} kB`);
});
