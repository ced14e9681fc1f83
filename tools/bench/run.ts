import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readingRows } from '../quality/print-report.ts';
import { meetsLimit, type Reading } from '../quality/reading.ts';
import type { Bench, BenchContext } from './bench.ts';
import { cutoutBench } from './cutout-bench.ts';
import { firstAdBench } from './first-ad-bench.ts';
import { liveBench } from './live-bench.ts';
import { describeMachine, machineLine } from './machine.ts';
import { measureChild } from './measured-child.ts';
import { montagesBench } from './montages-bench.ts';
import { reEditBench } from './re-edit-bench.ts';
import { talkingHeadBench } from './talking-head-bench.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const subjectProgram = fileURLToPath(new URL('./subject.ts', import.meta.url));
const subjectTimeoutMs = 3_600_000;
const benches: readonly Bench[] = [
  talkingHeadBench,
  montagesBench,
  cutoutBench,
  reEditBench,
  firstAdBench,
  liveBench,
];

function contextIn(folder: string, runs: number): BenchContext {
  return {
    runs,
    folder,
    tell: (line) => console.log(`  ${line}`),
    subject: async (task, request) => {
      const args = [subjectProgram, task, JSON.stringify(request)];
      const { output, cpuSeconds, wallSeconds } = await measureChild(process.execPath, args, {
        cwd: root,
        timeoutMs: subjectTimeoutMs,
      });
      const answer = JSON.parse(output.trim().split('\n').at(-1) ?? '');
      return { ...answer, treeCpuSeconds: cpuSeconds, wallSeconds };
    },
  };
}

function chosenBenches(names: readonly string[]): readonly Bench[] {
  const unknown = names.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no bench ${unknown}; there are ${benches.map(({ name }) => name).join(', ')}.`);
  }
  return names.length === 0 ? benches : benches.filter(({ name }) => names.includes(name));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, runs: { type: 'string', default: '5' } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1)
  throw new Error(`--runs is ${values.runs}; it is a whole number from 1.`);

const machine = describeMachine(process.env.FFMPEG_PATH ?? 'ffmpeg');
console.log(machineLine(machine));
const folder = await mkdtemp(join(tmpdir(), 'ugc-bench-'));
try {
  const readings: Reading[] = [];
  for (const bench of chosenBenches(positionals)) {
    console.log(`\n${bench.name}, median of ${runs}`);
    readings.push(...(await bench.measure(contextIn(folder, runs))));
  }
  console.log(`\n${readingRows(readings, 'median').join('\n')}`);
  const passed = readings.every(meetsLimit);
  if (values.json)
    await writeFile(values.json, `${JSON.stringify({ machine, runs, readings, passed }, null, 2)}\n`);
  process.exitCode = passed ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
