import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDemoBackground } from '../../src/actions/demo-background.ts';
import type { AdWish } from '../../src/actions/ad-wish.ts';
import { clipFiles } from '../../src/pipeline/results.ts';
import { openProduct, plainWish, type Product } from '../product/product.ts';
import { drawWelcome } from './draw-welcome.ts';
import { type ExampleHalf, examples } from './examples.ts';
import { joinHalves, type MadeHalf } from './join-halves.ts';

/** Makes `assets/examples/`: the clips of the format screen, by the product itself, and the picture of the welcome. */
const target = fileURLToPath(new URL('../../assets/examples', import.meta.url));
const { signal } = new AbortController();

async function madeHalf(
  { parts, make }: Product,
  language: string,
  half: ExampleHalf,
  backgroundPath: string,
): Promise<MadeHalf> {
  const { script, format, presenterId } = half;
  const wish: AdWish = {
    ...plainWish,
    script,
    language,
    format,
    template: 'overlay',
    presenter: { kind: 'cast', id: presenterId },
    ...(format === 'character_with_background' && { backgroundPath }),
  };
  const { results } = await make(wish, signal);
  const { path } = await parts.files.open(clipFiles(results).video.key);
  return { videoPath: path, durationSeconds: results.of('montage').value.durationSeconds, label: half.label };
}

const folder = await mkdtemp(join(tmpdir(), 'ugc-examples-'));
const product = await openProduct(join(folder, 'data'), 1);
try {
  const { ffmpeg, assetsFolder, cast } = product.parts;
  const backgroundPath = await makeDemoBackground(product.parts, folder, signal);
  for (const [language, [left, right]] of Object.entries(examples)) {
    const halves = [
      await madeHalf(product, language, left, backgroundPath),
      await madeHalf(product, language, right, backgroundPath),
    ] as const;
    const font = join(assetsFolder, 'fonts', 'Manrope_800ExtraBold.ttf');
    const path = await joinHalves(ffmpeg, font, halves, folder);
    await copyFile(path, join(target, `formats-${language}.mp4`));
  }
  await drawWelcome(cast, join(target, 'welcome.jpg'), signal);
} finally {
  await product.close();
  await rm(folder, { recursive: true, force: true });
}
