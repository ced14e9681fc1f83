import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine, machineLine } from '../bench/machine.ts';
import { readingRows } from '../quality/print-report.ts';
import { meetsLimit, type Reading } from '../quality/reading.ts';
import { type KillChaosOptions, killChaos } from './kill-chaos.ts';
import { type MoneyChaosOptions, moneyChaos } from './money-chaos.ts';

const parts = ['money', 'kill'] as const;
type Part = (typeof parts)[number];

type Size<Options> = Omit<Options, 'seed' | 'folder' | 'tell'>;

const longMoney: Size<MoneyChaosOptions> = {
  productions: 10_000,
  atMostMs: 6 * 3_600_000,
  atLeast: 10_000,
  people: 120,
  processes: 3,
  killEvery: 4000,
};
const shortMoney: Size<MoneyChaosOptions> = {
  productions: 150,
  atMostMs: 75_000,
  atLeast: 20,
  people: 24,
  processes: 2,
  killEvery: 1500,
};
const longKill: Size<KillChaosOptions> = { points: 'all', randomMoments: 50, momentsEach: 1 };
const shortKill: Size<KillChaosOptions> = { points: 'some', randomMoments: 2, momentsEach: 2 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    short: { type: 'boolean', default: false },
    productions: { type: 'string' },
    people: { type: 'string' },
    moments: { type: 'string' },
  },
});
const unknown = positionals.find((name) => !parts.includes(name as Part));
if (unknown !== undefined) throw new Error(`There is no part ${unknown}; there are ${parts.join(', ')}.`);
const wants = (part: Part) => positionals.length === 0 || positionals.includes(part);

const { seed } = values;
const machine = describeMachine(process.env.FFMPEG_PATH ?? 'ffmpeg');
console.log(`${machineLine(machine)}\nseed ${seed}: npm run chaos -- --seed ${seed} does the same again`);
const folder = await mkdtemp(join(tmpdir(), 'ugc-chaos-'));
const tell = (line: string) => console.log(`  ${line}`);
const startedAtMs = performance.now();
let passed = false;
try {
  const readings: Reading[] = [];
  if (wants('money')) {
    const size = values.short ? shortMoney : longMoney;
    const productions = Number(values.productions ?? size.productions);
    const atLeast = Math.min(productions, size.atLeast);
    const people = Number(values.people ?? size.people);
    const own = { ...size, productions, people, atLeast, seed, tell, folder: join(folder, 'money') };
    readings.push(...(await moneyChaos(own)));
  }
  if (wants('kill')) {
    const size = values.short ? shortKill : longKill;
    const randomMoments = Number(values.moments ?? size.randomMoments);
    readings.push(...(await killChaos({ ...size, randomMoments, seed, tell, folder: join(folder, 'kill') })));
  }
  console.log(`\n${readingRows(readings, 'value').join('\n')}`);
  passed = readings.every(meetsLimit);
  const seconds = Math.round((performance.now() - startedAtMs) / 1000);
  console.log(`\n${passed ? 'All bars are met' : 'A bar is MISSED'}, seed ${seed}, after ${seconds} s`);
  if (values.json)
    await writeFile(
      values.json,
      `${JSON.stringify({ machine, seed, seconds, readings, passed }, null, 2)}\n`,
    );
} finally {
  // What happened is looked into there.
  if (passed) await rm(folder, { recursive: true, force: true });
  else console.log(`Logs and chats are kept in ${folder}`);
  process.exitCode = passed ? 0 : 1;
}
