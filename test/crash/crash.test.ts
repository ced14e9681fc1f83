import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StopPoint } from '../../src/pipeline/parts.ts';
import { makeTestVideo } from '../support/test-video.ts';
import { allStopPoints, crashedSteps, runUgc, stepsDone } from './crash-run.ts';

/** One of each kind; `npm run crash` takes all of them. */
const somePoints: readonly StopPoint[] = [
  'order:placed',
  'speech:worked',
  'head:claimed',
  'head:stored',
  'montage:recorded',
];
const points = process.env.CRASH_POINTS === 'all' ? allStopPoints : somePoints;

const order = [
  ...['make', '--script', 'Pop it open!', '--presenter', 'mark', '--background', 'background.mp4'],
  ...['--template', 'circle', '--out', 'ad.mp4', '--report', 'ad.json'],
];

describe('an ad whose process is killed again and again', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ugc-crash-'));
    await makeTestVideo(folder, 'background.mp4');
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  it(
    'goes on by the same command, repeats no finished step and leaves nothing half made',
    async () => {
      const productionIds = new Set<unknown>();
      for (const point of points) {
        const killed = await runUgc(folder, order, point);
        expect(killed.code, `${point}: ${JSON.stringify(killed.events.at(-1))}`).toBe(137);
        for (const { event, productionId } of killed.events) {
          if (event === 'ordered') productionIds.add(productionId);
        }
        await expect(stat(join(folder, 'ad.mp4')), point).rejects.toThrow();
      }
      const last = await runUgc(folder, order);
      expect(last.code, JSON.stringify(last.events.at(-1))).toBe(0);
      // Behind its last point the ad is made already: the same command then finds all of it.
      const wasDone = points.at(-1) === 'verification:recorded';
      expect(last.events.find(({ event }) => event === 'ordered')).toMatchObject({ resumed: !wasDone });
      for (const { event, productionId } of last.events) {
        if (event === 'ordered') productionIds.add(productionId);
      }
      expect(productionIds.size).toBe(wasDone ? 2 : 1);
      expect([...(await stepsDone(folder))].sort()).toEqual(crashedSteps.map((step) => [step, 1]).sort());
      expect((await stat(join(folder, 'ad.mp4'))).size).toBeGreaterThan(10_000);
      expect(await readdir(join(folder, 'data', 'scratch'))).toEqual([]);
      expect(await partFiles(folder)).toEqual([]);
    },
    points.length * 60_000,
  );
});

async function partFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.part'));
}
