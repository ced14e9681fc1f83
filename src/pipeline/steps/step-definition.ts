import type { AdOrder } from '../../domain/ad/ad-order.ts';
import type { StepKind } from '../../domain/production/step.ts';
import type { JsonValue } from '../../kernel/json.ts';
import type {
  AdapterIdentity,
  LostCall,
  Lookup,
  ProviderCost,
  SlowPort,
  SlowWork,
  WorkContext,
} from '../../ports/work.ts';
import type { PipelineParts } from '../parts.ts';
import type { StepResult, StepValue } from './step-result.ts';

/** A result of an earlier step, with the key that stands for everything that went into it. */
export interface EarlierResult<Kind extends StepKind> extends StepResult<Kind> {
  readonly key: string;
}

export interface StepInput {
  readonly order: AdOrder;
  readonly owner: string;
  /** Throws where the step hasn't run: an order's steps are complete by construction. */
  earlier<Kind extends StepKind>(kind: Kind): EarlierResult<Kind>;
  has(kind: StepKind): boolean;
}

/** What a step made, still in its work folder. */
export interface Made<Kind extends StepKind> {
  readonly value: StepValue<Kind>;
  readonly files: Readonly<Record<string, { readonly path: string; readonly mime: string } | undefined>>;
  readonly cost: ProviderCost;
  readonly warnings: readonly string[];
}

/** What was found may be the result itself, of a service that keeps it. */
export type StepLookup<Kind extends StepKind> =
  | Lookup
  | { readonly status: 'found'; readonly made: Made<Kind> };

/** One stage of an ad: what decides its result, and how it is made. */
export interface StepDefinition<Kind extends StepKind> {
  readonly kind: Kind;
  adapter(parts: PipelineParts, input: StepInput): AdapterIdentity;
  /** Everything besides owner and adapter that the result depends on. */
  material(parts: PipelineParts, input: StepInput): JsonValue | Promise<JsonValue>;
  start(parts: PipelineParts, input: StepInput, context: WorkContext): Promise<SlowWork<Made<Kind>>>;
  /** Goes on with an operation that was saved, in this or an earlier process. Absent where `start` always completes. */
  status?(parts: PipelineParts, operation: JsonValue, context: WorkContext): Promise<SlowWork<Made<Kind>>>;
  /** How a request whose answer was lost is looked up; undefined where the engine's service can't be asked. */
  find?(
    parts: PipelineParts,
  ): ((input: StepInput, lost: LostCall, context: WorkContext) => Promise<StepLookup<Kind>>) | undefined;
  cancel?(parts: PipelineParts): ((operation: JsonValue, context: WorkContext) => Promise<void>) | undefined;
  /** When the result is to be forgotten; never, when absent. */
  lifetimeHours?(parts: PipelineParts): number;
}

export const noCost: ProviderCost = { estimatedUsd: 0 };

export function completed<Kind extends StepKind>(made: Made<Kind>): SlowWork<Made<Kind>> {
  return { status: 'completed', result: made };
}

/** Turns what a slow port answers into what the step made. */
export function mapWork<From, To>(work: SlowWork<From>, map: (result: From) => To): SlowWork<To> {
  return work.status === 'completed' ? { status: 'completed', result: map(work.result) } : work;
}

/** A slow port's own way of looking a lost request up, where it has one. */
export function findBy<Kind extends StepKind>(
  port: Pick<SlowPort<never, unknown>, 'find'>,
): ReturnType<NonNullable<StepDefinition<Kind>['find']>> {
  const find = port.find?.bind(port);
  return find && (async (_input, lost, context) => await find(lost, context));
}
