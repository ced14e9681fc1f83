import { join } from 'node:path';
import type { Reading } from '../quality/reading.ts';
import type { Bench } from './bench.ts';
import { walkToAnswer, walkToFirstAd } from './first-ad-walk.ts';
import { unlessBusy, watchOtherWork } from './other-work.ts';
import { startBot } from './started-bot.ts';

/** Bar 1: from `npm start` on a machine that never ran it, nothing set and no network, to the first ad. */
export const firstAdBench: Bench = {
  name: 'first-ad',
  measure: async ({ folder, tell }) => {
    const data = join(folder, 'first-ad');
    // A machine that never ran it has nothing compiled either.
    const env = { NODE_COMPILE_CACHE: join(folder, 'first-ad-compiled') };
    const others = watchOtherWork();
    const first = await startBot(data, env);
    const ad = await walkToFirstAd(first.baseUrl);
    const { cpuSeconds, peakMegabytes } = first.cost();
    const stopSeconds = await first.stop();
    const second = await startBot(data, env);
    const answeredAgainAtMs = await walkToAnswer(second.baseUrl);
    const again = second.cost();
    await second.stop();
    const otherCores = others.stop(cpuSeconds + again.cpuSeconds);
    const since = (atMs: number, { startedAtMs }: { startedAtMs: number }) => (atMs - startedAtMs) / 1000;
    tell(`a video of ${(ad.videoBytes / 1e6).toFixed(1)} MB; stopped in ${stopSeconds.toFixed(1)} s`);
    const timings: Reading[] = [
      {
        bar: 1,
        name: 'npm start to the chat’s answer',
        value: since(ad.answeredAtMs, first),
        unit: 's',
        max: 5,
      },
      {
        bar: 1,
        name: 'npm start to the first video',
        value: since(ad.deliveredAtMs, first),
        unit: 's',
        max: 60,
      },
      {
        bar: 1,
        name: 'second start to the chat’s answer',
        value: since(answeredAgainAtMs, second),
        unit: 's',
        max: 1.5,
      },
      { name: 'Ctrl-C to the end', value: stopSeconds, unit: 's', max: 10 },
    ];
    return [
      ...unlessBusy(timings, otherCores, tell),
      { bar: 1, name: 'calls that break the Bot API’s schema', value: ad.violations, unit: '', max: 0 },
      { name: 'cost of the first ad, start and database included', value: cpuSeconds, unit: 'CPU-s' },
      { name: 'peak memory of all processes', value: peakMegabytes, unit: 'MB' },
      { name: 'cores that others kept busy', value: otherCores, unit: '' },
    ];
  },
};
