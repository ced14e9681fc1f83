import type { ServiceClient } from '../../platform/service/service-client.ts';
import { asAppError } from '../../kernel/errors.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import { failureOf } from './fal-errors.ts';
import { type ChosenHead, headModels } from './head-models.ts';

export interface FalFinding {
  readonly state: 'ok' | 'warning' | 'broken';
  readonly text: string;
}

const timeoutMs = 15_000;
/** Of no request: with a good key the queue knows nothing of it, with a bad one it does not even look. */
const nobodysRequest = '00000000-0000-4000-8000-000000000000';

/** Asks for a request that doesn't exist: tells whether server and key are right, and costs nothing. */
export async function checkFal(
  client: ServiceClient,
  { name, mode }: ChosenHead,
  signal: AbortSignal,
): Promise<FalFinding> {
  const app = headModels[name].endpoint.split('/').slice(0, 2).join('/');
  try {
    const path = `/${app}/requests/${nobodysRequest}/status`;
    const answer = await client.call({ method: 'GET', path, timeoutMs, signal, mayRepeat: true });
    if (answer.status !== 404 && answer.status >= 300) {
      return { state: 'broken', text: failureOf(answer, { isFinal: false }).message };
    }
    const at = mode.resolution === undefined ? '' : ` at ${mode.resolution}`;
    const limits = `up to ${mode.maxAudioSeconds} s, about $${mode.usdPerSecond} a second`;
    return { state: 'ok', text: `fal.ai accepts the key; heads by ${name}${at}, ${limits}.` };
  } catch (error) {
    return { state: 'broken', text: asAppError(asProviderError(error)).message };
  }
}
