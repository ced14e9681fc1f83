import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdWish } from '../../../src/actions/ad-wish.ts';
import { outputFrame, type Template } from '../../../src/domain/ad/ad.ts';
import { planTimeline } from '../../../src/domain/montage/timeline.ts';
import type { HeadCircle } from '../../../src/domain/overlay/circle.ts';
import { fileOf } from '../../../src/pipeline/steps/step-result.ts';
import { makeBackground } from '../../bench/montage-inputs.ts';
import { type MadeAd, openProduct, plainWish, type Product } from '../../product/product.ts';
import type { ClipReadings, ControlOutcome, QualityReport } from '../measure-golden-set.ts';
import { meetsLimit } from '../reading.ts';
import { readMarks } from './read-marks.ts';
import { walkingPresenter } from './walking-presenter.ts';
import { beside, inRing, type SeenWalk, walkReadings } from './walk-readings.ts';
import { type Walk, walks } from './walks.ts';

export interface WalkRun {
  /** Clips and database; the caller removes it. */
  readonly folder: string;
  readonly signal: AbortSignal;
  onProgress(line: string): void;
}

type CircleTemplate = Extract<Template, 'circle' | 'mix_basic_circle'>;

/** A lead-in shows the same circle later, and a still circle misses any walk: one of each is enough to see it. */
const withLeadIn: readonly string[] = ['slowly to and fro'];
const controlled: readonly string[] = ['slowly to and fro'];
const backgroundSeconds = 5;

/** Makes ads with heads that walk about by the product's own pipeline, and looks where the circle has them. */
export async function measureWalks(run: WalkRun): Promise<QualityReport> {
  const product = await openProduct(join(run.folder, 'data'), 1, ({ ffmpeg }) => ({
    head: walkingPresenter(ffmpeg, walks),
  }));
  try {
    const clips: ClipReadings[] = [];
    const controls: ControlOutcome[] = [];
    const studio = await openStudio(product, run);
    for (const walk of walks) {
      const measured = await studio.measure(walk, 'circle');
      clips.push({ clip: walk.id, readings: measured.readings });
      if (withLeadIn.includes(walk.id)) {
        const { readings } = await studio.measure(walk, 'mix_basic_circle');
        clips.push({ clip: `${walk.id}, lead-in`, readings });
      }
      if (controlled.includes(walk.id)) controls.push(await stillControl(studio, walk, measured.stillCircle));
      run.onProgress(`measured ${walk.id}`);
    }
    const passed = clips.every(({ readings }) => readings.every(meetsLimit));
    return { clips, controls, passed: passed && controls.every(({ noticed }) => noticed) };
  } finally {
    await product.close();
  }
}

type Studio = Awaited<ReturnType<typeof openStudio>>;

/** The best circle that stands still. */
async function stillControl(studio: Studio, walk: Walk, circle: HeadCircle): Promise<ControlOutcome> {
  const { readings } = await studio.measure(walk, 'circle', circle);
  const judged = readings.filter(({ name }) => name === beside || name === inRing);
  const noticed = judged.some((reading) => !meetsLimit(reading));
  return { control: 'a circle that stands still', clip: walk.id, noticed, readings: judged };
}

async function openStudio(product: Product, { folder, signal }: WalkRun) {
  await mkdir(folder, { recursive: true });
  const { ffmpeg } = product.parts;
  const background = await makeBackground({
    ffmpeg,
    folder,
    durationSeconds: backgroundSeconds,
    kind: 'dark',
  });
  return {
    measure: async (walk: Walk, template: CircleTemplate, circle?: HeadCircle) => {
      const wish: AdWish = {
        ...plainWish,
        format: 'character_with_background',
        language: 'en',
        script: walk.script,
        presenter: { kind: 'cast', id: walk.presenterId },
        backgroundPath: background.video.path,
        subtitles: { kind: 'none' },
        template,
        ...(circle && { circle }),
      };
      const made = await product.make(wish, signal);
      const { value } = made.results.of('overlay');
      if (value.kind !== 'circle') throw new Error('a circle was asked for');
      const seen = await seenWalk(product, made, { walk, template, folder, signal });
      return { readings: walkReadings(seen), stillCircle: value.circle };
    },
  };
}

interface Look {
  readonly walk: Walk;
  readonly template: CircleTemplate;
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function seenWalk({ parts }: Product, { results, production }: MadeAd, look: Look): Promise<SeenWalk> {
  const { walk, template, folder, signal } = look;
  const { circleInFrame: circle, durationSeconds } = results.of('montage').value;
  if (!circle) throw new Error('the clip has no circle');
  const { format, aspect } = production.order;
  const frame = outputFrame(aspect, format);
  const video = await parts.files.open(fileOf(results.of('montage'), 'video').key);
  const { framesPerSecond } = frame;
  const timeline = planTimeline({ format, template, durationSeconds, framesPerSecond });
  const { headAloneSeconds, fadeSeconds } = timeline;
  const first = Math.ceil((headAloneSeconds + fadeSeconds) * framesPerSecond);
  const frames = Math.ceil(durationSeconds * framesPerSecond);
  const marks = await readMarks(parts.ffmpeg, { videoPath: video.path, circle, frames, folder, signal });
  const { face } = results.of('portrait').value;
  return {
    ...{ walk, face, picture: face.picture, head: results.of('head').value.size, frame },
    ...{ circleWidth: circle.width, fromSeconds: first / framesPerSecond, marks: marks.slice(first) },
  };
}
