import { mkdtemp } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { believableUsd } from '../domain/production/provider-call.ts';
import { asAppError } from '../kernel/errors.ts';
import { canonicalJson } from '../kernel/json.ts';
import { sha256 } from '../platform/files/sha256.ts';
import { logOf } from '../platform/log/log.ts';
import { isOutOfReach } from '../platform/service/service-failure.ts';
import type { WorkContext } from '../ports/work.ts';
import { countCallsForRenders, findLatestCall, giveUpCall } from '../store/provider-calls.ts';
import { findStep, type Step } from '../store/steps.ts';
import { findFreshResult } from '../store/stored-results.ts';
import { cancelOperation } from './cancel-operation.ts';
import { chosenParts, engineOf, fallbackParts } from './engines.ts';
import { isLost } from './lost-call.ts';
import { capabilityOf } from './paid-work.ts';
import type { PipelineParts } from './parts.ts';
import { resultFolder } from './results.ts';
import { retryAfterSeconds, serviceFailures } from './retry-plan.ts';
import { type EngineAnswer, runEngine } from './step-engine.ts';
import { readStepWork } from './step-work.ts';
import { stepDefinition } from './steps/all-steps.ts';
import type { Made, StepInput } from './steps/step-definition.ts';
import { readStepResult, type StepResult, type StoredFile } from './steps/step-result.ts';

type AnyKind = Step['kind'];

/** A step's result, found or made, with its files kept; nothing of it is recorded yet. */
export interface MadeResult {
  readonly status: 'made';
  readonly key: string;
  readonly adapter: string;
  readonly reused: boolean;
  readonly result: StepResult<AnyKind>;
  readonly expiresAt: Date | null;
  /** Of the paid request that it came of. */
  readonly tag: string | undefined;
  /** How long a service had it before this run. */
  readonly pendingSeconds: number;
}

export type Parked = Extract<EngineAnswer, { readonly status: 'parked' }>;

export interface Outcome extends MadeResult {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

export async function makeResult(
  parts: PipelineParts,
  input: StepInput,
  step: Step,
  context: WorkContext,
): Promise<MadeResult | Parked> {
  const chosen = chosenParts(parts, input.order);
  if (!mayFallBack(chosen, step.kind)) return await makeBy(chosen, input, step, context);
  const since = await whyHere(chosen, input, step);
  if (since) return await makeBy(fallbackParts(chosen), input, step, context, since.warnings);
  try {
    return await makeBy(chosen, input, step, context);
  } catch (error) {
    const { productionId, kind } = step;
    // As it is now: what is under way may have been saved since it was claimed.
    const now = (await findStep(parts.database.db, productionId, kind)) ?? step;
    const reason = whyElsewhere(parts, now, error, await mayHaveTaken(parts, now));
    if (reason === undefined) throw error;
    const adapter = engineOf(chosen, kind)?.name;
    const problem = asAppError(error).details.problem;
    logFallback(parts, step).warn({ adapter, reason, problem }, 'The service failed: it is made here.');
    await leaveService(chosen, now, reason);
    const warnings = [madeHereInstead(kind, reason)];
    return await makeBy(fallbackParts(chosen), input, step, await inEmptyFolder(context), warnings);
  }
}

function logFallback({ log }: PipelineParts, { productionId, kind }: Step) {
  return logOf(log, kind === 'overlay' ? 'overlay' : 'montage').child({ productionId, step: kind });
}

function madeHereInstead(kind: AnyKind, reason: string): string {
  return `The service for the ${kind} could not be used (${reason}), so it was made here.`;
}

/** Undefined where the service is asked, or goes on with what it was asked for. */
async function whyHere(
  parts: PipelineParts,
  input: StepInput,
  step: Step,
): Promise<{ readonly warnings: readonly string[] } | undefined> {
  const capability = capabilityOf[step.kind];
  if (!capability) return undefined;
  const { db } = parts.database;
  const { productionId, kind } = step;
  const last = await findLatestCall(db, productionId, capability);
  if (last && last.endedAt !== null && last.state !== 'not-taken') {
    // Given up before by a worker that died, or failed, over the work here: asked anew, the service would be paid again.
    return { warnings: [madeHereInstead(kind, last.errorReason ?? 'provider-unavailable')] };
  }
  if (last || (await countCallsForRenders(db, productionId, capability)) < parts.paid.maxCloudRenders) {
    return undefined;
  }
  const { key } = await resultKey(parts, input, kind);
  if (await findKept(parts, kind, key)) return undefined;
  logFallback(parts, step).info('Its renders by a service are used up.');
  return { warnings: [] };
}

/** What the service's adapter left in the folder is none of the next one's. */
async function inEmptyFolder(context: WorkContext): Promise<WorkContext> {
  return { ...context, workFolder: await mkdtemp(join(context.workFolder, 'here-')) };
}

/** Which machine lays a circle over a video, nobody minds; who speaks and how a face moves, they do. */
function mayFallBack(parts: PipelineParts, kind: AnyKind): boolean {
  return (kind === 'overlay' || kind === 'montage') && engineOf(parts, kind)?.kind === 'cloud';
}

/** The reason for which it is made here instead; undefined where the service is tried again, or here it would fail too. */
function whyElsewhere(
  { paid }: PipelineParts,
  step: Step,
  thrown: unknown,
  isTaken: boolean,
): string | undefined {
  const error = asAppError(thrown);
  if (!serviceFailures.has(error.reason)) return undefined;
  // Whoever waits needn't wait for a service that can't be asked at all; what it has under way is paid for.
  const isGone = isOutOfReach(thrown) && !isTaken;
  const isPaused = error.details.problem === 'paused';
  if (!isPaused && !isGone && retryAfterSeconds(paid.patience, step, error, true) !== undefined)
    return undefined;
  return error.reason;
}

/** Whether the service has something under way, also where nobody knows because its answer was lost. */
async function mayHaveTaken({ database }: PipelineParts, { productionId, kind, operation }: Step) {
  if (readStepWork(operation).pending !== undefined) return true;
  const capability = capabilityOf[kind];
  return (
    capability !== undefined && isLost(await findLatestCall(database.db, productionId, capability), false)
  );
}

async function leaveService(parts: PipelineParts, step: Step, reason: string): Promise<void> {
  const { db } = parts.database;
  const capability = capabilityOf[step.kind];
  const call = capability && (await findLatestCall(db, step.productionId, capability));
  if (call) await giveUpCall(db, call.tag, reason);
  await cancelOperation(parts, step).catch((error: unknown) =>
    parts.log.info({ err: error, productionId: step.productionId }, 'A service could not be told to stop.'),
  );
}

async function makeBy(
  parts: PipelineParts,
  input: StepInput,
  step: Step,
  context: WorkContext,
  warnings: readonly string[] = [],
): Promise<MadeResult | Parked> {
  const definition = stepDefinition(step.kind);
  const { key, adapter } = await resultKey(parts, input, step.kind);
  const named = {
    status: 'made',
    key,
    adapter: adapter.name,
    expiresAt: expiryOf(parts, step.kind),
  } as const;
  const found = await findKept(parts, step.kind, key);
  if (found) return { ...named, reused: true, result: found, tag: undefined, pendingSeconds: 0 };
  const answer = await runEngine({ parts, definition, input, step, context });
  if (answer.status === 'parked') return answer;
  parts.stopAt(`${step.kind}:worked`);
  const { made, tag, pendingSeconds } = answer;
  const kept = { ...made, warnings: [...warnings, ...made.warnings] };
  const result = await keepMade(parts, step.kind, key, kept);
  return { ...named, reused: false, result, tag, pendingSeconds };
}

/** Null for what is kept as long as it is used. */
export function expiryOf(parts: PipelineParts, kind: AnyKind): Date | null {
  const hours = stepDefinition(kind).lifetimeHours?.(parts);
  return hours === undefined ? null : new Date(Date.now() + hours * 3_600_000);
}

/** Keeps the files of what was made under its key; the row that names them is the caller's to write. */
export async function keepMade<Kind extends AnyKind>(
  parts: PipelineParts,
  kind: Kind,
  key: string,
  made: Made<Kind>,
): Promise<StepResult<Kind>> {
  const { value, warnings, cost } = made;
  const actualCostUsd = believableUsd(cost.actualUsd);
  return {
    value,
    files: await keepFiles(parts, kind, key, made.files),
    warnings: [...warnings],
    estimatedCostUsd: cost.estimatedUsd,
    ...(actualCostUsd !== undefined && { actualCostUsd }),
  };
}

/** What a step's result is stored under: the hash of everything that goes into it, its owner and its adapter. */
export async function resultKey(parts: PipelineParts, input: StepInput, kind: AnyKind) {
  const definition = stepDefinition(kind);
  const chosen = chosenParts(parts, input.order);
  const adapter = definition.adapter(chosen, input);
  const material = await definition.material(chosen, input);
  return { key: sha256(canonicalJson({ kind, owner: input.owner, adapter, material })), adapter };
}

/** A result whose files are gone, or that another version wrote in its own way, is made again under the same key. */
export async function findKept<Kind extends AnyKind>(
  { database, files }: PipelineParts,
  kind: Kind,
  key: string,
): Promise<StepResult<Kind> | undefined> {
  const stored = await findFreshResult(database.db, key);
  if (!stored) return undefined;
  const result = readStepResult(kind, stored.value);
  if (!result) return undefined;
  const present = await Promise.all(Object.values(result.files).map((file) => files.exists(file.key)));
  return present.every(Boolean) ? result : undefined;
}

async function keepFiles(
  { files }: PipelineParts,
  kind: AnyKind,
  key: string,
  made: Made<AnyKind>['files'],
): Promise<Record<string, StoredFile>> {
  const kept: Record<string, StoredFile> = {};
  for (const [name, file] of Object.entries(made)) {
    if (!file) continue;
    const fileKey = `${resultFolder(kind, key)}/${name}${extname(file.path).toLowerCase()}`;
    const { sha256: digest, mime, bytes } = await files.store(fileKey, file);
    kept[name] = { key: fileKey, sha256: digest, mime, bytes };
  }
  return kept;
}
