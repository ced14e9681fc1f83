import { join } from 'node:path';
import type { Reading } from '../quality/reading.ts';
import type { Bench } from './bench.ts';
import { clickUntil, gapsOf, type Ordered, orderVideo } from './live-walk.ts';
import { unlessBusy, watchOtherWork } from './other-work.ts';
import { openCrowd } from './sandbox-crowd.ts';
import { startBot } from './started-bot.ts';

const clickers = 50;
const renders = 2;
const firstClickerId = 800_000_001;
const firstCustomerId = 900_000_001;
const peopleOf = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

/** Bar 11: the bot answers 50 people who click while two videos are made, and shows how those come on. */
export const liveBench: Bench = {
  name: 'live',
  measure: async ({ folder, tell }) => {
    const others = watchOtherWork();
    const bot = await startBot(join(folder, 'live'));
    const crowd = await openCrowd(bot.baseUrl);
    const orders = await Promise.all(peopleOf(firstCustomerId, renders).map((id) => orderVideo(crowd, id)));
    const done = new AbortController();
    const delivered = Promise.all(orders.map(({ delivered: end }) => end)).finally(() => done.abort());
    const clicks = await Promise.all(
      peopleOf(firstClickerId, clickers).map((id) => clickUntil(crowd, id, done.signal)),
    );
    await delivered;
    const cost = bot.cost();
    const otherCores = others.stop(cost.cpuSeconds);
    const violations = await crowd.violations();
    crowd.close();
    await bot.stop();
    const seconds = clicks.flat().sort((left, right) => left - right);
    tell(`${seconds.length} presses by ${clickers} people, ${orders.length} videos`);
    return [
      ...unlessBusy(timings(seconds, orders), otherCores, tell),
      ...costs({ ...cost, violations, otherCores }),
    ];
  },
};

function timings(seconds: readonly number[], orders: readonly Ordered[]): Reading[] {
  const at = (share: number) => (seconds[Math.floor(seconds.length * share)] ?? Number.NaN) * 1000;
  const gaps = orders.flatMap(({ edits }) => gapsOf(edits()));
  return [
    { name: 'median of the first reply', value: at(0.5), unit: 'ms' },
    { bar: 11, name: '95 % of the first replies', value: at(0.95), unit: 'ms', max: 300 },
    // The clock is the reader's: the sandbox tells of an edit some milliseconds after it.
    { bar: 11, name: 'shortest time between two edits', value: Math.min(...gaps), unit: 's', min: 3.9 },
    { bar: 11, name: 'longest time without progress', value: Math.max(...gaps), unit: 's', max: 10.5 },
  ];
}

function costs(cost: {
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly violations: number;
  readonly otherCores: number;
}): Reading[] {
  return [
    { bar: 11, name: 'peak memory of all processes', value: cost.peakMegabytes, unit: 'MB', max: 1200 },
    { bar: 11, name: 'calls that break the Bot API’s schema', value: cost.violations, unit: '', max: 0 },
    { name: 'cost', value: cost.cpuSeconds, unit: 'CPU-s' },
    { name: 'cores that others kept busy', value: cost.otherCores, unit: '' },
  ];
}
