import type { ProductionStatus, Refusal } from '../../domain/production/production-status.ts';
import { wholeFraction } from '../../domain/production/step.ts';
import type { ErrorReason } from '../../kernel/errors.ts';
import { isCarried } from '../../pipeline/drafted-montage.ts';
import { fileOf, readStepResult, type StepResult } from '../../pipeline/results.ts';
import { countAhead, type Production } from '../../store/productions.ts';
import { listStepsOf, type Step } from '../../store/steps.ts';
import { findUsedResults, type StoredResult } from '../../store/stored-results.ts';
import type { ActionParts } from '../parts.ts';

type Parts = Pick<ActionParts, 'database'>;

/** Where productions stand, in the order given: one query for all steps, one for all results, one a waiting one. */
export async function loadStatuses(
  { database }: Parts,
  productions: readonly Production[],
): Promise<ProductionStatus[]> {
  const steps = await listStepsOf(
    database.db,
    productions.map(({ id }) => id),
  );
  const shown = steps.filter(({ kind }) => kind === 'speech' || kind === 'overlay' || kind === 'montage');
  const results = await findUsedResults(
    database.db,
    shown.flatMap(({ resultKey }) => resultKey ?? []),
  );
  return await Promise.all(
    productions.map(async (production) => {
      const own = steps.filter(({ productionId }) => productionId === production.id);
      const ahead = isQueued(production, own) ? await countAhead(database.db, production) : 0;
      return { ...statusOf(production, own), ahead, ...madeBy(own, results) };
    }),
  );
}

export function refusalOf({ error }: Production): Refusal | undefined {
  return error && { reason: error.reason as ErrorReason, details: error.details };
}

function isQueued({ state }: Production, steps: readonly Step[]): boolean {
  const current = currentStep(steps);
  // What a service has under way waits for nobody here.
  return state === 'running' && current?.state === 'waiting' && current.operation === undefined;
}

function currentStep(steps: readonly Step[]): Step | undefined {
  return steps.find(({ state }) => state !== 'done');
}

function statusOf(
  production: Production,
  steps: readonly Step[],
): Omit<ProductionStatus, 'ahead' | 'speech' | 'video'> {
  const { order, state, requestId, sourceId } = production;
  const stage = state === 'running' ? currentStep(steps)?.kind : undefined;
  return {
    productionId: production.id,
    draftId: production.draftId ?? undefined,
    state,
    format: order.format,
    presenter: order.presenter,
    ...(order.composition && { background: order.composition.background }),
    voiceId: order.voiceId,
    take: order.take,
    script: order.script,
    language: order.language,
    priceCredits: production.priceCredits,
    ...(requestId !== null && sourceId !== null && { request: { requestId, sourceId } }),
    createdAt: production.createdAt,
    confirmedAt: production.confirmedAt ?? undefined,
    failure: refusalOf(production),
    stage,
    fraction: wholeFraction(ownSteps(production, steps)),
  };
}

/** Those that its owner waits for: what was carried over was never waited for, and nobody has asked yet for what comes after the pause. */
function ownSteps(
  { pauseAfter, confirmedAt, sourceId }: Production,
  steps: readonly Step[],
): readonly Step[] {
  if (sourceId !== null) return steps.filter(({ kind }) => !isCarried(kind));
  const last = steps.findIndex(({ kind }) => kind === pauseAfter);
  return confirmedAt === null && last >= 0 ? steps.slice(0, last + 1) : steps;
}

function madeBy(
  steps: readonly Step[],
  results: readonly StoredResult[],
): Pick<ProductionStatus, 'speech' | 'video'> {
  const speech = resultOf(steps, results, 'speech');
  const montage = resultOf(steps, results, 'montage');
  const doubt = resultOf(steps, results, 'overlay')?.value.doubt;
  return {
    speech: speech && {
      audioKey: fileOf(speech, 'audio').key,
      durationSeconds: speech.value.track.durationSeconds,
    },
    video: montage && {
      videoKey: fileOf(montage, 'video').key,
      coverKey: fileOf(montage, 'cover').key,
      durationSeconds: montage.value.durationSeconds,
      bytes: montage.value.bytes,
      ...montage.value.size,
      ...(doubt && { doubt }),
    },
  };
}

function resultOf<Kind extends 'speech' | 'overlay' | 'montage'>(
  steps: readonly Step[],
  results: readonly StoredResult[],
  kind: Kind,
): StepResult<Kind> | undefined {
  const key = steps.find((step) => step.kind === kind && step.state === 'done')?.resultKey;
  const stored = results.find((result) => result.key === key);
  return stored && readStepResult(kind, stored.value);
}
