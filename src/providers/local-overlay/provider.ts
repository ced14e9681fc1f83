import { autoCircle, circleFault, circleInside } from '../../domain/overlay/auto-circle.ts';
import type { HeadCircle } from '../../domain/overlay/circle.ts';
import type { FaceGuess } from '../../domain/face/face-track.ts';
import { followCircle } from '../../domain/overlay/follow-circle.ts';
import { type OverlayDoubt, usualPersonShare } from '../../domain/overlay/overlay-doubt.ts';
import { AppError } from '../../kernel/errors.ts';
import { throwIfCancelled } from '../../platform/process/throw-if-cancelled.ts';
import type { FaceAnalysisPort } from '../../ports/face-analysis.ts';
import type { OverlayPort, OverlayRequest, OverlayResult } from '../../ports/overlay.ts';
import type { WorkContext } from '../../ports/work.ts';

/** Nothing is paid: the work is done here. */
const cost = { estimatedUsd: 0, actualUsd: 0 } as const;

export interface LocalOverlayOptions {
  /** Asked only for heads of which face or matte isn't known. */
  readonly faceAnalysis: Pick<FaceAnalysisPort, 'trackFace' | 'matteVideo'>;
}

/** Overlay on this machine: geometry and the matte that the head was made with, or what a look at the head's video finds. */
export function createLocalOverlay({ faceAnalysis }: LocalOverlayOptions): OverlayPort {
  return {
    adapter: { name: 'local-overlay', version: '4', kind: 'local' },
    start: async (request, context) => {
      throwIfCancelled(context.signal, 'The overlay');
      const make = request.shape === 'circle' ? circleOverlay : cutoutOverlay;
      const result = await make(request, context, faceAnalysis);
      context.reportProgress(1);
      return { status: 'completed', result };
    },
    status: async () => {
      throw new AppError(
        'not-found',
        'The local overlay is finished when it is started; it has no operations to ask for.',
      );
    },
  };
}

const doubtOf: Readonly<Record<FaceGuess, OverlayDoubt>> = {
  held: 'face-held',
  body: 'face-by-body',
  centre: 'face-unseen',
};

type FaceLooks = LocalOverlayOptions['faceAnalysis'];

async function circleOverlay(
  { head, circle }: OverlayRequest,
  context: WorkContext,
  faces: FaceLooks,
): Promise<OverlayResult> {
  if (circle !== 'auto') return circleByHand(checked(circle), head.size);
  if (head.faceBox) {
    return { overlay: { kind: 'circle', circle: autoCircle(head.faceBox, head.size) }, cost, warnings: [] };
  }
  const track = await faces.trackFace(head, context);
  const { guess, warnings } = track;
  const doubt = guess && doubtOf[guess];
  return { overlay: { kind: 'circle', ...followCircle(track) }, cost, warnings, ...(doubt && { doubt }) };
}

async function cutoutOverlay(
  { head }: OverlayRequest,
  context: WorkContext,
  faces: FaceLooks,
): Promise<OverlayResult> {
  if (head.matte) return { overlay: { kind: 'matte', mattePath: head.matte.path }, cost, warnings: [] };
  const { mattePath, personShare, warnings } = await faces.matteVideo(head, context);
  const doubt = personShare < usualPersonShare && ({ doubt: 'person-missing' } as const);
  return { overlay: { kind: 'matte', mattePath }, cost, warnings, ...doubt };
}

/** A ring around nothing would be seen where it leaves the picture. */
function circleByHand(circle: HeadCircle, size: OverlayRequest['head']['size']): OverlayResult {
  const inside = circleInside(circle, size);
  const moved = Math.hypot(inside.centre.x - circle.centre.x, inside.centre.y - circle.centre.y);
  const isChanged = inside.radius !== circle.radius || moved > 1e-6;
  const { radius, centre } = inside;
  const shown = [radius, centre.x, centre.y].map((part) => Number(part.toFixed(3))).join(', ');
  const warnings = isChanged
    ? [`The circle reached beyond the head's picture; it is shown with radius and centre ${shown}.`]
    : [];
  return { overlay: { kind: 'circle', circle: inside }, cost, warnings };
}

function checked(circle: HeadCircle): HeadCircle {
  const fault = circleFault(circle);
  if (fault) throw new AppError('invalid-arguments', fault);
  return circle;
}
