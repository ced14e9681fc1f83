import { AppError, type ErrorReason } from '../kernel/errors.ts';

const keyOf: Readonly<Record<string, { readonly variable: string; readonly engine: string }>> = {
  speech: { variable: 'ELEVEN_API_KEY', engine: 'voices' },
  head: { variable: 'FALAI_API_TOKEN', engine: 'talking head' },
};

const mayPass: Partial<Record<ErrorReason, string>> = {
  'provider-unavailable': 'Run the same command again later',
  'provider-answer-unusable': 'Run the same command again',
  'provider-unconfirmed': "Look at the service's own list of requests, then run the same command again",
  'budget-spent': 'Run the same command after midnight UTC, or raise PROVIDER_DAILY_BUDGET_USD',
  'timed-out': 'Run the same command again later',
};

/** What can be done about a stage that a service could not make. */
export function withServiceAdvice(error: AppError): AppError {
  const { reason, message, details } = error;
  const key = keyOf[String(details.stage ?? '')];
  const again = mayPass[reason];
  if (!key || again === undefined) return error;
  const advice = `${again}, or unset ${key.variable} to use the built-in ${key.engine}: what is made already is kept.`;
  return new AppError(reason, `${message} ${advice}`, { details, cause: error });
}
