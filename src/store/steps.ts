import { and, asc, eq, inArray, ne, not, or, sql as raw } from 'drizzle-orm';
import type { StepKind, StepState } from '../domain/production/step.ts';
import type { JsonValue } from '../kernel/json.ts';
import { production, step } from './schema/production.ts';
import type { Sql } from './sql.ts';
import { waitsItsTurn } from './turns.ts';

export interface Step {
  readonly productionId: string;
  readonly kind: StepKind;
  readonly state: StepState;
  readonly attempt: number;
  readonly failures: number;
  readonly fraction: number;
  readonly resultKey: string | undefined;
  readonly reused: boolean;
  readonly adapter: string | undefined;
  readonly operation: JsonValue | undefined;
  readonly estimatedCostUsd: number;
  readonly actualCostUsd: number | undefined;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Whose turn it is to write: a claim of a step, by number. */
export interface Claim {
  readonly productionId: string;
  readonly kind: StepKind;
  readonly attempt: number;
}

type Row = typeof step.$inferSelect;

function fromRow(row: Row): Step {
  return {
    productionId: row.productionId,
    kind: row.kind as StepKind,
    state: row.state as StepState,
    attempt: row.attempt,
    failures: row.failures,
    fraction: row.fraction,
    resultKey: row.resultKey ?? undefined,
    reused: row.reused,
    adapter: row.adapter ?? undefined,
    operation: (row.operation as JsonValue | null) ?? undefined,
    estimatedCostUsd: row.estimatedCostUsd ?? 0,
    actualCostUsd: row.actualCostUsd ?? undefined,
    seconds: row.seconds ?? 0,
    cpuSeconds: row.cpuSeconds ?? 0,
  };
}

/** A step whose result another production of the same owner has made. */
export interface CarriedStep {
  readonly kind: StepKind;
  readonly resultKey: string;
  readonly adapter: string | undefined;
}

/** Those that are carried over are done from the beginning. */
export async function insertSteps(
  sql: Sql,
  productionId: string,
  kinds: readonly StepKind[],
  carried: readonly CarriedStep[] = [],
): Promise<void> {
  const rows = kinds.map((kind, position) => {
    const done = carried.find((one) => one.kind === kind);
    const made = done && { ...done, adapter: done.adapter ?? null, state: 'done', reused: true, fraction: 1 };
    return { productionId, kind, position, ...made };
  });
  await sql.insert(step).values(rows);
}

export async function listSteps(sql: Sql, productionId: string): Promise<Step[]> {
  const rows = await sql
    .select()
    .from(step)
    .where(eq(step.productionId, productionId))
    .orderBy(asc(step.position));
  return rows.map(fromRow);
}

/** Of several productions, each one's in their order. */
export async function listStepsOf(sql: Sql, productionIds: readonly string[]): Promise<Step[]> {
  const rows = await sql
    .select()
    .from(step)
    .where(inArray(step.productionId, [...productionIds]))
    .orderBy(asc(step.productionId), asc(step.position));
  return rows.map(fromRow);
}

export interface UnfinishedStep extends Claim {
  readonly state: StepState;
  readonly startedAt: Date | undefined;
}

/** The current step of each production that has been in work since before that time and whose turn it is, oldest first. */
export async function listOldUnfinished(sql: Sql, before: Date, limit: number): Promise<UnfinishedStep[]> {
  const asked = raw`coalesce(${production.confirmedAt}, ${production.createdAt})`;
  const inWork = sql
    .select({ id: production.id, createdAt: production.createdAt })
    .from(production)
    .where(
      and(
        eq(production.state, 'running'),
        raw`${asked} < ${before.toISOString()}::timestamptz`,
        not(waitsItsTurn),
      ),
    )
    .orderBy(asc(production.createdAt))
    .limit(limit)
    .as('in_work');
  const rows = await sql
    .selectDistinctOn([step.productionId])
    .from(step)
    .innerJoin(inWork, eq(inWork.id, step.productionId))
    .where(ne(step.state, 'done'))
    .orderBy(asc(step.productionId), asc(step.position));
  return rows.map(({ step: { productionId, kind, attempt, state, startedAt } }) => ({
    productionId,
    kind: kind as StepKind,
    attempt,
    state: state as StepState,
    startedAt: startedAt ?? undefined,
  }));
}

/** A claim to be, as a job carries it. */
export interface StepTicket extends Claim {
  readonly token: string;
}

/**
 * Takes a step for a job: the first time while its attempt is the newest, again when the queue hands the same job
 * to another worker because the first one died. Undefined where the step ended or belongs to a newer job. What a
 * service has under way keeps its progress.
 */
export async function claimStep(sql: Sql, ticket: StepTicket): Promise<Step | undefined> {
  const [row] = await sql
    .update(step)
    .set({
      state: 'running',
      attempt: raw`${step.attempt} + 1`,
      claimedBy: ticket.token,
      startedAt: new Date(),
      fraction: raw`case when ${step.operation} is null then 0 else ${step.fraction} end`,
    })
    .where(
      and(
        eq(step.productionId, ticket.productionId),
        eq(step.kind, ticket.kind),
        inArray(step.state, ['waiting', 'running']),
        or(eq(step.attempt, ticket.attempt), eq(step.claimedBy, ticket.token)),
      ),
    )
    .returning();
  return row && fromRow(row);
}

/**
 * Raises the attempt of an unfinished step, so that whoever still works on it is fenced off, and gives the new one.
 */
export async function fenceOffStep(
  sql: Sql,
  productionId: string,
  kind: StepKind,
): Promise<number | undefined> {
  const [row] = await sql
    .update(step)
    .set({ attempt: raw`${step.attempt} + 1`, claimedBy: null, state: 'waiting' })
    .where(
      and(
        eq(step.productionId, productionId),
        eq(step.kind, kind),
        inArray(step.state, ['waiting', 'running']),
      ),
    )
    .returning({ attempt: step.attempt });
  return row?.attempt;
}

export interface StepProgress {
  readonly fraction?: number;
  readonly operation?: JsonValue;
}

/** False where the claim is no longer the newest: the writer must stop. */
export async function saveProgress(sql: Sql, claim: Claim, progress: StepProgress): Promise<boolean> {
  return await updateFenced(sql, claim, progress);
}

export interface StepEnding {
  readonly resultKey: string;
  readonly reused: boolean;
  readonly adapter: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly estimatedCostUsd: number;
  readonly actualCostUsd?: number;
}

export async function finishStep(sql: Sql, claim: Claim, ending: StepEnding): Promise<boolean> {
  return await updateFenced(sql, claim, { ...ending, state: 'done', fraction: 1, finishedAt: new Date() });
}

/** Hands a step back to be tried again; a failure counts, a shutdown doesn't. */
export async function returnStep(sql: Sql, claim: Claim, failed: boolean): Promise<boolean> {
  const failures = raw`${step.failures} + ${failed ? 1 : 0}`;
  return await updateFenced(sql, claim, { state: 'waiting', claimedBy: null, failures });
}

/** Hands a step back for a service to go on with; no failure is counted, and those before are forgotten. */
export async function parkStep(
  sql: Sql,
  claim: Claim,
  operation: JsonValue,
  fraction: number,
): Promise<boolean> {
  const parked = { state: 'waiting', claimedBy: null, failures: 0, operation, fraction };
  return await updateFenced(sql, claim, parked);
}

/** Hands a step back for its owner to decide on; `operation` is what is still under way. */
export async function restStep(sql: Sql, claim: Claim, operation: JsonValue | null): Promise<boolean> {
  return await updateFenced(sql, claim, { state: 'waiting', claimedBy: null, failures: 0, operation });
}

/** Of a step that nobody works on. */
export async function setStepWork(
  sql: Sql,
  { productionId, kind }: Pick<Claim, 'productionId' | 'kind'>,
  operation: JsonValue | null,
): Promise<void> {
  await sql
    .update(step)
    .set({ operation, failures: 0 })
    .where(and(eq(step.productionId, productionId), eq(step.kind, kind), eq(step.state, 'waiting')));
}

/** Locks the row where that claim is still the newest. */
export async function lockClaim(sql: Sql, claim: Claim): Promise<boolean> {
  const rows = await sql
    .select({ kind: step.kind })
    .from(step)
    .where(and(fenced(claim), eq(step.state, 'running')))
    .for('update');
  return rows.length === 1;
}

export async function findStep(
  sql: Sql,
  productionId: string,
  kind: StepKind,
  lock?: 'lock',
): Promise<Step | undefined> {
  const found = sql
    .select()
    .from(step)
    .where(and(eq(step.productionId, productionId), eq(step.kind, kind)));
  const [row] = await (lock ? found.for('update') : found);
  return row && fromRow(row);
}

export async function failStep(sql: Sql, claim: Claim): Promise<boolean> {
  return await updateFenced(sql, claim, { state: 'failed', finishedAt: new Date() });
}

async function updateFenced(sql: Sql, claim: Claim, values: Partial<SetValues>): Promise<boolean> {
  const rows = await sql
    .update(step)
    .set(values as Partial<typeof step.$inferInsert>)
    .where(and(fenced(claim), eq(step.state, 'running')))
    .returning({ kind: step.kind });
  return rows.length === 1;
}

type SetValues = { [Key in keyof typeof step.$inferInsert]: unknown };

function fenced(claim: Claim) {
  return and(
    eq(step.productionId, claim.productionId),
    eq(step.kind, claim.kind),
    eq(step.attempt, claim.attempt),
  );
}
