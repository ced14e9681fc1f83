import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { verifyLedger } from '../../src/actions/credits/verify-ledger.ts';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { firstUserIds } from '../../src/sandbox/first-people.ts';
import { type RunningBot, runBot } from '../../test/support/running-bot.ts';
import type { Reading } from '../quality/reading.ts';
import { openChatMirror } from './chat-mirror.ts';
import { type Intention, pursue, type Wish } from './customer.ts';
import { killOnScreens } from './kill-on-screens.ts';
import { deliveredIn, findEnded, repeatedSteps } from './killed-productions.ts';
import { checkEnd, countUnfinished } from './money-checks.ts';
import { randomOf } from './random.ts';
import { allChains, type Chain, shortChains } from './stop-points.ts';

export interface KillChaosOptions {
  readonly seed: string;
  readonly folder: string;
  readonly points: 'all' | 'some';
  readonly randomMoments: number;
  /** Of them on the way of one production. */
  readonly momentsEach: number;
  tell(line: string): void;
}

interface Totals {
  points: number;
  readonly missed: string[];
  moments: number;
  productions: number;
  readonly wrong: string[];
  readonly repeated: string[];
  slowestSeconds: number;
  repeats: number;
}

const userId = firstUserIds.english;
/** What is wrong stands in the log, among what every kill leaves there. */
const quiet = { errors: 'ignore' } as const;
const untilPointMs = 120_000;
const untilEndMs = 180_000;
/** An order takes about so long on an idle machine: kills fall into this time. */
const momentsWithinMs = 14_000;
const settleMs = 30_000;

/** Bar 10: the program as `npm start` runs it, killed at named points and at random moments, and started again. */
export async function killChaos(options: KillChaosOptions): Promise<readonly Reading[]> {
  const { seed, folder, tell, randomMoments, momentsEach } = options;
  const dataFolder = join(folder, 'data');
  await mkdir(dataFolder, { recursive: true });
  const random = randomOf(`${seed}/kill`);
  const totals: Totals = {
    ...{ points: 0, moments: 0, productions: 0, slowestSeconds: 0, repeats: 0 },
    ...{ missed: [], wrong: [], repeated: [] },
  };
  const screens = await killOnScreens(dataFolder, env, tell);
  for (const chain of options.points === 'all' ? allChains : shortChains) {
    await followChain(options, dataFolder, chain, totals);
  }
  for (let done = 0; done < randomMoments; done += momentsEach) {
    const kills = Math.min(momentsEach, randomMoments - done);
    const afterMs = Array.from({ length: kills }, () => random.below(momentsWithinMs));
    await killAtMoments(options, dataFolder, afterMs, totals);
  }
  const database = await openDatabase({ kind: 'embedded', folder: join(dataFolder, 'postgres') }, silentLog);
  try {
    const { findings } = await verifyLedger({ database });
    const ends = await checkEnd(database.pool);
    for (const { name, count, examples } of ends) if (count > 0) tell(`${name}: ${examples.join(', ')}`);
    for (const { problem } of findings) tell(`ledger: ${problem}`);
    const steps = await repeatedSteps(dataFolder);
    for (const line of [...totals.missed, ...totals.wrong, ...totals.repeated, ...steps, ...screens.broken])
      tell(line);
    const zero = (name: string, value: number): Reading => ({ bar: 10, name, value, unit: '', max: 0 });
    return [
      { bar: 10, name: 'screens whose buttons work after a kill', value: screens.working, unit: '', min: 1 },
      zero('screens that broke', screens.broken.length),
      { bar: 10, name: 'kills at named points', value: totals.points, unit: '', min: 1 },
      zero('named points that were not met', totals.missed.length),
      { bar: 10, name: 'kills at random moments', value: totals.moments, unit: '', min: randomMoments },
      { bar: 10, name: 'productions', value: totals.productions, unit: '', min: 1 },
      zero('productions that ended in another way than once', totals.wrong.length),
      { name: 'videos that came twice, by a kill after sending', value: totals.repeats, unit: '' },
      zero('videos that came twice without that, or oftener', totals.repeated.length),
      zero('steps that were done twice', steps.length),
      zero('faults of the ledger after the kills', findings.length),
      ...ends.map(({ name, count }) => zero(`${name}, after the kills`, count)),
      { bar: 10, name: 'longest from restart to end', value: totals.slowestSeconds, unit: 's', max: 60 },
    ];
  } finally {
    await database.close();
  }
}

/** A day of an operator would end at twenty videos, and three credits. */
const env = { MAX_VIDEOS_PER_DAY: '100000', SIGNUP_BONUS_CREDITS: '1000' };

function wishOf(seed: string, totals: Totals, intention: Intention): Wish {
  totals.productions += 1;
  return {
    userId,
    intention,
    script: `Fresh bread, number ${totals.productions} of ${seed.replace(/\d/g, 'x')}.`,
  };
}

async function followChain(
  { seed, tell }: KillChaosOptions,
  dataFolder: string,
  { points, intention }: Chain,
  totals: Totals,
): Promise<void> {
  const wish = wishOf(seed, totals, intention);
  for (const point of points) {
    const bot = await runBot(dataFolder, { ...env, UGC_STOP_AT: point }, quiet);
    const isOver = await pursue(bot, wish, () => false, untilPointMs);
    const isKilled = await Promise.race([bot.ended.then(() => true), delay(1000, false)]);
    if (isKilled) totals.points += 1;
    else {
      totals.missed.push(`${point} was not met in ${untilPointMs / 1000} s (${isOver})`);
      await bot.kill();
    }
  }
  const seconds = await goOn(dataFolder, wish, totals, points.includes('video:sent'));
  tell(`${points.join(', ')}: ended ${seconds.toFixed(1)} s after the restart`);
}

async function killAtMoments(
  { seed, tell }: KillChaosOptions,
  dataFolder: string,
  afterMs: readonly number[],
  totals: Totals,
): Promise<void> {
  const wish = wishOf(seed, totals, 'video');
  for (const ms of afterMs) {
    const bot = await runBot(dataFolder, env, quiet);
    await pursue(bot, wish, () => false, ms);
    await bot.kill();
    totals.moments += 1;
  }
  const seconds = await goOn(dataFolder, wish, totals, true);
  tell(`killed after ${afterMs.join(', ')} ms: ended ${seconds.toFixed(1)} s after the restart`);
}

/** The last start: everything has to come to its end. */
async function goOn(dataFolder: string, wish: Wish, totals: Totals, mayRepeat: boolean): Promise<number> {
  const bot = await runBot(dataFolder, env, quiet);
  const database = await openDatabase({ kind: 'embedded', folder: join(dataFolder, 'postgres') }, silentLog);
  try {
    const wanted = wish.intention === 'video' ? 'delivered' : 'cancelled';
    const isEnded = async () => (await findEnded(database.pool, wish.script))?.state === wanted;
    const isServed = await pursue(
      bot,
      wish,
      async (mirror) => {
        const ended = await findEnded(database.pool, wish.script);
        if (ended?.state !== wanted) return false;
        return wish.intention === 'cancel' || deliveredIn(mirror, userId).has(ended.id);
      },
      untilEndMs,
    );
    const seconds = (performance.now() - bot.startedAtMs) / 1000;
    totals.slowestSeconds = Math.max(totals.slowestSeconds, seconds);
    if (!isServed) totals.wrong.push(`${wish.script} did not end in ${seconds} s: ${await isEnded()}`);
    await untilQuiet(database);
    await judge(bot, database, wish, totals, mayRepeat);
    return seconds;
  } finally {
    await database.close();
    await bot.stop();
  }
}

async function untilQuiet({ pool }: Database): Promise<void> {
  const deadline = performance.now() + settleMs;
  while ((await countUnfinished(pool)) > 0 && performance.now() < deadline) await delay(100);
}

async function judge(
  { baseUrl }: RunningBot,
  { pool }: Database,
  { script, intention }: Wish,
  totals: Totals,
  mayRepeat: boolean,
): Promise<void> {
  const ended = await findEnded(pool, script);
  const settled = intention === 'video' ? 'captured' : 'released';
  if (ended?.holds !== 1 || ended.settled !== settled) {
    totals.wrong.push(`${script} ended as ${JSON.stringify(ended)}`);
  }
  const mirror = await openChatMirror(baseUrl);
  const times = deliveredIn(mirror, userId).get(ended?.id ?? '') ?? 0;
  mirror.close();
  if (times === 2 && mayRepeat) totals.repeats += 1;
  else if (times > 1) totals.repeated.push(`the video of ${script} came ${times} times`);
}
