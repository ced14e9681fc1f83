import { setTimeout as delay } from 'node:timers/promises';
import { createForecast, type Forecast } from '../domain/production/forecast.ts';
import { wholeFraction } from '../domain/production/step.ts';
import { AppError, type ErrorReason } from '../kernel/errors.ts';
import { isDatabaseAway } from '../platform/database/database-away.ts';
import type { NotifierPort } from '../ports/notifier.ts';
import { findProduction, type Production } from '../store/productions.ts';
import { listSteps, type Step } from '../store/steps.ts';
import { isCarried } from '../pipeline/drafted-montage.ts';
import { clipFiles, readResults } from '../pipeline/results.ts';
import type { ActionParts } from './parts.ts';

const lookEveryMs = 200;
/** An embedded database that was killed is back within seconds; a server may fail over. */
const maxSilenceMs = 30_000;

/** Tells the notifier of a production until it ends, whichever process works on it. */
export async function followProduction(
  parts: ActionParts,
  productionId: string,
  notifier: NotifierPort,
  signal: AbortSignal,
): Promise<void> {
  const remaining = createForecast();
  let lastAnswerAt = performance.now();
  for (;;) {
    const seen = await look(parts, productionId).catch((error: unknown) => {
      if (isDatabaseAway(error) && performance.now() - lastAnswerAt < maxSilenceMs) return undefined;
      throw error;
    });
    if (seen) {
      lastAnswerAt = performance.now();
      const { production, steps } = seen;
      if (production.state !== 'running') return await tellEnding(parts, production, notifier);
      const own = production.sourceId === null ? steps : steps.filter(({ kind }) => !isCarried(kind));
      await notifier.progress(progressOf(productionId, own, remaining));
    }
    await pause(signal);
  }
}

async function look({ database }: ActionParts, productionId: string) {
  const production = await findProduction(database.db, productionId);
  if (!production) throw new AppError('not-found', `There is no production ${productionId}.`);
  return { production, steps: await listSteps(database.db, productionId) };
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await delay(lookEveryMs, undefined, { signal });
  } catch (cause) {
    throw new AppError('cancelled', 'Stopped. The same order goes on from the last finished stage.', {
      cause,
    });
  }
}

function progressOf(productionId: string, steps: readonly Step[], remaining: Forecast) {
  const fraction = wholeFraction(steps);
  const current = steps.find(({ state }) => state !== 'done');
  const remainingSeconds = remaining(fraction, performance.now() / 1000);
  return {
    productionId,
    stage: current?.kind ?? 'montage',
    fraction,
    ...(remainingSeconds !== undefined && { remainingSeconds }),
  };
}

async function tellEnding(parts: ActionParts, production: Production, notifier: NotifierPort): Promise<void> {
  const { id, state, error } = production;
  if (state === 'delivered') {
    const { video, cover } = clipFiles(await readResults(parts.database, production));
    await notifier.deliver({ productionId: id, videoKey: video.key, coverKey: cover.key });
  } else if (state === 'cancelled') {
    await notifier.fail(id, new AppError('cancelled', 'The production was cancelled.'));
  } else {
    const reason = (error?.reason ?? 'internal') as ErrorReason;
    const { message = 'The production failed.', details = {} } = error ?? {};
    await notifier.fail(id, new AppError(reason, message, { details }));
  }
}
