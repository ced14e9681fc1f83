import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Image, loadImage } from '@napi-rs/canvas';
import { type Aspect, aspects, type Template, templates } from '../../src/domain/ad/ad.ts';
import { sceneMoments, tellingScene } from '../../src/domain/montage/telling-moment.ts';
import { planTimeline } from '../../src/domain/montage/timeline.ts';
import { subtitleThemeNames } from '../../src/domain/subtitles/subtitle-theme.ts';
import { type SubtitlePosition, subtitlePositions } from '../../src/domain/subtitles/subtitle-track.ts';
import { withScratchFolder } from '../../src/platform/files/scratch.ts';
import { type MadeAd, plainWish, type Product } from '../product/product.ts';
import { draftedRequest } from './drafted-request.ts';
import { drawSheet, type SheetCell } from './draw-sheet.ts';
import { type DrawnVideo, drawnVideo } from './drawn-video.ts';
import { groundFile } from './gallery-grounds.ts';

/** A wide one too: most of it would be cut away in a vertical clip. */
const grounds = ['light', 'dark', 'busy', 'wide'] as const;
type Ground = (typeof grounds)[number];

const livingRoom = fileURLToPath(new URL('../../assets/backgrounds/living-room.webp', import.meta.url));
const sourceOfGround: Readonly<Record<Ground, string>> = {
  light: 'gradients=s=1080x1920:r=30:c0=0xfaf8f4:c1=0xe8e4dc:speed=0.006:seed=3',
  dark: 'gradients=s=1080x1920:r=30:c0=0x08090c:c1=0x22252c:speed=0.006:seed=3',
  busy: 'testsrc2=s=1080x1920:r=30,noise=alls=30:all_seed=1',
  wide: `movie=${livingRoom},zoompan=z=1+on*0.0005:d=240:s=1920x1080:fps=30`,
};

const themesPerSheet = 6;
const sheetWidth = 1500;
const groundSeconds = 8;

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

/** `<aspect>-<ground>`, such as `9x16-light`. */
export const montageSheets: readonly SheetOrder[] = aspects
  .flatMap((aspect) => grounds.map((ground) => ({ aspect, ground })))
  .map(({ aspect, ground }, index) => ({
    name: `${aspect.replace(':', 'x')}-${ground}`,
    aspect,
    ground,
    firstTheme: index * themesPerSheet,
  }));

/**
 * Single frames of what montage makes of three presenters: every template × six themes, one sheet for each aspect and
 * ground. The themes go round from sheet to sheet, so that all of them are seen.
 */
export async function writeMontageSheets(
  product: Product,
  orders: readonly SheetOrder[],
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const ads = await madeAds(product, folder, signal);
  for (const order of orders) await writeSheet({ product, ads, folder, signal }, order);
}

/** Three presenters over the demo's background. */
export async function madeAds(
  product: Product,
  folder: string,
  signal: AbortSignal,
): Promise<readonly MadeAd[]> {
  const backgroundPath = await groundFile(product.parts, 'product', folder, signal);
  const ads: MadeAd[] = [];
  for (const wish of presenters) {
    const script = scripts[wish.language];
    const format = 'character_with_background';
    ads.push(await product.make({ ...plainWish, ...wish, script, format, backgroundPath }, signal));
  }
  return ads;
}

interface SheetOrder {
  readonly name: string;
  readonly aspect: Aspect;
  readonly ground: Ground;
  readonly firstTheme: number;
}

interface Studio {
  readonly product: Product;
  readonly ads: readonly MadeAd[];
  readonly folder: string;
  readonly signal: AbortSignal;
}

interface CellOrder {
  readonly ad: MadeAd;
  readonly template: Template;
  readonly theme: string;
  readonly position: SubtitlePosition;
  readonly aspect: Aspect;
  readonly disclosure: 'badge' | 'label';
  readonly background: DrawnVideo;
}

async function writeSheet(studio: Studio, { name, aspect, ground, firstTheme }: SheetOrder): Promise<void> {
  const { product, ads, folder, signal } = studio;
  const inputs = ['-f', 'lavfi', '-i', sourceOfGround[ground]];
  const drawing = { name: ground, inputs, seconds: groundSeconds };
  const background = await drawnVideo(product.parts, folder, drawing, signal);
  const rows: SheetCell[][] = [];
  for (const [row, template] of templates.entries()) {
    const cells = Array.from({ length: themesPerSheet }, async (_, column) => {
      const theme = subtitleThemeNames[(firstTheme + column) % subtitleThemeNames.length];
      const ad = ads[(row + column) % ads.length];
      // Most clips have their subtitles below; the last columns show the other places.
      const position = subtitlePositions[[0, 0, 0, 0, 1, 2][column] ?? 0];
      if (!theme || !ad || !position) throw new Error('There is nothing to draw.');
      const disclosure = column === 3 ? 'label' : 'badge';
      const order = { ad, template, theme, position, aspect, disclosure, background } as const;
      return { caption: `${template} ${theme} ${position}`, image: await drawCell(studio, order) };
    });
    rows.push(await Promise.all(cells));
  }
  const path = join(folder, `${name}.png`);
  await writeFile(path, drawSheet(rows, sheetWidth).toBuffer('image/png'));
  console.log(path);
}

async function drawCell({ product, signal }: Studio, order: CellOrder): Promise<Image> {
  const { ad, background, template, ...changes } = order;
  const { parts } = product;
  return await withScratchFolder(parts.scratchFolder, async (workFolder) => {
    const context = { workFolder, signal, reportProgress: () => undefined };
    const request = await draftedRequest(parts, ad, template, changes, context);
    const { speech, frame, format, subtitles } = request;
    const timeline = planTimeline({ format, template, ...speech, ...frame });
    const atSeconds = sceneMoments(timeline, subtitles?.cues ?? [])[tellingScene(timeline)] ?? 0;
    const still = await parts.local.montage.still({ ...request, background }, atSeconds, context);
    return await loadImage(still.picturePath);
  });
}
