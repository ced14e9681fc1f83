import { autoCircle, circleFault, circleInside } from '../../domain/overlay/auto-circle.ts';
import type { HeadCircle } from '../../domain/overlay/circle.ts';
import { AppError } from '../../kernel/errors.ts';
import { throwIfCancelled } from '../../platform/process/throw-if-cancelled.ts';
import type { OverlayPort, OverlayRequest, OverlayResult } from '../../ports/overlay.ts';

/** Nothing is paid: the work is done here. */
const cost = { estimatedUsd: 0, actualUsd: 0 } as const;

/** Overlay on this machine: a circle needs geometry only, a cut-out the matte that the head was made with. */
export function createLocalOverlay(): OverlayPort {
  return {
    adapter: { name: 'local-overlay', version: '2', kind: 'local' },
    start: async (request, { signal, reportProgress }) => {
      throwIfCancelled(signal, 'The overlay');
      const result = request.shape === 'circle' ? circleOverlay(request) : cutoutOverlay(request);
      reportProgress(1);
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

function circleOverlay({ head, circle }: OverlayRequest): OverlayResult {
  if (circle !== 'auto') return circleByHand(checked(circle), head.size);
  if (head.faceBox) {
    return { overlay: { kind: 'circle', circle: autoCircle(head.faceBox, head.size) }, cost, warnings: [] };
  }
  const warnings = ['No face was found in the head video: the circle shows its upper middle.'];
  return { overlay: { kind: 'circle', circle: upperMiddle(head.size) }, cost, warnings };
}

function cutoutOverlay({ head }: OverlayRequest): OverlayResult {
  if (!head.matte) {
    throw new AppError(
      'provider-unavailable',
      'This head video comes without a matte, and the local cut-out needs one; choose a circle, or a presenter whose picture has a clear background.',
    );
  }
  return { overlay: { kind: 'matte', mattePath: head.matte.path }, cost, warnings: [] };
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

/** Where a presenter's face is in most pictures: the middle, a third from the top. */
function upperMiddle(size: OverlayRequest['head']['size']): HeadCircle {
  const radius = 0.4;
  const shorter = Math.min(size.width, size.height);
  const y = Math.max(radius * shorter, size.height * 0.36);
  return { radius, centre: { x: 0.5, y: y / size.height } };
}
