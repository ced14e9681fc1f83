import { join } from 'node:path';
import { goldenName, goldenSet } from '../quality/golden-set.ts';
import type { Bench } from './bench.ts';
import { median } from './cpu-seconds.ts';

const frame = { width: 720, height: 1280, framesPerSecond: 25 };

/** Bar 2: text to the head's MP4, a fresh process each, its start included. */
export const talkingHeadBench: Bench = {
  name: 'talking-head',
  measure: async ({ runs, folder, subject, tell }) => {
    const costs: number[] = [];
    for (const [index, item] of goldenSet('full').entries()) {
      const perSecond: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        const answer = await subject('head', { item, frame, folder: join(folder, `head-${index}-${run}`) });
        perSecond.push(answer.treeCpuSeconds / answer.videoSeconds);
      }
      costs.push(median(perSecond));
      tell(`${goldenName(item).padEnd(20)} ${median(perSecond).toFixed(3)} CPU-s per second of video`);
    }
    const unit = 'CPU-s per s';
    return [
      { bar: 2, name: 'talking head, median', value: median(costs), unit, max: 0.5 },
      { name: 'talking head, dearest text', value: Math.max(...costs), unit },
    ];
  },
};
