import type { ProductionStatus } from '../domain/production/production-status.ts';
import type { Facts } from './facts.ts';
import type { FlowState } from './state.ts';

/** What is in work or waits for the person, newest first, beside the ad that the draft itself leads to. */
export function unfinishedBesideDraft(
  { draft }: FlowState,
  { unfinished = [] }: Facts,
): readonly ProductionStatus[] {
  const ofDraft = draft?.production?.id;
  return onceARequest(unfinished).filter(
    ({ productionId, state }) => productionId !== ofDraft || state === 'awaiting_engine',
  );
}

/** Renders that were asked for at once are one piece of work. */
function onceARequest(unfinished: readonly ProductionStatus[]): readonly ProductionStatus[] {
  const first = new Map(
    unfinished.map((status) => [status.request?.requestId ?? status.productionId, status]),
  );
  return unfinished.filter(
    (status) => first.get(status.request?.requestId ?? status.productionId) === status,
  );
}
