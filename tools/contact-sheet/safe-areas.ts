/**
 * Draws what TikTok, Reels and Shorts cover of a clip, and subtitles of all themes in all places inside what is left.
 *
 *   node tools/contact-sheet/safe-areas.ts [FILE.png]
 */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCanvas, type Image, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { type Aspect, frameOfAspect } from '../../src/domain/ad/ad.ts';
import type { Box, Point } from '../../src/domain/geometry.ts';
import { renderAss } from '../../src/domain/subtitles/render-ass.ts';
import { networkInsets, safeArea } from '../../src/domain/subtitles/safe-area.ts';
import { type SubtitleThemeName, subtitleThemeNames } from '../../src/domain/subtitles/subtitle-theme.ts';
import {
  type SubtitleCue,
  type SubtitlePosition,
  subtitlePositions,
} from '../../src/domain/subtitles/subtitle-track.ts';
import { withScratchFolder } from '../../src/platform/files/scratch.ts';
import { runProcess } from '../../src/platform/process/run-process.ts';

const fontFolder = fileURLToPath(new URL('../../assets/fonts', import.meta.url));
/** Of the vertical clips above, and of the other aspects below. */
const rowHeights = [440, 240] as const;
const gap = 10;
const captionHeight = 24;

interface Panel {
  readonly row: 0 | 1;
  readonly aspect: Aspect;
  readonly caption: string;
  /** What is not free, in pixels of the frame. */
  readonly covered: readonly Box[];
  readonly themes: readonly SubtitleThemeName[];
}

const third = Math.ceil(subtitleThemeNames.length / 3);
const panels: readonly Panel[] = [
  ...Object.entries(networkInsets).map(([network, { top, right, bottom, left }], index) => {
    const { width, height } = frameOfAspect['9:16'];
    return {
      row: 0 as const,
      aspect: '9:16' as const,
      caption: network,
      covered: [
        { x: 0, y: 0, width, height: top * height },
        { x: 0, y: height * (1 - bottom), width, height: height * bottom },
        { x: 0, y: 0, width: left * width, height },
        { x: width * (1 - right), y: 0, width: right * width, height },
      ],
      themes: subtitleThemeNames.slice(index * third, (index + 1) * third),
    };
  }),
  ...(['4:5', '1:1', '16:9'] as const).map((aspect, index) => ({
    row: 1 as const,
    aspect,
    caption: aspect,
    covered: [],
    themes: subtitleThemeNames.slice(index * 3, index * 3 + 3),
  })),
];

/** The longest cue that a theme shows: two full lines. */
const words = ['Скидка', '50 %', 'только', 'до', 'пятницы'];

function cueAt(position: SubtitlePosition): SubtitleCue {
  const span = { startSeconds: 0, endSeconds: 1 };
  return {
    ...span,
    position,
    wordTimed: true,
    words: words.map((text, index) => ({
      text,
      startSeconds: index * 0.01,
      endSeconds: 1,
      emphasised: index === 1,
    })),
  };
}

/** One picture with a theme in each place: top, middle and bottom. */
async function drawPanel(folder: string, { row, aspect, themes }: Panel): Promise<Image> {
  const frame = frameOfAspect[aspect];
  const filters = subtitlePositions.map(async (position, index) => {
    const theme = themes[index % themes.length] ?? 'light';
    const name = `${aspect.replace(':', '-')}-${index}.ass`;
    await writeFile(join(folder, name), renderAss({ cues: [cueAt(position)], theme, position }, frame).ass);
    return `ass=${name}:fontsdir=${fontFolder}`;
  });
  const picture = `${aspect.replace(':', '-')}-${themes[0]}.png`;
  const source = `color=0x5b6f86:s=${frame.width}x${frame.height}:r=30:d=1`;
  await runProcess(
    process.env.FFMPEG_PATH ?? 'ffmpeg',
    ['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', source].concat([
      ...[
        '-vf',
        [...(await Promise.all(filters)), 'trim=start=0.5', `scale=-2:${rowHeights[row]}`].join(','),
      ],
      ...['-frames:v', '1', picture],
    ]),
    {
      cwd: folder,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', FONTCONFIG_FILE: '/nonexistent' },
      timeoutMs: 60_000,
    },
  );
  return await loadImage(join(folder, picture));
}

function drawOver(pen: SKRSContext2D, panel: Panel, image: Image, at: Point): void {
  const frame = frameOfAspect[panel.aspect];
  const scale = image.width / frame.width;
  const scaled = (box: Box) =>
    [at.x + box.x * scale, at.y + box.y * scale, box.width * scale, box.height * scale] as const;
  pen.drawImage(image, at.x, at.y);
  pen.fillStyle = 'rgba(255, 40, 70, 0.28)';
  pen.beginPath();
  for (const box of panel.covered) pen.rect(...scaled(box));
  pen.fill();
  pen.strokeStyle = '#38ff9c';
  pen.lineWidth = 2;
  pen.setLineDash([6, 4]);
  pen.strokeRect(...scaled(safeArea(frame)));
  pen.fillStyle = '#22252c';
  pen.fillText(panel.caption, at.x + image.width / 2, at.y + image.height + 17);
}

const path = resolve(process.argv[2] ?? 'safe-areas.png');
await withScratchFolder(tmpdir(), async (folder) => {
  const rows: { panel: Panel; image: Image }[][] = [[], []];
  for (const panel of panels) rows[panel.row]?.push({ panel, image: await drawPanel(folder, panel) });
  const widths = rows.map((row) => row.reduce((sum, { image }) => sum + image.width + gap, gap));
  const height = rowHeights.reduce((sum, rowHeight) => sum + rowHeight + captionHeight + gap, gap);
  const sheet = createCanvas(Math.max(...widths), height);
  const pen = sheet.getContext('2d');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.font = '15px sans-serif';
  pen.textAlign = 'center';
  let y = gap;
  for (const [index, row] of rows.entries()) {
    let x = gap;
    for (const { panel, image } of row) {
      drawOver(pen, panel, image, { x, y });
      x += image.width + gap;
    }
    y += (rowHeights[index] ?? 0) + captionHeight + gap;
  }
  const png = sheet.toBuffer('image/png');
  await writeFile(path, png);
  console.log(`${path}: ${(png.length / 1000).toFixed(0)} kB`);
});
