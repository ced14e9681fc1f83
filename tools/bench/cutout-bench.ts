import { median } from './cpu-seconds.ts';
import { join } from 'node:path';
import { type Bench, type BenchContext, longItem, repeat } from './bench.ts';

/** Bar 4: what a cut-out costs beyond the same montage with a circle, and beyond it for a head made elsewhere. */
export const cutoutBench: Bench = {
  name: 'cutout',
  measure: async (context) => {
    const folder = join(context.folder, 'cutout');
    const { videoSeconds } = await context.subject('prepare', { item: longItem, folder });
    const circle = await montageCost(context, folder, 'circle', false);
    const cutout = await montageCost(context, folder, 'cutout', false);
    const foreign = await montageCost(context, folder, 'cutout', true).catch((error: unknown) => {
      context.tell(`foreign head: ${error instanceof Error ? error.message : error}`);
      return Number.NaN;
    });
    const perFifteen = 15 / videoSeconds;
    const unit = 'CPU-s';
    return [
      { name: 'circle montage of 15 s', value: circle * perFifteen, unit },
      { bar: 4, name: 'cut-out beyond the circle', value: (cutout - circle) * perFifteen, unit, max: 3 },
      { bar: 4, name: 'foreign head beyond it', value: (foreign - circle) * perFifteen, unit, max: 30 },
    ];
  },
};

async function montageCost(
  { runs, subject, tell }: BenchContext,
  folder: string,
  shape: 'circle' | 'cutout',
  foreign: boolean,
): Promise<number> {
  const costs = await repeat(
    runs,
    async () => (await subject('montage', { folder, shape, foreign })).treeCpuSeconds,
  );
  tell(`${foreign ? 'foreign head, ' : ''}${shape}: ${costs.map((cost) => cost.toFixed(2)).join(' ')} CPU-s`);
  return median(costs);
}
