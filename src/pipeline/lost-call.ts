import { AppError } from '../kernel/errors.ts';
import type { JsonValue } from '../kernel/json.ts';
import type { WorkContext } from '../ports/work.ts';
import { markCall, type ProviderCall } from '../store/provider-calls.ts';
import { engineOf } from './engines.ts';
import type { PipelineParts } from './parts.ts';
import { stepDefinition } from './steps/all-steps.ts';
import type { Made, StepDefinition, StepInput } from './steps/step-definition.ts';
import type { StepKind } from '../domain/production/step.ts';

/** Whether a paid request left of which nobody knows what became: it must be looked up before anything else. */
export function isLost(call: ProviderCall | undefined, hasOperation: boolean): call is ProviderCall {
  if (!call || call.endedAt !== null) return false;
  if (call.state === 'sending' || call.state === 'unknown') return true;
  // Taken, and the worker died before it could save what to ask by.
  return call.state === 'submitted' && !hasOperation;
}

/** Only by the engine that sent it: another one's service knows nothing of it, and could not read what it gave. */
export function canBeLookedUp(
  parts: PipelineParts,
  { adapter }: Pick<ProviderCall, 'adapter'>,
  kind: StepKind,
): boolean {
  const isSame = adapter === null || adapter === engineOf(parts, kind)?.name;
  return isSame && stepDefinition(kind).find?.(parts) !== undefined;
}

export type Found =
  | { readonly status: 'found'; readonly operation: JsonValue }
  | { readonly status: 'found'; readonly made: Made<StepKind> }
  /** It surely was not taken: it may be sent anew. */
  | { readonly status: 'absent' }
  | { readonly status: 'later'; readonly afterSeconds: number };

/**
 * Asks the vendor what became of a request whose answer was lost. Throws `provider-unconfirmed` where it can't be asked,
 * or could not say in time; `waitUntil` is how long its owner chose to wait.
 */
export async function lookUp(
  parts: PipelineParts,
  definition: StepDefinition<StepKind>,
  input: StepInput,
  call: ProviderCall,
  context: WorkContext,
  waitUntil: Date | undefined,
): Promise<Found> {
  const { tag, provider, createdAt: sentAt, model, requestId } = call;
  const { patience } = parts.paid;
  const find = canBeLookedUp(parts, call, definition.kind) ? definition.find?.(parts) : undefined;
  if (!find) throw unconfirmed(provider, tag);
  const lost = { tag, sentAt, model: model ?? undefined, requestId: requestId ?? undefined };
  const lookup = await find(input, lost, context);
  const { db } = parts.database;
  if (lookup.status === 'found') {
    await markCall(db, tag, 'submitted');
    return lookup;
  }
  const ageMs = Date.now() - sentAt.getTime();
  // What the vendor gave an id to is not absent, whatever it says.
  if (lookup.status === 'absent' && call.state !== 'submitted' && ageMs >= patience.absentAfterMs) {
    await markCall(db, tag, 'not-taken');
    return { status: 'absent' };
  }
  const limitMs = definition.kind === 'speech' ? patience.lookUpSpeechMs : patience.lookUpMs;
  const isWaitedFor = ageMs < limitMs || (waitUntil !== undefined && waitUntil > new Date());
  if (!isWaitedFor) throw unconfirmed(provider, tag);
  return { status: 'later', afterSeconds: patience.lookUpSeconds };
}

function unconfirmed(service: string, tag: string): AppError {
  return new AppError(
    'provider-unconfirmed',
    `A paid request to ${service} (${tag}) left and no answer came: nobody knows whether it was taken, so it is not sent again.`,
    { details: { service, problem: 'unconfirmed' } },
  );
}
