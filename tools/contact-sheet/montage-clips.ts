import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadImage } from '@napi-rs/canvas';
import type { Aspect, Template } from '../../src/domain/ad/ad.ts';
import { planJoin } from '../../src/domain/montage/join-plan.ts';
import { backgroundSeconds, planTimeline } from '../../src/domain/montage/timeline.ts';
import { withScratchFolder } from '../../src/platform/files/scratch.ts';
import type { MontageRequest, MontageResult } from '../../src/ports/montage.ts';
import type { MadeAd, Product } from '../product/product.ts';
import { draftedRequest } from './drafted-request.ts';
import { drawSheet, type SheetCell } from './draw-sheet.ts';
import { type Drawing, type DrawnVideo, drawnVideo } from './drawn-video.ts';
import { madeAds } from './montage-sheets.ts';

type Shape = 'landscape' | 'portrait';

interface ClipOrder {
  readonly template: Template;
  readonly aspect: Aspect;
  readonly intro?: Shape;
  readonly outro?: Shape;
  /** How long the background is, of the time in which it is seen: looped, slowed or trimmed. */
  readonly backgroundShare: number;
}

/** Each template once, each kind of joint and of background at least once. */
const orders: readonly ClipOrder[] = [
  { template: 'basic', aspect: '9:16', intro: 'landscape', outro: 'portrait', backgroundShare: 0.4 },
  { template: 'overlay', aspect: '9:16', intro: 'landscape', backgroundShare: 0.87 },
  { template: 'circle', aspect: '1:1', intro: 'portrait', outro: 'landscape', backgroundShare: 1.4 },
  { template: 'mix_basic_overlay', aspect: '9:16', outro: 'portrait', backgroundShare: 0.3 },
  {
    template: 'mix_basic_circle',
    aspect: '16:9',
    intro: 'portrait',
    outro: 'portrait',
    backgroundShare: 0.7,
  },
];

const plate = (name: string) =>
  fileURLToPath(new URL(`../../assets/backgrounds/${name}.webp`, import.meta.url));
const sizeOf: Readonly<Record<Shape, string>> = { landscape: '1280x720', portrait: '720x1280' };
const bookendSeconds = 2;
const sheetWidth = 1600;
const cellHeight = 720;
const timeoutMs = 60_000;

/** One clip for each template, and a sheet with a row of frames over time for each of them. */
export async function writeMontageClips(
  product: Product,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const ads = await madeAds(product, folder, signal);
  for (const [index, order] of orders.entries()) {
    const ad = ads[index % ads.length];
    if (!ad) throw new Error('There is no presenter.');
    await withScratchFolder(product.parts.scratchFolder, async (workFolder) => {
      const studio = { product, folder, workFolder, signal };
      const { request, result } = await render(studio, ad, order);
      const path = join(folder, order.template);
      await copyFile(result.videoPath, `${path}.mp4`);
      const cells = await overTime(studio, request, result);
      const half = Math.ceil(cells.length / 2);
      const drawn = drawSheet([cells.slice(0, half), cells.slice(half)], sheetWidth);
      await writeFile(`${path}.png`, drawn.toBuffer('image/png'));
      const { integrated, truePeak } = result.loudness;
      console.log(
        `${path}.mp4: ${result.durationSeconds.toFixed(2)} s, ${integrated} LUFS, ${truePeak} dBTP`,
      );
    });
  }
}

interface Studio {
  readonly product: Product;
  readonly folder: string;
  readonly workFolder: string;
  readonly signal: AbortSignal;
}

async function render(
  { product, folder, workFolder, signal }: Studio,
  ad: MadeAd,
  { template, aspect, intro, outro, backgroundShare }: ClipOrder,
): Promise<{ readonly request: MontageRequest; readonly result: MontageResult }> {
  const { parts } = product;
  const context = { workFolder, signal, reportProgress: () => undefined };
  const drawn = (drawing: Drawing): Promise<DrawnVideo> => drawnVideo(parts, folder, drawing, signal);
  const drafted = await draftedRequest(parts, ad, template, { aspect }, context);
  const timeline = planTimeline({ format: drafted.format, template, ...drafted.speech, ...drafted.frame });
  const background = await drawn(movingGround(template, backgroundSeconds(timeline) * backgroundShare));
  const request: MontageRequest = {
    ...drafted,
    background,
    ...(intro && { intro: { ...(await drawn(bookend('intro', intro))), ownSound: true } }),
    ...(outro && { outro: { ...(await drawn(bookend('outro', outro))), ownSound: true } }),
  };
  const work = await parts.local.montage.start(request, context);
  if (work.status !== 'completed') throw new Error('The built-in montage is finished at once.');
  return { request, result: work.result };
}

/** A street seen from something that moves, with a steady sound: a jump would be seen and heard. */
function movingGround(name: string, seconds: number): Drawing {
  const frames = Math.ceil(seconds * 30) + 1;
  const pan = `x='(iw-iw/zoom)*on/${frames}':y='(ih-ih/zoom)*0.5':d=${frames}:s=1080x1920:fps=30`;
  return {
    name: `ground-${name}`,
    inputs: [
      ...['-f', 'lavfi', '-i', `movie=${plate('street')},zoompan=z=1.4:${pan}`],
      ...['-f', 'lavfi', '-i', 'anoisesrc=c=pink:a=0.15:r=44100:seed=1,lowpass=f=2000'],
    ],
    seconds,
  };
}

/** A room of another colour with a chord: quiet before the speech, loud after it. */
function bookend(name: 'intro' | 'outro', shape: Shape): Drawing {
  const picture = `movie=${plate(name === 'intro' ? 'warm-wall' : 'cafe')},zoompan=z=1+on*0.001:d=90:s=${sizeOf[shape]}:fps=30`;
  const chord = (volume: number) => `0.3*(sin(2*PI*220*t)+sin(2*PI*277*t)+sin(2*PI*330*t))*${volume}`;
  const sound = `aevalsrc=${chord(name === 'intro' ? 0.1 : 0.9)}:s=44100`;
  return {
    name: `${name}-${shape}`,
    inputs: [...['-f', 'lavfi', '-i', picture], ...['-f', 'lavfi', '-i', sound]],
    seconds: bookendSeconds,
  };
}

/** Frames where something changes, and between. */
async function overTime(
  { product, workFolder, signal }: Studio,
  request: MontageRequest,
  { videoPath, durationSeconds, speechStartSeconds }: MontageResult,
): Promise<readonly SheetCell[]> {
  const { frame, template, format, intro, outro, speech } = request;
  const timeline = planTimeline({ format, template, ...speech, ...frame });
  const joined = planJoin({
    bodySeconds: speech.durationSeconds,
    introSeconds: intro?.probe.durationSeconds,
    outroSeconds: outro?.probe.durationSeconds,
    ...frame,
  });
  const spoken = (seconds: number) => speechStartSeconds + seconds;
  const moments: (readonly [string, number])[] = [
    ['first', 0],
    ...(joined.intro ? [['into the speech', spoken(joined.intro.fadeSeconds / 2)] as const] : []),
    ['the speech begins', spoken((joined.intro?.fadeSeconds ?? 0) + 0.1)],
    ...(timeline.fadeSeconds > 0
      ? ([
          ['the head gives way', spoken(timeline.headAloneSeconds + timeline.fadeSeconds / 2)],
          ['after it', spoken(timeline.headAloneSeconds + timeline.fadeSeconds + 0.3)],
        ] as const)
      : []),
    ['middle', spoken((timeline.headAloneSeconds + timeline.durationSeconds) / 2)],
    ['its last second', spoken(joined.bodySeconds - (joined.outro?.fadeSeconds ?? 0) - 0.3)],
    ...(joined.outro
      ? [['into the outro', spoken(joined.bodySeconds - joined.outro.fadeSeconds / 2)] as const]
      : []),
    ['last', durationSeconds - 1 / frame.framesPerSecond],
  ];
  const cells: SheetCell[] = [];
  for (const [caption, seconds] of moments) {
    const name = `moment-${cells.length}.png`;
    const seek = ['-ss', Math.max(0, seconds - 0.005).toFixed(3), '-i', videoPath, '-frames:v', '1'];
    const args = [...seek, '-vf', `scale=-2:${cellHeight}:flags=lanczos`, name];
    await product.parts.ffmpeg.run({ args, cwd: workFolder, signal, timeoutMs });
    const image = await loadImage(join(workFolder, name));
    cells.push({ caption: `${caption}: ${seconds.toFixed(2)} s`, image });
  }
  return cells;
}
