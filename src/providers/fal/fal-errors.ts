import { z } from 'zod';
import { AppError, type ErrorReason } from '../../kernel/errors.ts';
import type { ServiceAnswer } from '../../platform/service/service-client.ts';

export const service = 'fal';

/** A body of either family of errors; whatever else comes is an error without words. */
const modelError = z.looseObject({
  type: z.string(),
  ctx: z.record(z.string(), z.unknown()).nullish(),
});
const errorBody = z.looseObject({
  detail: z.union([z.array(modelError).min(1), z.string()]).optional(),
  error_type: z.string().optional(),
});

interface ToldError {
  /** Of what went wrong with a model's input or work: by this, never by the message, it is told what it was. */
  readonly type?: string | undefined;
  readonly context?: Readonly<Record<string, unknown>>;
  /** Of what went wrong around the model. */
  readonly requestType?: string | undefined;
}

function toldError(answer: ServiceAnswer): ToldError {
  const header = answer.headers.get('x-fal-error-type') ?? undefined;
  let json: unknown;
  try {
    json = answer.json();
  } catch {
    return { requestType: header };
  }
  const body = errorBody.safeParse(json);
  if (!body.success) return { requestType: header };
  const { detail, error_type: requestType = header } = body.data;
  const first = Array.isArray(detail) ? detail[0] : undefined;
  return { requestType, ...(first && { type: first.type, context: first.ctx ?? {} }) };
}

/** The service's own word on whether trying anew may help; two names of the header are in use. */
function saysRetry({ headers }: ServiceAnswer): boolean | undefined {
  const said = headers.get('x-fal-retryable') ?? headers.get('x-fal-needs-retry');
  if (said === null) return undefined;
  return said === '1' || said.toLowerCase() === 'true';
}

/** Whether a submit was surely not taken. What a proxy before the service says of itself (502, 504) proves nothing. */
export function isRefusal(answer: ServiceAnswer): boolean {
  const { status } = answer;
  if (status >= 400 && status < 500) return status !== 408 && status !== 499;
  if (status < 500) return false;
  return toldError(answer).requestType !== undefined || saysRetry(answer) === true;
}

/** Whether an answer for a result tells how the job ended, and not only that it can't be read just now. */
export function tellsOfJob(answer: ServiceAnswer): boolean {
  const told = toldError(answer);
  return told.type !== undefined || told.requestType !== undefined;
}

interface Meaning {
  readonly reason: ErrorReason;
  readonly problem: string;
  readonly words: string;
}

const unavailable = (problem: string, words: string): Meaning => ({
  reason: 'provider-unavailable',
  problem,
  words,
});
const rejected = (problem: string, words: string): Meaning => ({
  reason: 'provider-answer-unusable',
  problem,
  words,
});

const byModelError: Readonly<Record<string, Meaning>> = {
  content_policy_violation: {
    reason: 'provider-refused',
    problem: 'safety',
    words: 'its safety filter refused the picture or the words; choose others',
  },
  no_media_generated: {
    reason: 'provider-refused',
    problem: 'safety',
    words: 'the model made nothing of it, as it does where its own filter objects; ask for something else',
  },
  face_detection_error: {
    reason: 'invalid-portrait',
    problem: 'no-face',
    words: 'it found no face in the picture',
  },
  audio_duration_too_long: {
    reason: 'speech-too-long',
    problem: 'audio-too-long',
    words: 'the speech is too long for the model',
  },
  file_download_error: rejected('input-unreachable', 'it could not fetch the picture or the speech from us'),
  generation_timeout: { reason: 'timed-out', problem: 'job-timed-out', words: 'the model took too long' },
  downstream_service_error: unavailable('down', 'the model behind it failed'),
  downstream_service_unavailable: unavailable('down', 'the model behind it is down'),
  internal_server_error: unavailable('down', 'the model failed'),
};

const byRequestError: Readonly<Record<string, Meaning>> = {
  concurrent_requests_limit: unavailable('busy', 'it has too much to do for this account'),
  bad_request: rejected('input-rejected', 'it did not understand the request'),
  client_cancelled: { reason: 'cancelled', problem: 'cancelled', words: 'the job was cancelled' },
  request_timeout: { reason: 'timed-out', problem: 'job-timed-out', words: 'the job was not begun in time' },
};

function byStatus(status: number): Meaning {
  if (status === 401) return unavailable('key', 'it does not accept the key');
  if (status === 402) return unavailable('balance', 'its account is out of money');
  // What is told of a key that may not do this and of an account that is locked for want of money alike.
  if (status === 403) return unavailable('permission', 'the account is locked or may not do this');
  if (status === 404) return rejected('not-there', 'it knows nothing of this');
  if (status === 429) return unavailable('busy', 'it has too much to do for this account');
  if (status >= 500 || status === 408) return unavailable('down', `it answers ${status}`);
  return rejected('input-rejected', `it answers ${status}`);
}

const passing = new Set(['busy', 'down']);

export interface FailureOptions {
  /** The job itself ended so: asking for it once more brings the same answer. */
  readonly isFinal: boolean;
}

/**
 * What an answer other than success means. Told by status and documented types, never by the message. `details.problem`
 * is what texts are built from, `details.repeatable` the service's word on whether a new job may end better.
 */
export function failureOf(answer: ServiceAnswer, { isFinal }: FailureOptions): AppError {
  const told = toldError(answer);
  const meaning = meaningOf(told, answer.status);
  const retry = saysRetry(answer);
  const again = retry ?? passing.has(meaning.problem);
  return new AppError(meaning.reason, `fal.ai could not do it: ${meaning.words}.`, {
    details: {
      service,
      problem: meaning.problem,
      status: answer.status,
      ...(told.type !== undefined && { type: shortId(told.type) }),
      ...(told.requestType !== undefined && { type: shortId(told.requestType) }),
      ...durations(told),
      ...(isFinal && { repeatable: again ? 'yes' : 'no' }),
    },
    retryable: !isFinal && passing.has(meaning.problem),
  });
}

function meaningOf({ type, requestType }: ToldError, status: number): Meaning {
  if (type !== undefined) {
    return (
      byModelError[type] ?? rejected('input-rejected', `it rejected what it was sent (${shortId(type)})`)
    );
  }
  if (requestType === undefined) return byStatus(status);
  // The rest of that family is about runners and connections: its own machines.
  return byRequestError[requestType] ?? unavailable('down', `its machines failed (${shortId(requestType)})`);
}

/** How a job that failed is told of in its status, where its result does not say more. */
export function failedJob(errorType: string | undefined): AppError {
  const meaning = meaningOf({ requestType: errorType ?? 'unknown' }, 500);
  return new AppError(meaning.reason, `fal.ai could not do it: ${meaning.words}.`, {
    details: {
      service,
      problem: meaning.problem,
      ...(errorType !== undefined && { type: shortId(errorType) }),
      repeatable: passing.has(meaning.problem) ? 'yes' : 'no',
    },
  });
}

/** As the texts for a speech that is too long have them. */
function durations({ context }: ToldError): Readonly<Record<string, number>> {
  const [seconds, maxSeconds] = [context?.provided_duration, context?.max_duration];
  return {
    ...(typeof seconds === 'number' && { seconds: Math.ceil(seconds) }),
    ...(typeof maxSeconds === 'number' && { maxSeconds }),
  };
}

/** What a stranger called it, fit for a log. */
function shortId(text: string): string {
  return text.replace(/[^a-z0-9_.-]/gi, '').slice(0, 60);
}
