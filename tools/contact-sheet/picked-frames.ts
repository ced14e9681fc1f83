import { join } from 'node:path';
import { type Image, loadImage } from '@napi-rs/canvas';
import { outputFrame } from '../../src/domain/ad/ad.ts';
import { fileOf } from '../../src/pipeline/steps/step-result.ts';
import { withScratchFolder } from '../../src/platform/files/scratch.ts';
import type { MouthCurve } from '../../src/ports/talking-head.ts';
import type { MadeAd, Product } from '../product/product.ts';

/** 'closed' is the lips' shortest meeting between two open sounds; a number is seconds. */
export type Moment = 'first' | 'closed' | 'open' | 'last' | number;

/** Part of the frame, each from 0 to 1. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PickedFrame {
  readonly seconds: number;
  readonly image: Image;
}

/** The frames of the finished clip at `moments`, in their order, `height` pixels high. */
export async function pickFrames(
  { parts }: Product,
  { results, production }: MadeAd,
  { moments, part, height }: { moments: readonly Moment[]; part?: Part; height: number },
  signal: AbortSignal,
): Promise<readonly PickedFrame[]> {
  const montage = results.of('montage');
  const video = await parts.files.open(fileOf(montage, 'video').key);
  const curve = results.of('head').value.mouthCurve;
  const { framesPerSecond } = outputFrame(production.order.aspect, production.order.format);
  const lastSeconds = montage.value.durationSeconds - 1 / framesPerSecond;
  const crop = part ? `crop=iw*${part.width}:ih*${part.height}:iw*${part.x}:ih*${part.y},` : '';
  return await withScratchFolder(parts.scratchFolder, async (folder) => {
    const picked: PickedFrame[] = [];
    for (const moment of moments) {
      const seconds = Math.min(secondsOf(moment, curve, lastSeconds), lastSeconds);
      const name = `${picked.length}.png`;
      await parts.ffmpeg.run({
        cwd: folder,
        signal,
        timeoutMs: 60_000,
        args: [
          ...(moment === 'last' ? ['-sseof', '-0.3'] : ['-ss', Math.max(0, seconds - 0.005).toFixed(3)]),
          ...['-i', video.path, ...(moment === 'last' ? [] : ['-frames:v', '1']), '-update', '1'],
          ...['-vf', `${crop}scale=-2:${height}:flags=lanczos`, name],
        ],
      });
      picked.push({ seconds, image: await loadImage(join(folder, name)) });
    }
    return picked;
  });
}

function secondsOf(moment: Moment, curve: MouthCurve | undefined, lastSeconds: number): number {
  if (typeof moment === 'number') return moment;
  if (moment === 'first') return 0;
  if (moment === 'last') return lastSeconds;
  if (!curve) return lastSeconds / 2;
  const scores = moment === 'open' ? curve.gaps : valleyDepths(curve);
  const best = scores.reduce((found, score, frame) => (score > (scores[found] ?? 0) ? frame : found), 0);
  return best / curve.framesPerSecond;
}

/** How far the mouth is opened both shortly before and shortly after each frame, less how far it is open then. */
function valleyDepths({ gaps, framesPerSecond }: MouthCurve): number[] {
  const reach = Math.round(framesPerSecond * 0.2);
  return gaps.map((gap, frame) => {
    const before = Math.max(0, ...gaps.slice(Math.max(0, frame - reach), frame));
    const after = Math.max(0, ...gaps.slice(frame + 1, frame + 1 + reach));
    return Math.min(before, after) - gap;
  });
}
