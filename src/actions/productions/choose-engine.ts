import type { AdOrder } from '../../domain/ad/ad-order.ts';
import type { Gender } from '../../domain/presenter/presenter.ts';
import { maxPaidTries, mayAskAgain } from '../../domain/production/paid-tries.ts';
import { AppError } from '../../kernel/errors.ts';
import { goOnHere, waitForService } from '../../pipeline/engine-choice.ts';
import { settleHold } from '../../store/holds.ts';
import { leaveEngineChoice } from '../../store/production-states.ts';
import { findOwnProduction, type Production } from '../../store/productions.ts';
import type { Sql } from '../../store/sql.ts';
import { findStep, listSteps } from '../../store/steps.ts';
import { listAllOfOwner } from '../../store/own-presenters.ts';
import type { ActionParts, Person } from '../parts.ts';
import { requireAdmitted } from '../people/require-admitted.ts';

export type EngineChoice = 'wait' | 'local';

export interface EngineChosen {
  /** Given back, where the head is made here. */
  readonly releasedCredits: number;
  /** True where it goes on already: nothing happened now. */
  readonly repeated: boolean;
}

/**
 * Goes on with a production whose service failed for good: `wait` has the service asked again later, for an hour or
 * until the day's budget begins anew, and then asks once more, as long as the service was not paid in vain three times; `local` has that stage made here, a head at the price 0.
 * Throws `not-found` for another's, `conflict` where it does not wait for that, `invalid-voice` where no voice here
 * speaks the language.
 */
export async function chooseEngine(
  parts: ActionParts,
  person: Person,
  productionId: string,
  choice: EngineChoice,
): Promise<EngineChosen> {
  const { db } = parts.database;
  const production = await requireOwn(db, person, productionId);
  if (production.state !== 'awaiting_engine') return repeated(production);
  const current = (await listSteps(db, productionId)).find(({ state }) => state !== 'done');
  if (current?.kind !== 'speech' && current?.kind !== 'head') return repeated(production);
  const order = choice === 'local' ? await localOrder(parts, production, current.kind) : undefined;
  const chosen = await db.transaction(async (transaction) => {
    await requireAdmitted(transaction, person.owner);
    // The step's row comes first, as everywhere; of two presses the second one then finds the choice made.
    const step = await findStep(transaction, productionId, current.kind, 'lock');
    if (choice === 'wait') requireTries(production);
    const isFree = order !== undefined && current.kind === 'head';
    const change = { ...(order && { order }), ...(isFree && { priceCredits: 0 }) };
    if (!step || !(await leaveEngineChoice(transaction, productionId, change))) return undefined;
    if (order) await goOnHere(parts, transaction, step);
    else await waitForService(parts, transaction, step, production.error?.reason);
    const hold = isFree ? await settleHold(transaction, productionId, 'released') : undefined;
    return { releasedCredits: hold?.amount ?? 0, repeated: false };
  });
  return chosen ?? repeated(await requireOwn(db, person, productionId));
}

async function requireOwn(sql: Sql, { owner }: Person, productionId: string): Promise<Production> {
  const production = await findOwnProduction(sql, owner, productionId);
  if (production) return production;
  throw new AppError('not-found', `There is no production ${productionId} of yours.`);
}

function requireTries({ error }: Production): void {
  if (!error || mayAskAgain(error)) return;
  throw new AppError(
    'conflict',
    `The service was paid ${maxPaidTries} times in vain for this stage; it can be made here, or stopped.`,
    { details: { problem: 'no-tries-left', allowed: maxPaidTries } },
  );
}

/** The same press again, after a kill or by a second finger. */
function repeated({ id, state }: Production): EngineChosen {
  if (state === 'running' || state === 'delivered') return { releasedCredits: 0, repeated: true };
  throw new AppError('conflict', `The production ${id} waits for no choice of an engine: it is ${state}.`, {
    details: { state },
  });
}

async function localOrder(
  parts: ActionParts,
  production: Production,
  kind: 'speech' | 'head',
): Promise<AdOrder> {
  const { order } = production;
  const engines = { ...order.engines, [kind]: 'local' as const };
  if (kind === 'head') return { ...order, engines };
  return { ...order, engines, voiceId: await localVoice(parts, production) };
}

/** A voice of the built-in engine, of the same language and gender where there is one. */
async function localVoice(parts: ActionParts, { order, owner }: Production): Promise<string> {
  const voices = await parts.local.speech.voices(order.language);
  const gender = await wantedGender(parts, order, owner);
  const voice = voices.find((candidate) => candidate.gender === gender) ?? voices[0];
  if (voice) return voice.id;
  throw new AppError('invalid-voice', `No built-in voice speaks ${order.language}.`, {
    details: { language: order.language },
  });
}

/** Of the chosen voice where its service still tells, else of who is shown. */
async function wantedGender(parts: ActionParts, order: AdOrder, owner: string): Promise<Gender | undefined> {
  const voices = await parts.speech.voices().catch(() => []);
  const chosen = voices.find(({ id }) => id === order.voiceId);
  if (chosen) return chosen.gender;
  const { presenter } = order;
  if (presenter.kind === 'cast') return parts.cast.presenters.find(({ id }) => id === presenter.id)?.gender;
  const own = await listAllOfOwner(parts.database.db, owner);
  return own.find(({ pictureSha256 }) => pictureSha256 === presenter.picture.sha256)?.gender;
}
