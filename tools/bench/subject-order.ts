import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdWish } from '../../src/actions/ad-wish.ts';
import type { StepKind } from '../../src/domain/production/step.ts';
import { openProduct, plainWish } from '../product/product.ts';
import type { Edit, SubjectTasks } from './bench.ts';
import { makeBackground } from './montage-inputs.ts';

const backgroundSeconds = 8;

const changeOf: Readonly<Record<Edit, Partial<AdWish>>> = {
  none: {},
  subtitles: { subtitleTheme: 'yellow_on_black' },
  frame: { aspect: '4:5' },
  template: { template: 'mix_basic_circle' },
};

/** Orders an ad by the product's door, in a data folder that outlives the process, and counts what was not found. */
export async function order(
  request: SubjectTasks['order']['request'],
): Promise<SubjectTasks['order']['answer']> {
  const { item, folder, edit } = request;
  const product = await openProduct(join(folder, 'data'), 1);
  try {
    const backgroundPath = await backgroundIn(folder, product.parts.ffmpeg);
    const wish: AdWish = {
      ...plainWish,
      format: 'character_with_background',
      script: item.script,
      language: item.language,
      presenter: { kind: 'cast', id: item.presenterId },
      backgroundPath,
      ...changeOf[edit],
    };
    const { results } = await product.make(wish, new AbortController().signal);
    const calls = (kind: StepKind) =>
      results.steps.filter((step) => step.kind === kind && !step.reused).length;
    return { speechCalls: calls('speech'), headCalls: calls('head'), montageCalls: calls('montage') };
  } finally {
    await product.close();
  }
}

/** Made once a folder: the next process must find the same bytes. */
async function backgroundIn(
  folder: string,
  ffmpeg: Parameters<typeof makeBackground>[0]['ffmpeg'],
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'background-plain-1080x1920.mp4');
  if (await stat(path).catch(() => undefined)) return path;
  await makeBackground({ ffmpeg, folder, durationSeconds: backgroundSeconds, kind: 'plain' });
  return path;
}
