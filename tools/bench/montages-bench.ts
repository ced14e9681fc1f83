import { join } from 'node:path';
import type { Bench } from './bench.ts';

/** Bars 3 to 5 for what montage alone decides: fixed inputs made by ffmpeg, beside a reference command. */
export const montagesBench: Bench = {
  name: 'montage',
  measure: async ({ runs, folder, subject, tell }) => {
    const { rows } = await subject('montages', { folder: join(folder, 'montages'), runs });
    return rows.map(({ what, cpuSeconds, allowedCpuSeconds }) => {
      tell(`${what}: ${cpuSeconds.toFixed(2)} CPU-s`);
      const max = Math.round(allowedCpuSeconds * 100) / 100;
      return { bar: barOf(what), name: what, value: cpuSeconds, unit: 'CPU-s', max };
    });
  },
};

/** Which promise a row of the montage figures belongs to. */
function barOf(what: string): number {
  if (what.startsWith('cut-out')) return 4;
  return /^(preview|still)/.test(what) ? 5 : 3;
}
