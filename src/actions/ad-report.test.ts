import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plainProbe } from '../../test/support/plain-order.ts';
import { openScriptedPipeline, type ScriptedPipeline } from '../../test/support/scripted-pipeline.ts';
import { workOffSteps } from '../pipeline/register.ts';
import { createLogTo } from '../platform/log/log.ts';
import type { OverlayResult } from '../ports/overlay.ts';
import { reportOn } from './ad-report.ts';
import { readStatus } from './productions/read-status.ts';

let pipeline: ScriptedPipeline;
let stopping: AbortController;
beforeEach(async () => {
  pipeline = await openScriptedPipeline();
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await pipeline.close();
});

const turnedAway = "No face was found from 1.0 s to 4.0 s of the head video; the person's body was followed.";
const overlay: OverlayResult = {
  overlay: { kind: 'circle', circle: { radius: 0.3, centre: { x: 0.5, y: 0.4 } } },
  doubt: 'face-by-body',
  cost: { estimatedUsd: 0 },
  warnings: [turnedAway],
};

it('a face that was lost is told in the log, in the report and with the finished clip', async () => {
  const { database, files, overlay: scripted } = pipeline.parts;
  const clip = join(pipeline.folder, 'b.mp4');
  await writeFile(clip, 'background');
  const key = 'uploads/b.mp4';
  const { sha256 } = await files.store(key, { path: clip, mime: 'video/mp4' });
  const lines: string[] = [];
  const parts = {
    ...pipeline.parts,
    log: createLogTo({ write: (line) => lines.push(line) }, { level: 'info', secrets: [] }),
    overlay: { ...scripted, start: async () => ({ status: 'completed', result: overlay }) as const },
  };
  const id = await pipeline.order({
    format: 'character_with_background',
    composition: { template: 'circle', background: { key, sha256, probe: plainProbe } },
  });
  await workOffSteps(parts, { concurrency: 1, shutdown: stopping.signal });
  const status = async () => await readStatus(parts, 'test', id);
  while ((await status())?.state === 'running') await delay(20);
  expect(lines.filter((line) => line.includes(turnedAway))).toEqual([
    expect.stringMatching(/"module":"overlay".*The step is done/),
  ]);
  expect((await reportOn({ database }, id)).warnings).toContain(turnedAway);
  expect((await status())?.video).toMatchObject({ doubt: 'face-by-body' });
});
