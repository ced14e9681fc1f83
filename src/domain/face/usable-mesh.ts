import { AppError } from '../../kernel/errors.ts';
import type { FaceMesh } from './face-mesh.ts';

/** Without the irises, which nobody needs to place a face. */
const meshPoints = 468;

/** Throws `invalid-portrait` for a face without all its points. */
export function refuseIncompleteMesh({ points }: FaceMesh): void {
  if (points.length >= meshPoints && points.every((point) => point.every(Number.isFinite))) return;
  throw new AppError(
    'invalid-portrait',
    `The face has ${points.length} usable points, ${meshPoints} are needed.`,
  );
}
