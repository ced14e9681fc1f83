import type { RenderRequest } from '../../domain/montage/montage-status.ts';
import { findOwnProduction } from '../../store/productions.ts';
import { listRequest } from '../../store/render-requests.ts';
import type { ActionParts } from '../parts.ts';
import { loadStatuses } from '../productions/load-statuses.ts';

/** Undefined for another's, and where all of its renders were deleted. */
export async function readRenderRequest(
  parts: Pick<ActionParts, 'database'>,
  personId: string,
  requestId: string,
): Promise<RenderRequest | undefined> {
  const { db } = parts.database;
  const renders = await listRequest(db, requestId);
  const clips = renders.filter(({ owner, deletedAt }) => owner === personId && deletedAt === null);
  const [first] = clips;
  if (!first) return undefined;
  const statuses = await loadStatuses(parts, clips);
  const source = await findOwnProduction(db, personId, first.sourceId ?? first.id);
  return {
    requestId,
    // Where the video was deleted, one of its renders stands for it.
    sourceId: source?.id ?? first.id,
    clips: statuses.map((status, at) => ({
      ...status,
      template: clips[at]?.order.composition?.template,
    })),
  };
}
