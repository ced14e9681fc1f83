/**
 * Single frames of what montage makes of three presenters: every template × six themes × every aspect × four grounds, one
 * sheet for each aspect and ground. The themes go round from sheet to sheet, so that all of them are seen.
 *
 *   node tools/contact-sheet/montage-sheets.ts [--out FOLDER] [ASPECT-GROUND…]
 */
import { existsSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Image, loadImage } from '@napi-rs/canvas';
import { type Aspect, aspects, type Template, templates } from '../../src/domain/ad/ad.ts';
import { ordersWith, settingsOfOrder } from '../../src/domain/montage/render-settings.ts';
import { sceneMoments, tellingScene } from '../../src/domain/montage/telling-moment.ts';
import { planTimeline } from '../../src/domain/montage/timeline.ts';
import { subtitleThemeNames } from '../../src/domain/subtitles/subtitle-theme.ts';
import { type SubtitlePosition, subtitlePositions } from '../../src/domain/subtitles/subtitle-track.ts';
import { draftMontage } from '../../src/pipeline/drafted-montage.ts';
import { readEnvironment } from '../../src/platform/config/environment.ts';
import { sha256OfFile } from '../../src/platform/files/sha256.ts';
import { withScratchFolder } from '../../src/platform/files/scratch.ts';
import type { MontageRequest } from '../../src/ports/montage.ts';
import { type MadeAd, openProduct, plainWish, type Product } from '../product/product.ts';
import { drawSheet, type SheetCell } from './draw-sheet.ts';
import { groundFile } from './gallery-grounds.ts';

/** A wide one too: most of it would be cut away in a vertical clip. */
const grounds = ['light', 'dark', 'busy', 'wide'] as const;
type Ground = (typeof grounds)[number];

const plate = fileURLToPath(new URL('../../assets/backgrounds/living-room.webp', import.meta.url));
const sourceOfGround: Readonly<Record<Ground, string>> = {
  light: 'gradients=s=1080x1920:r=30:c0=0xfaf8f4:c1=0xe8e4dc:speed=0.006:seed=3',
  dark: 'gradients=s=1080x1920:r=30:c0=0x08090c:c1=0x22252c:speed=0.006:seed=3',
  busy: 'testsrc2=s=1080x1920:r=30,noise=alls=30:all_seed=1',
  wide: `movie=${plate},zoompan=z=1+on*0.0005:d=240:s=1920x1080:fps=30`,
};

const themesPerSheet = 6;
const sheetWidth = 1500;
const timeoutMs = 120_000;

const presenters = [
  { presenter: { kind: 'cast', id: 'sofia' }, language: 'ru' },
  { presenter: { kind: 'cast', id: 'samuel' }, language: 'en' },
  {
    presenter: {
      kind: 'own',
      picturePath: fileURLToPath(new URL('../../test/portraits/full-beard.jpg', import.meta.url)),
      hasConsent: true,
    },
    language: 'ru',
  },
] as const;

const scripts = {
  en: 'Okay, I have to show you this. My bag, my coffee, and *12 hours* later it is still *hot*. Grab yours!',
  ru: 'Смотрите, что я нашла. Сумка, кофе, и через *12 часов* он всё ещё *горячий*. Закажите сегодня!',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'out/montage' } },
});
const folder = resolve(values.out);
const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
const product = await openProduct(readEnvironment().DATA_DIR ?? 'data', 2);
try {
  await mkdir(folder, { recursive: true });
  const backgroundPath = await groundFile(product.parts, 'product', folder, stopping.signal);
  const ads: MadeAd[] = [];
  for (const wish of presenters) {
    const script = scripts[wish.language];
    const format = 'character_with_background';
    ads.push(await product.make({ ...plainWish, ...wish, script, format, backgroundPath }, stopping.signal));
  }
  let sheet = 0;
  for (const aspect of aspects) {
    for (const ground of grounds) {
      const name = `${aspect.replace(':', 'x')}-${ground}`;
      if (positionals.length === 0 || positionals.includes(name)) {
        await writeSheet(product, ads, { name, aspect, ground, sheet });
      }
      sheet += 1;
    }
  }
} finally {
  await product.close();
}

interface SheetOrder {
  readonly name: string;
  readonly aspect: Aspect;
  readonly ground: Ground;
  readonly sheet: number;
}

interface CellOrder {
  readonly ad: MadeAd;
  readonly template: Template;
  readonly theme: string;
  readonly position: SubtitlePosition;
  readonly aspect: Aspect;
  readonly disclosure: 'badge' | 'label';
  readonly background: NonNullable<MontageRequest['background']>;
}

async function writeSheet(
  { parts }: Product,
  ads: readonly MadeAd[],
  { name, aspect, ground, sheet }: SheetOrder,
): Promise<void> {
  const background = await groundOf(parts, ground);
  const rows: SheetCell[][] = [];
  for (const [row, template] of templates.entries()) {
    const cells = Array.from({ length: themesPerSheet }, async (_, column) => {
      const theme = subtitleThemeNames[(sheet * themesPerSheet + column) % subtitleThemeNames.length];
      const ad = ads[(row + column) % ads.length];
      // Most clips have their subtitles below; the last columns show the other places.
      const position = subtitlePositions[[0, 0, 0, 0, 1, 2][column] ?? 0];
      if (!theme || !ad || !position) throw new Error('There is nothing to draw.');
      const disclosure = column === 3 ? 'label' : 'badge';
      const order = { ad, template, theme, position, aspect, disclosure, background } as const;
      return { caption: `${template} ${theme} ${position}`, image: await drawCell(parts, order) };
    });
    rows.push(await Promise.all(cells));
  }
  const drawn = drawSheet(rows, sheetWidth);
  await writeFile(join(folder, `${name}.png`), drawn.toBuffer('image/png'));
  console.log(join(folder, `${name}.png`));
}

async function drawCell(
  parts: Product['parts'],
  { ad, background, template, theme, position, aspect, disclosure }: CellOrder,
): Promise<Image> {
  const { production, results } = ad;
  const settings = { ...settingsOfOrder(production.order), theme, position, aspect, disclosure };
  const [order] = ordersWith(production.order, { ...settings, templates: [template] });
  if (!order) throw new Error(`The ad has no ${template}.`);
  return await withScratchFolder(parts.scratchFolder, async (workFolder) => {
    const context = { workFolder, signal: stopping.signal, reportProgress: () => undefined };
    const draft = draftMontage(parts, production, results, order);
    const { track } = await draft.subtitles();
    const request = await draft.request('final', await draft.takeOverlay(context), track);
    const { durationSeconds } = request.speech;
    const { framesPerSecond } = request.frame;
    const timeline = planTimeline({ format: order.format, template, durationSeconds, framesPerSecond });
    const atSeconds = sceneMoments(timeline, track?.cues ?? [])[tellingScene(timeline)] ?? 0;
    const still = await parts.local.montage.still({ ...request, background }, atSeconds, context);
    return await loadImage(still.picturePath);
  });
}

async function groundOf(parts: Product['parts'], ground: Ground): Promise<CellOrder['background']> {
  const name = `${ground}.mp4`;
  const path = join(folder, name);
  const source = sourceOfGround[ground];
  if (!existsSync(path)) {
    const coder = ['-t', '8', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-y', name];
    await parts.ffmpeg.run({ args: ['-f', 'lavfi', '-i', source, ...coder], cwd: folder, timeoutMs });
  }
  const { size: bytes } = await stat(path);
  const video = { path, mime: 'video/mp4', sha256: await sha256OfFile(path), bytes };
  const context = { workFolder: folder, signal: stopping.signal, reportProgress: () => undefined };
  return { video, probe: await parts.mediaProbe.probe(video, context) };
}
