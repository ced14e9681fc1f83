import { join } from 'node:path';
import { keptFrameOverlay } from '../../src/actions/montage/kept-frame-overlay.ts';
import type { Template } from '../../src/domain/ad/ad.ts';
import { autoCircle } from '../../src/domain/overlay/auto-circle.ts';
import type { MontagePort, MontageRequest, OverlayInput } from '../../src/ports/montage.ts';
import type { HeadClip, OverlayRequest } from '../../src/ports/overlay.ts';
import { createLocalFaceAnalysis } from '../../src/providers/local-face/provider.ts';
import { createLocalFiles } from '../../src/providers/local-files/provider.ts';
import { createLocalMontage } from '../../src/providers/local-montage/provider.ts';
import { createLocalOverlay } from '../../src/providers/local-overlay/provider.ts';
import type { StillRow, SubjectTasks } from './bench.ts';
import { cpuSecondsOf, median } from './cpu-seconds.ts';
import {
  assetsFolder,
  baseRequest,
  contextIn,
  ownFfmpeg,
  type Prepared,
  readPrepared,
} from './subject-parts.ts';

/** Just before a key frame of the head, and of a background that was coded as most are: all before it is decoded. */
const lateSeconds = 11.9;
const earlySeconds = 3.9;

interface Bench {
  readonly folder: string;
  readonly runs: number;
  readonly prepared: Prepared;
  readonly montage: MontagePort;
}

type Task = SubjectTasks['stills'];

/** Stills as the chat asks for them: each template at an early and at a late moment, and heads made elsewhere. */
export async function stills({ folder, runs }: Task['request']): Promise<Task['answer']> {
  const montage = createLocalMontage({ ffmpeg: await ownFfmpeg(), assetsFolder });
  const bench: Bench = { folder, runs, montage, prepared: await readPrepared(folder) };
  const rows: StillRow[] = [];
  for (const template of ['circle', 'overlay', 'mix_basic_circle', 'mix_basic_overlay'] as const) {
    for (const atSeconds of [earlySeconds, lateSeconds]) {
      const request = requestFor(bench, template, bench.prepared.head, knownOverlay(bench, template));
      rows.push(await stillRow(bench, `${template} at ${atSeconds} s`, request, atSeconds));
    }
  }
  rows.push(await stillRow(bench, 'a head alone, late', headAlone(bench), lateSeconds));
  return { rows: [...rows, ...(await foreignStills(bench))] };
}

function knownOverlay({ prepared: { head } }: Bench, template: Template): OverlayInput | undefined {
  if (!template.includes('circle')) return head.matte && { kind: 'matte', matte: head.matte };
  return head.faceBox && { kind: 'circle', circle: autoCircle(head.faceBox, head.size) };
}

function requestFor(
  { prepared }: Bench,
  template: Template,
  head: HeadClip,
  overlay: OverlayInput | undefined,
): MontageRequest {
  return { ...baseRequest(prepared), quality: 'preview', template, head, ...(overlay && { overlay }) };
}

function headAlone({ prepared }: Bench): MontageRequest {
  const { background: _, ...request } = baseRequest(prepared);
  return { ...request, quality: 'preview', format: 'talking_head' };
}

async function stillRow(
  { montage, folder, runs }: Bench,
  what: string,
  request: MontageRequest,
  atSeconds: number,
): Promise<StillRow> {
  const costs: number[] = [];
  for (let run = 0; run < runs; run++) {
    const context = await contextIn(folder);
    costs.push(await cpuSecondsOf(() => montage.still(request, atSeconds, context)));
  }
  return { what, cpuSeconds: median(costs), isFirstLook: false };
}

/** The first look at a moment by a thread that is warm, and those after it, which find what the first one kept. */
async function foreignStills(bench: Bench): Promise<StillRow[]> {
  const { folder, runs, prepared, montage } = bench;
  const { matte: _, faceBox: __, ...head } = prepared.head;
  const ffmpeg = await ownFfmpeg();
  const faceAnalysis = createLocalFaceAnalysis({ modelsFolder: join(assetsFolder, 'models'), ffmpeg });
  const local = { overlay: createLocalOverlay({ faceAnalysis }) };
  const files = await createLocalFiles({ folder: join(folder, 'kept'), publicUrl: 'http://127.0.0.1:1' });
  const look = async (shape: OverlayRequest['shape'], atSeconds: number) => {
    const context = await contextIn(folder);
    const parts = { ffmpeg, local, files, scratchFolder: context.workFolder };
    const wanted = { head, shape, circle: 'auto' } as const;
    const overlay = await keptFrameOverlay(parts, 'stills/a/b', wanted, atSeconds, context);
    const template = shape === 'circle' ? 'circle' : 'overlay';
    await montage.still(requestFor(bench, template, head, overlay), atSeconds, context);
  };
  const rows: StillRow[] = [];
  try {
    for (const shape of ['circle', 'cutout'] as const) {
      await look(shape, 1);
      const first = await cpuSecondsOf(() => look(shape, earlySeconds));
      const again: number[] = [];
      for (let run = 0; run < runs; run++) again.push(await cpuSecondsOf(() => look(shape, earlySeconds)));
      const what = `a head made elsewhere, ${shape}`;
      rows.push({ what: `${what}, first look`, cpuSeconds: first, isFirstLook: true });
      rows.push({ what, cpuSeconds: median(again), isFirstLook: false });
    }
  } finally {
    await faceAnalysis.close();
  }
  return rows;
}
