import { outputFrame } from '../../src/domain/ad/ad.ts';
import { subtitleThemeNames } from '../../src/domain/subtitles/subtitle-theme.ts';
import { fileOf } from '../../src/pipeline/steps/step-result.ts';
import { orderedSubtitles } from '../../src/pipeline/steps/ordered-subtitles.ts';
import { openProduct, type MadeAd, plainWish, type Product } from '../product/product.ts';
import type { GoldenClip, GoldenStudio } from './golden-clip.ts';
import { type GoldenItem, goldenSet } from './golden-set.ts';

const concurrentSteps = 2;

/** Makes golden clips by the product's own actions, pipeline and database, in a data folder of its own. */
export async function openGoldenStudio(dataFolder: string): Promise<GoldenStudio> {
  const product = await openProduct(dataFolder, concurrentSteps);
  const { ffmpeg, faces } = product.parts;
  return {
    ffmpeg,
    faces,
    make: (item, signal) => makeClip(product, item, signal),
    close: () => product.close(),
  };
}

async function makeClip(product: Product, item: GoldenItem, signal: AbortSignal): Promise<GoldenClip> {
  const wish = {
    ...plainWish,
    script: item.script,
    language: item.language,
    presenter: { kind: 'cast', id: item.presenterId },
    subtitleTheme: themeOf(item),
  } as const;
  const made = await product.make(wish, signal);
  // The same ad without subtitles: speech and head are found, only the montage is made anew.
  const plain = await product.make({ ...wish, subtitles: { kind: 'none' } }, signal);
  const { results, production } = made;
  const head = results.of('head').value;
  const input = { ...production, has: results.has, earlier: results.of };
  const { track: subtitles } = await orderedSubtitles(product.parts.files, input);
  if (!head.mouthCurve) throw new Error('the head was made without saying how the mouth was meant to move');
  return {
    item,
    video: await videoOf(product, made),
    videoWithoutSubtitles: await videoOf(product, plain),
    frame: outputFrame(production.order.aspect, production.order.format),
    speech: await product.parts.files.open(fileOf(results.of('speech'), 'audio').key),
    track: results.of('speech').value.track,
    mouthCurve: head.mouthCurve,
    ...(head.faceBox && { faceBox: head.faceBox }),
    ...(subtitles && { subtitles }),
    missingGlyphs: results.of('montage').value.missingGlyphs,
  };
}

async function videoOf({ parts }: Product, { results }: MadeAd): Promise<GoldenClip['video']> {
  return await parts.files.open(fileOf(results.of('montage'), 'video').key);
}

/** Every theme in turn, so that all of them are read back. */
function themeOf(item: GoldenItem): string {
  const full = goldenSet('full');
  const place = full.findIndex(({ id, presenterId }) => id === item.id && presenterId === item.presenterId);
  return subtitleThemeNames[place % subtitleThemeNames.length] ?? plainWish.subtitleTheme;
}
