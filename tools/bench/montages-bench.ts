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
      return { bar: 3, name: what, value: cpuSeconds, unit: 'CPU-s', max };
    });
  },
};
