import { asAppError } from '../../kernel/errors.ts';
import type { Quota, ServiceReads } from './service-api.ts';

export interface Checked {
  readonly state: 'ok' | 'warning' | 'broken';
  readonly text: string;
}

/** Above it operators are warned. */
const nearlyUsed = 0.9;

/** Whether key, model, voices and credits are as they should be, by calls that cost nothing. Throws `cancelled` only. */
export async function checkService(
  reads: ServiceReads,
  model: string,
  signal: AbortSignal,
): Promise<Checked> {
  const [voices, models, quota] = await Promise.allSettled([
    reads.voices(signal),
    reads.models(signal),
    reads.quota(signal),
  ]);
  signal.throwIfAborted();
  if (voices.status === 'rejected') return { state: 'broken', text: asAppError(voices.reason).message };
  if (voices.value.length === 0) return { state: 'broken', text: 'the account has no voice' };
  const ids = models.status === 'fulfilled' ? models.value.map(({ id }) => id) : [];
  if (ids.length > 0 && !ids.includes(model)) {
    return {
      state: 'broken',
      text: `there is no model ${model} (ELEVEN_MODEL); there are ${ids.join(', ')}`,
    };
  }
  const found = `${voices.value.length} voices, model ${model}`;
  if (models.status === 'rejected') {
    return {
      state: 'warning',
      text: `${found}, whose limits could not be read: ${asAppError(models.reason).message}`,
    };
  }
  if (quota.status === 'rejected') {
    return { state: 'warning', text: `${found}; credits unknown: ${asAppError(quota.reason).message}` };
  }
  return creditsFound(found, quota.value);
}

function creditsFound(
  found: string,
  { plan, usedCredits, limitCredits, mayExceed, resetsAt }: Quota,
): Checked {
  const until = resetsAt ? `, renewed on ${resetsAt.toISOString().slice(0, 10)}` : '';
  const text = `${found}; ${usedCredits} of ${limitCredits} credits used (plan ${plan || 'unknown'}${until})`;
  if (mayExceed) return { state: 'ok', text };
  if (usedCredits >= limitCredits) return { state: 'broken', text: `${text}: no speech until then` };
  return { state: usedCredits > limitCredits * nearlyUsed ? 'warning' : 'ok', text };
}
