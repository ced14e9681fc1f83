import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { retryAfterMs } from '../../platform/service/retry-after.ts';
import type { ServiceAnswer } from '../../platform/service/service-client.ts';

export const service = 'elevenlabs';

/** What an answer that is no success says: `detail` is an object, a text or a list, in older and newer shapes. */
export interface Refusal {
  readonly status: number;
  /** `detail.code`, else `detail.status`; empty where there is none. */
  readonly code: string;
  /** Where a request of ours was malformed: "body.text missing". Never what was sent. */
  readonly where: string;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

const named = z.object({
  detail: z.object({ code: z.string().optional(), status: z.string().optional() }),
});
const malformed = z.object({
  detail: z.array(
    z.object({ loc: z.array(z.union([z.string(), z.number()])).optional(), type: z.string().optional() }),
  ),
});

export function readRefusal(answer: ServiceAnswer): Refusal {
  const body = jsonOf(answer);
  const { detail } = named.safeParse(body).data ?? {};
  const [first] = malformed.safeParse(body).data?.detail ?? [];
  const code = detail?.code ?? detail?.status ?? '';
  return {
    status: answer.status,
    code: /^[a-z0-9_+-]{1,80}$/i.test(code) ? code.toLowerCase() : '',
    where: first ? `${(first.loc ?? []).join('.')} ${first.type ?? ''}`.trim().slice(0, 120) : '',
    requestId: requestIdOf(answer),
    retryAfterMs: retryAfterMs(answer.headers, new Date()),
  };
}

function jsonOf(answer: ServiceAnswer): unknown {
  try {
    return answer.json();
  } catch {
    return undefined;
  }
}

/** The documentation and the vendor's own client read different headers. */
export function requestIdOf({ headers }: ServiceAnswer): string | undefined {
  return headers.get('request-id') || headers.get('x-request-id') || undefined;
}

/**
 * What was wrong, as a stable id. `voice-…`: with that voice alone. `ours`: the account's own requests at once; `busy`:
 * everybody's. Codes are documented (elevenlabs.io/docs, error messages) or were seen by several others.
 */
export type RefusalProblem =
  | 'key'
  | 'quota'
  | 'balance'
  | 'permission'
  | 'account'
  | 'voice-unknown'
  | 'voice-locked'
  | 'text-too-long'
  | 'safety'
  | 'request'
  | 'ours'
  | 'busy'
  | 'address'
  | 'down';

const problemOfCode: Readonly<Record<string, RefusalProblem>> = {
  invalid_api_key: 'key',
  missing_api_key: 'key',
  needs_authorization: 'key',
  quota_exceeded: 'quota',
  insufficient_credits: 'quota',
  missing_permissions: 'permission',
  model_access_denied: 'permission',
  detected_unusual_activity: 'account',
  unusual_activity_detected: 'account',
  user_in_probation: 'account',
  free_users_not_allowed: 'voice-locked',
  paid_plan_required: 'voice-locked',
  subscription_required: 'voice-locked',
  only_for_creator_plus: 'voice-locked',
  'only_for_creator+': 'voice-locked',
  famous_voice_not_permitted: 'voice-locked',
  ivc_not_permitted: 'voice-locked',
  voice_blocked_detected: 'voice-locked',
  voice_not_fine_tuned: 'voice-locked',
  voice_not_found: 'voice-unknown',
  voice_does_not_exist: 'voice-unknown',
  max_character_limit_exceeded: 'text-too-long',
  content_against_policy: 'safety',
  too_many_concurrent_requests: 'ours',
  concurrent_limit_exceeded: 'ours',
  system_busy: 'busy',
};

/** By code, then by status; never by the message. A library voice that is refused without a code is that voice's fault. */
export function problemOf({ status, code }: Refusal, isLibraryVoice: boolean): RefusalProblem {
  const coded = problemOfCode[code];
  if (coded) return coded;
  if (status === 401) return 'key';
  if (status === 402) return isLibraryVoice ? 'voice-locked' : 'balance';
  if (status === 403) return isLibraryVoice ? 'voice-locked' : 'permission';
  if (status === 429) return 'busy';
  if (status >= 500) return 'down';
  return status < 400 || status === 404 ? 'address' : 'request';
}

const words: Readonly<Record<RefusalProblem, string>> = {
  key: 'its key is refused: ELEVEN_API_KEY must be a valid key',
  quota: 'the credits of its account are used up',
  balance: 'it wants to be paid first: its account is in arrears or on a plan that does not allow this',
  permission: 'its key may not do this: it needs text to speech and reading voices',
  account: 'its account is blocked for unusual activity, as free ones are on rented machines',
  'voice-unknown': 'it has no such voice any more',
  'voice-locked': "its account's plan does not allow this voice",
  'text-too-long': 'the text is longer than the model takes',
  safety: 'it takes the text to be against its rules',
  request: 'it does not understand the request',
  ours: 'too many of our requests are under way at once',
  busy: 'it is too busy',
  address: 'nothing answers at its address as it should: see ELEVEN_BASE_URL',
  down: 'it does not work at the moment',
};

const reasons: Partial<Readonly<Record<RefusalProblem, AppError['reason']>>> = {
  'voice-unknown': 'invalid-voice',
  'voice-locked': 'invalid-voice',
  'text-too-long': 'invalid-script',
  safety: 'provider-refused',
  request: 'internal',
};
const passing = new Set<RefusalProblem>(['ours', 'busy', 'down']);

export function refusalError(
  refusal: Refusal,
  problem: RefusalProblem,
  found: Readonly<Record<string, string>> = {},
): AppError {
  const { status, code, where, requestId } = refusal;
  const named = [String(status), code, where].filter((part) => part !== '').join(', ');
  return new AppError(
    reasons[problem] ?? 'provider-unavailable',
    `ElevenLabs refuses: ${words[problem]} (${named}).`,
    {
      retryable: passing.has(problem),
      details: {
        service,
        problem: problem === 'ours' ? 'busy' : problem,
        status,
        ...(code !== '' && { code }),
        ...(requestId !== undefined && { requestId }),
        ...found,
      },
    },
  );
}
