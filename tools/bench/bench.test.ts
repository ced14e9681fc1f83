import { median } from './cpu-seconds.ts';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { BenchContext, SubjectTask } from './bench.ts';
import { cutoutBench } from './cutout-bench.ts';
import { measureChild } from './measured-child.ts';
import { meetsLimit } from '../quality/reading.ts';
import { reEditBench } from './re-edit-bench.ts';
import { talkingHeadBench } from './talking-head-bench.ts';

const options = { cwd: tmpdir(), timeoutMs: 20_000 };
/** A program that takes so many CPU seconds, its start not counted. */
const burn = (seconds: number) => `
  const spent = (from) => { const { user, system } = process.cpuUsage(from); return (user + system) / 1e6; };
  const start = process.cpuUsage();
  while (spent(start) < ${seconds}) for (let turn = 0; turn < 1e6; turn += 1) Math.sqrt(turn);`;

describe('measured child', () => {
  it('counts the CPU seconds of the child and of its own children', async () => {
    const grandchild = JSON.stringify(burn(0.3));
    const program = `require('node:child_process').execFileSync(process.execPath, ['-e', ${grandchild}]); ${burn(0.3)}`;
    const { cpuSeconds } = await measureChild(process.execPath, ['-e', program], options);
    expect(cpuSeconds).toBeGreaterThan(0.6);
    expect(cpuSeconds).toBeLessThan(1.2);
  });

  it('does not count waiting', async () => {
    const { cpuSeconds, wallSeconds } = await measureChild('sleep', ['0.4'], options);
    expect(cpuSeconds).toBeLessThan(0.1);
    expect(wallSeconds).toBeGreaterThan(0.4);
  });

  it('fails with the last words of a child that failed', async () => {
    const failing = measureChild('sh', ['-c', 'echo no such voice >&2; exit 3'], options);
    await expect(failing).rejects.toThrow(/ended with 3:\nno such voice/);
  });
});

/** Benches over known answers: what they conclude from them is tested here, the answers come from the product. */
function contextOf(answers: Partial<Record<SubjectTask, (request: never) => object>>): BenchContext {
  return {
    runs: 3,
    folder: tmpdir(),
    tell: () => {},
    subject: async (task, request) => answers[task]?.(request as never) as never,
  };
}

const missed = (readings: readonly Parameters<typeof meetsLimit>[0][]) =>
  readings.filter((reading) => !meetsLimit(reading)).map(({ name }) => name);

describe('benches', () => {
  it('judge the head by CPU seconds per second of video', async () => {
    const cheap = contextOf({ head: () => ({ treeCpuSeconds: 4.5, videoSeconds: 10 }) });
    expect((await talkingHeadBench.measure(cheap))[0]?.value).toBeCloseTo(0.45);
    const dear = contextOf({ head: () => ({ treeCpuSeconds: 5.5, videoSeconds: 10 }) });
    expect(missed(await talkingHeadBench.measure(dear))).toEqual(['talking head, median']);
  });

  it('judge the cut-out by what it adds to the circle', async () => {
    const costs = (cutout: number) =>
      contextOf({
        prepare: () => ({ videoSeconds: 15 }),
        montage: ({ shape, foreign }: { shape: string; foreign: boolean }) => ({
          treeCpuSeconds: shape === 'circle' ? 12 : foreign ? 41 : cutout,
          videoSeconds: 15,
        }),
      });
    expect(missed(await cutoutBench.measure(costs(14.5)))).toEqual([]);
    expect(missed(await cutoutBench.measure(costs(15.5)))).toEqual(['cut-out beyond the circle']);
  });

  it('judge an edit by the calls it makes again', async () => {
    const answers = (speechCalls: number) =>
      contextOf({
        prepare: () => ({ videoSeconds: 15 }),
        order: ({ edit }: { edit: string }) => ({
          speechCalls: edit === 'frame' ? speechCalls : 0,
          headCalls: 0,
          montageCalls: edit === 'none' ? 0 : 1,
          wallSeconds: 1,
        }),
        preview: () => ({ cpuSeconds: 2, videoSeconds: 15 }),
        stills: () => ({
          rows: [
            { what: 'circle', cpuSeconds: 0.4, isFirstLook: false },
            { what: 'overlay', cpuSeconds: 0.6, isFirstLook: false },
            { what: 'a head made elsewhere', cpuSeconds: 0.9, isFirstLook: true },
          ],
        }),
      });
    expect(missed(await reEditBench.measure(answers(0)))).toEqual(['still: overlay']);
    expect(missed(await reEditBench.measure(answers(1)))).toEqual([
      'speech and head calls, frame changed',
      'still: overlay',
    ]);
  });

  it('take the median, which one slow run does not move', () => {
    expect(median([3, 1, 100])).toBe(3);
    expect(median([])).toBeNaN();
  });
});
