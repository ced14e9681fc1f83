import { isAppError } from '../../kernel/errors.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import type { Endpoint } from './endpoint.ts';
import { statusError } from './problems.ts';

export interface CheckFinding {
  readonly state: 'ok' | 'warning' | 'broken';
  readonly text: string;
}

/** No job has this id: every deployment says so in its own way, and nothing is started. */
const noSuchJob = 'fc-00000000000000000000000000';
const timeoutMs = 60_000;

/** Asks for a job that there isn't: whether the endpoint is there, and lets us in. */
export async function checkEndpoint(
  endpoint: Endpoint,
  { signal, canLend }: { readonly signal: AbortSignal; readonly canLend: boolean },
): Promise<CheckFinding> {
  try {
    const { status, body } = await endpoint.ask({
      ...{ to: 'status', query: { job_id: noSuchJob }, timeoutMs, signal },
    });
    if (status === 401 || status === 403 || status === 429) {
      return { state: 'broken', text: statusError(status).message };
    }
    if (status === 404 && !isJson(body)) {
      return {
        state: 'broken',
        text: 'nothing is deployed at the address of MODAL_OVERLAY_ENDPOINT (404): deploy it, or correct the address',
      };
    }
  } catch (error) {
    const known = asProviderError(error);
    if (isAppError(known, 'cancelled') || !isAppError(known)) throw known;
    return { state: 'broken', text: known.message };
  }
  if (canLend) return { state: 'ok', text: 'the endpoint answers' };
  return {
    state: 'warning',
    text:
      'the endpoint answers, but has no way to fetch our videos, so the built-in overlay is used: ' +
      'set PUBLIC_URL to an address that the internet reaches, or configure R2',
  };
}

/** A function says no in JSON; where there is none, Modal's edge says so in plain text. */
function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
