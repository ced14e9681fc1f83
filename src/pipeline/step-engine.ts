import { setTimeout as delay } from 'node:timers/promises';
import type { StepKind } from '../domain/production/step.ts';
import { AppError, isAppError } from '../kernel/errors.ts';
import type { JsonValue } from '../kernel/json.ts';
import type { SlowWork, WorkContext } from '../ports/work.ts';
import { keepForgoneWork } from '../store/forgone-work.ts';
import { findLatestCall, type ProviderCall } from '../store/provider-calls.ts';
import { type Claim, lockClaim, type Step, saveProgress } from '../store/steps.ts';
import { patientSignal } from '../platform/service/patient-signal.ts';
import { enqueueCancel } from './jobs.ts';
import { isLost, lookUp } from './lost-call.ts';
import { capabilityOf } from './paid-work.ts';
import type { PipelineParts } from './parts.ts';
import { openSpending } from './spending.ts';
import { readStepWork, type StepWork, storedStepWork } from './step-work.ts';
import type { Made, StepDefinition, StepInput } from './steps/step-definition.ts';

/** One run of a step's engine by a worker that holds its claim. */
export interface EngineRun {
  readonly parts: PipelineParts;
  readonly definition: StepDefinition<StepKind>;
  readonly input: StepInput;
  readonly step: Step;
  readonly context: WorkContext;
}

export type EngineAnswer =
  | {
      readonly status: 'made';
      readonly made: Made<StepKind>;
      /** Of the paid request that it came of. */
      readonly tag: string | undefined;
      /** Since it was asked for, the time between polls included. */
      readonly pendingSeconds: number;
    }
  /** A service is at work: the step is handed back until then. */
  | { readonly status: 'parked'; readonly work: StepWork; readonly afterSeconds: number };

/** Starts the engine, or goes on with what it has under way: restart, `/resume`, webhook and poll all come this way. */
export async function runEngine(run: EngineRun): Promise<EngineAnswer> {
  const { parts, definition, input, step, context } = run;
  const adapter = definition.adapter(parts, input);
  const work = readStepWork(step.operation);
  const pending = work.pending?.adapter === adapter.name ? work.pending : undefined;
  if (adapter.kind === 'local') {
    const answer = pending ? await ask(run, work) : await definition.start(parts, input, context);
    return await untilMade(run, work, answer);
  }
  const last = await latestCall(run);
  const tag = tagOf(step, last);
  const patient = patientSignal(context.signal, parts.paid.patience.sendingMs);
  const spending = spendingOf(run, tag, adapter.name, patient.sending);
  const paid = { ...run, context: { ...context, spending } };
  if (isLost(last, pending !== undefined)) {
    const found = await lookUp(parts, definition, input, last, context, work.waitUntil);
    if (found.status === 'later') return { status: 'parked', work, afterSeconds: found.afterSeconds };
    if (found.status === 'found' && 'made' in found) {
      return await untilMade(paid, work, { status: 'completed', result: found.made }, tag);
    }
    if (found.status === 'found') {
      const saved = await save(paid, work, found.operation);
      return await untilMade(paid, saved, await ask(paid, saved), tag);
    }
    // Surely not taken: this row is closed, and the next one begins.
    return await runEngine(run);
  }
  try {
    const answer = pending
      ? await ask(paid, work)
      : await definition
          .start(parts, input, { ...paid.context, signal: patient.signal })
          .finally(patient.end);
    return await untilMade(paid, work, answer, tag);
  } catch (error) {
    if (!isAppError(error, 'provider-unconfirmed') || !definition.find?.(parts)) throw error;
    // The vendor can be asked what became of it, unless it is another request that is in the way.
    if (!isLost(await latestCall(run), pending !== undefined)) throw error;
    return { status: 'parked', work, afterSeconds: Math.min(1, parts.paid.patience.lookUpSeconds) };
  }
}

async function latestCall({ parts, step }: EngineRun): Promise<ProviderCall | undefined> {
  const capability = capabilityOf[step.kind];
  return capability && (await findLatestCall(parts.database.db, step.productionId, capability));
}

/**
 * The mark of this piece of work. Its number rises only after a request that surely was not taken, or that was given up
 * by a person's wish.
 */
function tagOf({ kind, productionId }: Step, last: ProviderCall | undefined): string {
  if (!last) return `${kind}:${productionId}:0`;
  if (last.endedAt === null) return last.tag;
  return `${kind}:${productionId}:${Number(last.tag.split(':').at(-1)) + 1}`;
}

function spendingOf({ parts, input, step }: EngineRun, tag: string, adapter: string, onSending: () => void) {
  const capability = capabilityOf[step.kind];
  if (!capability) throw new Error(`no service does the ${step.kind} step`);
  const { productionId, kind } = step;
  return openSpending(parts, {
    tag,
    owner: input.owner,
    productionId,
    capability,
    adapter,
    isOurs: async (transaction) => await lockClaim(transaction, step),
    onSending: () => {
      onSending();
      parts.stopAt(`${kind}:sending`);
    },
    onSubmitted: () => parts.stopAt(`${kind}:submitted`),
  });
}

type Answer = SlowWork<Made<StepKind>>;

async function untilMade(
  run: EngineRun,
  begun: StepWork,
  first: Answer,
  tag?: string,
): Promise<EngineAnswer> {
  const { stayMs } = run.parts.paid.patience;
  const stayUntil = performance.now() + 5 * stayMs;
  let work = begun;
  let answer = first;
  while (answer.status === 'pending') {
    work = await save(run, work, answer.operation);
    if (work.pending && work.pending.deadline <= new Date()) throw tooLong(run, work.pending.since);
    const { pollAfterMs } = answer;
    if (pollAfterMs > stayMs || performance.now() > stayUntil) {
      return { status: 'parked', work, afterSeconds: Math.max(1, Math.ceil(pollAfterMs / 1000)) };
    }
    await delay(pollAfterMs, undefined, { signal: run.context.signal });
    answer = await ask(run, work);
  }
  const { pending } = work;
  const pendingSeconds = pending ? (Date.now() - pending.since.getTime()) / 1000 : 0;
  return { status: 'made', made: answer.result, tag, pendingSeconds };
}

async function ask({ parts, definition, step, context }: EngineRun, work: StepWork): Promise<Answer> {
  if (!definition.status || !work.pending) {
    throw new Error(`the ${step.kind} step can't ask for the state of its operation`);
  }
  return await definition.status(parts, work.pending.operation, context);
}

/** Before anything else is done: what is not saved can't be asked for. */
async function save(run: EngineRun, work: StepWork, operation: JsonValue): Promise<StepWork> {
  const { parts, definition, input, step } = run;
  const now = new Date();
  const adapter = definition.adapter(parts, input).name;
  const before = work.pending?.adapter === adapter ? work.pending : undefined;
  const deadline = before?.deadline ?? new Date(now.getTime() + parts.paid.patience.operationMs);
  const saved = { ...work, pending: { adapter, operation, since: before?.since ?? now, deadline } };
  const claim: Claim = step;
  if (!(await saveProgress(parts.database.db, claim, { operation: storedStepWork(saved) }))) {
    await leaveBehind(parts, claim, storedStepWork(saved));
    throw new AppError('cancelled', `The ${step.kind} step is no longer this worker's.`);
  }
  parts.stopAt(`${step.kind}:saved`);
  return saved;
}

/** Who took the step over asks for it; where nobody wants it any more its service is told to stop. */
async function leaveBehind({ database, queue }: PipelineParts, claim: Claim, work: JsonValue): Promise<void> {
  await database.db.transaction(async (transaction) => {
    if (await keepForgoneWork(transaction, claim, work)) await enqueueCancel(queue, transaction, claim);
  });
}

function tooLong({ step, parts }: EngineRun, since: Date): AppError {
  const seconds = Math.round((Date.now() - since.getTime()) / 1000);
  const message = `The ${step.kind} stage's service was still at work after ${seconds} s.`;
  return new AppError('timed-out', message, {
    details: { seconds, allowedSeconds: parts.paid.patience.operationMs / 1000 },
  });
}
