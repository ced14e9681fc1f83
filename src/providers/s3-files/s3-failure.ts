import { AppError } from '../../kernel/errors.ts';

/** What is wrong, as a closed list that texts are built from. */
export type S3Problem =
  | 'key'
  | 'permission'
  | 'clock'
  | 'bucket'
  | 'address'
  | 'unsupported'
  | 'busy'
  | 'down'
  | 'slow'
  | 'paused'
  | 'refused'
  | 'answer'
  | 'damaged';

const sentences: Readonly<Record<S3Problem, string>> = {
  key: 'refuses our key: check R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY, which belong together',
  permission:
    'does not let our key do this: check the key, and that its token may read and write objects of this bucket',
  clock: "says that this machine's clock is wrong: set it, for signatures hold for 15 minutes only",
  bucket:
    'has no such bucket: check R2_BUCKET_NAME, and that R2_ENDPOINT_URL or R2_ACCOUNT_ID is of its account',
  address: "is not at this address: check R2_ENDPOINT_URL, which is the server's, without the bucket",
  unsupported: 'can not do what was asked: check that R2_ENDPOINT_URL leads to an S3 server',
  busy: 'is busy',
  down: "can't be reached or does not work",
  slow: 'does not answer in time',
  paused: 'did not work a moment ago and is asked again in a while',
  refused: 'refused the request',
  answer: 'answers what no S3 server answers: check that R2_ENDPOINT_URL leads to one',
  damaged: 'gave a file that is not what was stored',
};

const passing: ReadonlySet<S3Problem> = new Set(['busy', 'down', 'slow', 'damaged']);
const mayPass: ReadonlySet<S3Problem> = new Set([...passing, 'paused']);

/** Signed addresses and keys never enter an error: only codes of the known shape do. */
export function s3Failure(problem: S3Problem, found: { status?: number; code?: string } = {}): AppError {
  const { status } = found;
  const code = /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(found.code ?? '') ? found.code : undefined;
  const words = [status, code].filter((word) => word !== undefined).join(' ');
  const isAnswer = problem === 'answer' || problem === 'damaged';
  return new AppError(
    isAnswer ? 'provider-answer-unusable' : 'provider-unavailable',
    `The file store ${sentences[problem]}${words === '' ? '' : ` (${words})`}.`,
    {
      details: { service: 'files', problem, ...(status !== undefined && { status }), ...(code && { code }) },
      retryable: mayPass.has(problem),
    },
  );
}

export function fileMissing(key: string): AppError {
  return new AppError('not-found', `There is no file ${key} in our keeping.`);
}

/** An answer that is none of those that were expected. Sources: error codes of Amazon S3 and of Cloudflare R2. */
export function problemOf(status: number, code: string | undefined, clockSkewMs: number): S3Problem {
  if (code !== undefined && Object.hasOwn(problems, code)) return problems[code] ?? 'refused';
  const isRefusal = status === 401 || status === 403;
  if (isRefusal && Math.abs(clockSkewMs) > maxSkewMs) return 'clock';
  if (isRefusal) return status === 401 ? 'key' : 'permission';
  if (status === 429) return 'busy';
  if (status === 501) return 'unsupported';
  if (status >= 500) return 'down';
  return status >= 300 && status < 400 ? 'address' : 'refused';
}

const maxSkewMs = 15 * 60_000;

const problems: Readonly<Record<string, S3Problem>> = {
  InvalidAccessKeyId: 'key',
  SignatureDoesNotMatch: 'key',
  Unauthorized: 'key',
  AuthorizationHeaderMalformed: 'key',
  AccessDenied: 'permission',
  AllAccessDisabled: 'permission',
  RequestTimeTooSkewed: 'clock',
  NoSuchBucket: 'bucket',
  InvalidBucketName: 'bucket',
  PermanentRedirect: 'address',
  TemporaryRedirect: 'address',
  MethodNotAllowed: 'unsupported',
  NotImplemented: 'unsupported',
  SlowDown: 'busy',
  ServiceUnavailable: 'busy',
  TooManyRequests: 'busy',
  InternalError: 'down',
  RequestTimeout: 'slow',
};

/** The same request may be sent again at once: all that we ask for gives the same when it is done twice. */
export function isPassing(problem: S3Problem): boolean {
  return passing.has(problem);
}
