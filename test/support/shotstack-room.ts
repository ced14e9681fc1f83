import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { JsonValue } from '../../src/kernel/json.ts';
import { ffmpegAt } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { createLogTo } from '../../src/platform/log/log.ts';
import type { MontageResult } from '../../src/ports/montage.ts';
import type { MontageLayers, MontageLayersPort } from '../../src/ports/montage-layers.ts';
import type { SlowWork } from '../../src/ports/work.ts';
import { createLocalLayers, createLocalMontage } from '../../src/providers/local-montage/provider.ts';
import { createShotstackMontage, type ShotstackOptions } from '../../src/providers/shotstack/provider.ts';
import { openShotstackDouble } from '../doubles/shotstack.ts';
import { assetsFolder } from './cast-portrait.ts';
import { openLendingServer } from './lending-server.ts';
import { ffmpegPath } from './montage-room.ts';
import { openPlainMontage } from './plain-montage.ts';
import { recordedSpending } from './recorded-spending.ts';

export const shotstackFixture = (name: string) =>
  readFileSync(new URL(`../fixtures/shotstack/${name}.json`, import.meta.url), 'utf8');

const builtIn = { ffmpeg: ffmpegAt(ffmpegPath, 'test'), assetsFolder };

/** What draws each request's own layers. */
export const builtInLayers = createLocalLayers(builtIn);
export const builtInMontage = createLocalMontage(builtIn);

/** The double of Shotstack, a server that lends files, and an adapter that has to do with both. */
export async function openShotstackRoom() {
  const plain = openPlainMontage();
  const double = await openShotstackDouble({ ffmpegPath });
  const lending = await openLendingServer();
  const logged: string[] = [];
  const log = createLogTo({ write: (line) => logged.push(line) }, { level: 'trace', secrets: [] });
  const layers = drawnOnce(builtInLayers);
  const open = (options: Partial<ShotstackOptions> = {}) =>
    createShotstackMontage({
      baseUrl: double.address,
      apiKey: double.keys.v1,
      stage: 'v1',
      usdPerMinute: 0.3,
      maxConcurrent: 4,
      log,
      local: builtInMontage,
      layers,
      lend: lending.lend,
      pollAfterMs: 1,
      submitTimeoutMs: 2000,
      ...options,
    });
  type Port = ReturnType<typeof open>;
  /** Begins to make the plain talking head; what is written down of its cost, and what the double took. */
  const start = (port: Port, callbackUrl?: string) => {
    const spending = recordedSpending({ callbackUrl });
    const before = double.submits;
    const work = port.start(plain.talking, plain.context(spending));
    return { notes: spending.notes, work, submits: () => double.submits - before };
  };
  const started = async (port: Port) => operationOf(await start(port).work);
  const toEnd = async (port: Port, operation: JsonValue): Promise<MontageResult> => {
    let work: SlowWork<MontageResult> = { status: 'pending', operation, pollAfterMs: 0 };
    while (work.status === 'pending') work = await port.status(work.operation, plain.context());
    return work.result;
  };
  /** Nothing secret was logged, and no other host was shown the key. */
  const expectNoLeak = () => {
    expect(double.leakedKeys).toEqual([]);
    expect(logged.join('\n')).not.toContain('Signature=');
    expect(logged.join('\n')).not.toContain(double.keys.v1);
  };
  const close = () => {
    double.close();
    lending.close();
    plain.close();
  };
  return { plain, double, lending, logged, open, start, started, toEnd, expectNoLeak, close };
}

/** Every case renders the same clip: its layers are drawn once. */
function drawnOnce(real: MontageLayersPort): MontageLayersPort {
  let drawn: Promise<MontageLayers> | undefined;
  return {
    prepare: (request, limits, context) => {
      drawn ??= real.prepare(request, limits, context);
      return drawn;
    },
    finish: real.finish,
  };
}

export function operationOf(work: SlowWork<MontageResult>): JsonValue {
  if (work.status !== 'pending') throw new Error('It has no operation.');
  return work.operation;
}
