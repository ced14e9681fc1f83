import { AppError } from '../../kernel/errors.ts';

export const serviceName = 'modal';

type Details = Readonly<Record<string, string | number>>;

/** It can't be had now: another engine may do it. `retryable` where waiting may help. */
export function unavailable(
  problem: string,
  message: string,
  retryable: boolean,
  details: Details = {},
): AppError {
  return new AppError('provider-unavailable', message, {
    details: { service: serviceName, problem, ...details },
    retryable,
  });
}

export function unusable(problem: string, how: string, details: Details = {}): AppError {
  return new AppError('provider-answer-unusable', `What the overlay endpoint made can't be used: ${how}.`, {
    details: { service: serviceName, problem, ...details },
  });
}

/**
 * By these nothing was taken: the edge or the function's door refused before there was a job. A 408, 409 or 5xx may come
 * from behind it.
 */
const refusals = new Set([400, 401, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422, 429]);

export function isRefusal(status: number): boolean {
  return refusals.has(status);
}

/** What a status other than 2xx means. */
export function statusError(status: number): AppError {
  const details = { status };
  if (status === 401 || status === 403) {
    return unavailable(
      'key',
      `The overlay endpoint doesn't let us in (${status}): set MODAL_KEY and MODAL_SECRET to a proxy token of its workspace.`,
      false,
      details,
    );
  }
  if (status === 402) {
    return unavailable('balance', "The overlay endpoint's account is out of money (402).", false, details);
  }
  if (status === 429) {
    return unavailable('busy', 'The overlay endpoint has too much to do (429).', true, details);
  }
  if (status >= 500) {
    return unavailable('down', `The overlay endpoint is in trouble (${status}).`, true, details);
  }
  return unavailable(
    'refused',
    `The overlay endpoint doesn't take such a request (${status}): see MODAL_OVERLAY_ENDPOINT.`,
    false,
    details,
  );
}
