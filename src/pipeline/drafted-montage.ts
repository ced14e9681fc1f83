import type { AdOrder } from '../domain/ad/ad-order.ts';
import type { StepKind } from '../domain/production/step.ts';
import type { SubtitleTrack } from '../domain/subtitles/subtitle-track.ts';
import type { MontageRequest, OverlayInput } from '../ports/montage.ts';
import type { OverlayRequest } from '../ports/overlay.ts';
import type { Production } from '../store/productions.ts';
import { findKept, resultKey } from './make-result.ts';
import type { PipelineParts } from './parts.ts';
import type { ProductionResults } from './results.ts';
import { montageRequest, overlayInput } from './steps/montage-step.ts';
import { orderedSubtitles } from './steps/ordered-subtitles.ts';
import { overlayRequest } from './steps/overlay-step.ts';
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
  const overlayKeys = async () =>
    hasOverlay
      ? await Promise.all(byAdapter.map(async (by) => (await resultKey(by, input, 'overlay')).key))
      : [];
  return {
    order,
    subtitles: async () => await orderedSubtitles(parts.files, input),
    overlayRequest: async () => (hasOverlay ? await overlayRequest(parts, input) : undefined),
    overlayKeys,
    findOverlay: async () => {
      for (const key of new Set(await overlayKeys())) {
        const found = await findKept(parts, 'overlay', key);
        if (found) return await overlayInput(parts, { key, ...found });
      }
      return undefined;
    },
    request: async (quality, overlay, track) => ({
      ...(await montageRequest(parts, input, track)),
      quality,
      ...(overlay && { overlay }),
    }),
  };
}
