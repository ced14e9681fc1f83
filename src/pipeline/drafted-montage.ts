import type { AdOrder } from '../domain/ad/ad-order.ts';
import type { StepKind } from '../domain/production/step.ts';
import type { SubtitleTrack } from '../domain/subtitles/subtitle-track.ts';
import type { MontageRequest, OverlayInput } from '../ports/montage.ts';
import type { OverlayRequest } from '../ports/overlay.ts';
import type { WorkContext } from '../ports/work.ts';
import type { Production } from '../store/productions.ts';
import { storeResult } from '../store/stored-results.ts';
import { expiryOf, findKept, keepMade, resultKey } from './make-result.ts';
import type { PipelineParts } from './parts.ts';
import { rowOf } from './record-outcome.ts';
import type { ProductionResults } from './results.ts';
import { montageRequest, overlayInput } from './steps/montage-step.ts';
import { orderedSubtitles } from './steps/ordered-subtitles.ts';
import { madeOverlay, overlayRequest } from './steps/overlay-step.ts';
import type { StepInput } from './steps/step-definition.ts';

/** What a new render builds on, whatever it looks like. */
export const carriedKinds = ['portrait', 'speech', 'head'] as const satisfies readonly StepKind[];

export function isCarried(kind: StepKind): boolean {
  return carriedKinds.some((carried) => carried === kind);
}

/** What a finished production's speech and head would become by an order that nobody has placed. */
export interface DraftedMontage {
  readonly order: AdOrder;
  /** Undefined where the order shows none; `warnings` are whole English sentences. */
  subtitles(): Promise<{
    readonly track: SubtitleTrack | undefined;
    readonly warnings: readonly string[];
  }>;
  /** Undefined where the template shows the head full-screen only. */
  overlayRequest(): Promise<OverlayRequest | undefined>;
  /** The overlay that a render would find and not make anew. */
  findOverlay(): Promise<OverlayInput | undefined>;
  /** The same; made by the built-in adapter and kept for the render where there is none. */
  takeOverlay(context: WorkContext): Promise<OverlayInput | undefined>;
  /** Under which the overlay's adapters would keep it. */
  overlayKeys(): Promise<readonly string[]>;
  request(
    quality: MontageRequest['quality'],
    overlay: OverlayInput | undefined,
    track: SubtitleTrack | undefined,
  ): Promise<MontageRequest>;
}

/** `results` are the source's, and hold all that is carried. */
export function draftMontage(
  parts: PipelineParts,
  { owner }: Production,
  results: ProductionResults,
  order: AdOrder,
): DraftedMontage {
  const input: StepInput = {
    order,
    owner,
    has: (kind) => isCarried(kind) && results.has(kind),
    earlier: (kind) => results.of(kind),
  };
  const hasOverlay = order.composition !== undefined && order.composition.template !== 'basic';
  // Where a service makes overlays the built-in adapter stands in for it, under a key of its own.
  const byAdapter = [parts, { ...parts, overlay: parts.local.overlay }];
  const findOverlay = async () => {
    for (const key of new Set(await overlayKeys())) {
      const found = await findKept(parts, 'overlay', key);
      if (found) return await overlayInput(parts, { key, ...found });
    }
    return undefined;
  };
  const overlayKeys = async () =>
    hasOverlay
      ? await Promise.all(byAdapter.map(async (by) => (await resultKey(by, input, 'overlay')).key))
      : [];
  return {
    order,
    subtitles: async () => await orderedSubtitles(parts.files, input),
    overlayRequest: async () => (hasOverlay ? await overlayRequest(parts, input) : undefined),
    overlayKeys,
    findOverlay,
    takeOverlay: async (context) =>
      hasOverlay ? ((await findOverlay()) ?? (await makeOverlay(parts, input, context))) : undefined,
    request: async (quality, overlay, track) => ({
      ...(await montageRequest(parts, input, track)),
      quality,
      ...(overlay && { overlay }),
    }),
  };
}

async function makeOverlay(
  parts: PipelineParts,
  input: StepInput,
  context: WorkContext,
): Promise<OverlayInput> {
  const { overlay } = parts.local;
  const work = await overlay.start(await overlayRequest(parts, input), context);
  if (work.status !== 'completed') throw new Error('the built-in overlay is made when it is started');
  const { key, adapter } = await resultKey({ ...parts, overlay }, input, 'overlay');
  const result = await keepMade(parts, 'overlay', key, madeOverlay(work.result));
  const stored = { key, owner: input.owner, kind: 'overlay', adapter: adapter.name } as const;
  await storeResult(parts.database.db, { ...stored, ...rowOf(result) }, expiryOf(parts, 'overlay'));
  return await overlayInput(parts, { key, ...result });
}
