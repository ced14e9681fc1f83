import { AppError, isAppError } from '../../kernel/errors.ts';
import { mayHaveArrived } from './service-failure.ts';

/** What the caller's `spending` gives: see the work port. */
export interface SubmitRecord {
  sending(call: PaidCall): Promise<void>;
  submitted(requestId: string): Promise<void>;
  notTaken(): Promise<void>;
  unknown(): Promise<void>;
}

export interface PaidCall {
  readonly provider: string;
  readonly model?: string;
  readonly estimatedUsd: number;
}

export interface SubmitRules<Answer> {
  /** The service's own id of what it took; undefined where the answer has none: then nobody knows what it took. */
  requestIdOf(answer: Answer): string | undefined;
  /** True only for an answer by which the service surely took nothing and nothing is owed. */
  isRefusal(answer: Answer): boolean;
}

/**
 * The only way to send a request that costs money: written down before it leaves, and after it by what came back. Gives
 * the answer, a refusal too. Throws what `send` threw where nothing can have arrived, or on cancellation;
 * `provider-unconfirmed` where nobody knows; `budget-spent` before anything is sent.
 */
export async function submitOnce<Answer>(
  spending: SubmitRecord | undefined,
  call: PaidCall,
  send: () => Promise<Answer>,
  { requestIdOf, isRefusal }: SubmitRules<Answer>,
): Promise<Answer> {
  if (!spending) throw new AppError('internal', `${call.provider} was asked for paid work without a record.`);
  await spending.sending(call);
  const answer = await sent(spending, call, send);
  const verdict = judged(answer, { requestIdOf, isRefusal });
  if (verdict.as === 'refusal') await spending.notTaken();
  else if (verdict.as === 'taken') await spending.submitted(verdict.requestId);
  else {
    await spending.unknown();
    throw unconfirmed(call, verdict.cause);
  }
  return answer;
}

type Verdict =
  | { readonly as: 'refusal' }
  | { readonly as: 'taken'; readonly requestId: string }
  | { readonly as: 'unknown'; readonly cause: unknown };

/** An answer that can't be read tells nothing of what was taken. */
function judged<Answer>(answer: Answer, rules: SubmitRules<Answer>): Verdict {
  try {
    if (rules.isRefusal(answer)) return { as: 'refusal' };
    const requestId = rules.requestIdOf(answer);
    return requestId === undefined ? { as: 'unknown', cause: undefined } : { as: 'taken', requestId };
  } catch (cause) {
    return { as: 'unknown', cause };
  }
}

async function sent<Answer>(
  spending: SubmitRecord,
  call: PaidCall,
  send: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (!mayHaveArrived(error)) {
      await spending.notTaken();
      throw error;
    }
    await spending.unknown();
    if (isAppError(error, 'cancelled')) throw error;
    throw unconfirmed(call, error);
  }
}

function unconfirmed({ provider }: PaidCall, cause: unknown): AppError {
  return new AppError(
    'provider-unconfirmed',
    `A paid request to ${provider} left and no usable answer came: it is looked up, not sent again.`,
    { details: { service: provider, problem: 'unconfirmed' }, cause },
  );
}
