import { extname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { canonicalJson, type JsonValue } from '../kernel/json.ts';
import { sha256 } from '../platform/files/sha256.ts';
import type { WorkContext } from '../ports/work.ts';
import { type Claim, type Step, saveProgress } from '../store/steps.ts';
import { findFreshResult } from '../store/stored-results.ts';
import type { PipelineParts } from './parts.ts';
import { resultFolder } from './results.ts';
import { stepDefinition } from './steps/all-steps.ts';
import type { Made, StepDefinition, StepInput } from './steps/step-definition.ts';
import { readStepResult, type StepResult, type StoredFile } from './steps/step-result.ts';

type AnyKind = Step['kind'];

/** A step's result, found or made, with its files kept; nothing of it is recorded yet. */
export interface MadeResult {
  readonly key: string;
  readonly adapter: string;
  readonly reused: boolean;
  readonly result: StepResult<AnyKind>;
  readonly expiresAt: Date | null;
}

export interface Outcome extends MadeResult {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

export async function makeResult(
  parts: PipelineParts,
  input: StepInput,
  step: Step,
  context: WorkContext,
): Promise<MadeResult> {
  const definition = stepDefinition(step.kind);
  const { key, adapter } = await resultKey(parts, input, step.kind);
  const expiresAt = expiryOf(parts, step.kind);
  const found = await findKept(parts, step.kind, key);
  if (found) return { key, adapter: adapter.name, reused: true, result: found, expiresAt };
  const made = await work(parts, definition, input, step, context);
  parts.stopAt(`${step.kind}:worked`);
  const result = await keepMade(parts, step.kind, key, made);
  return { key, adapter: adapter.name, reused: false, result, expiresAt };
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
  return {
    value,
    files: await keepFiles(parts, kind, key, made.files),
    warnings: [...warnings],
    estimatedCostUsd: cost.estimatedUsd,
    ...(cost.actualUsd !== undefined && { actualCostUsd: cost.actualUsd }),
  };
}

/** What a step's result is stored under: the hash of everything that goes into it, its owner and its adapter. */
export async function resultKey(parts: PipelineParts, input: StepInput, kind: AnyKind) {
  const definition = stepDefinition(kind);
  const adapter = definition.adapter(parts, input);
  const material = await definition.material(parts, input);
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

async function work(
  parts: PipelineParts,
  definition: StepDefinition<AnyKind>,
  input: StepInput,
  step: Step,
  context: WorkContext,
): Promise<Made<AnyKind>> {
  const resumed = step.operation !== undefined && definition.status !== undefined;
  let answer = resumed
    ? await definition.status?.(parts, step.operation as JsonValue, context)
    : await definition.start(parts, input, context);
  while (answer?.status === 'pending') {
    const claim: Claim = step;
    await saveProgress(parts.database.db, claim, { operation: answer.operation });
    await delay(answer.pollAfterMs, undefined, { signal: context.signal });
    answer = await definition.status?.(parts, answer.operation, context);
  }
  if (!answer) throw new Error(`the ${step.kind} step can't ask for the state of its operation`);
  return answer.result;
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
