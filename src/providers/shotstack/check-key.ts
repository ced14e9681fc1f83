import { AppError } from '../../kernel/errors.ts';
import type { ServiceClient } from '../../platform/service/service-client.ts';
import { ServiceFailure } from '../../platform/service/service-failure.ts';

export interface KeyFinding {
  readonly state: 'ok' | 'warning' | 'broken';
  readonly text: string;
}

const timeoutMs = 15_000;

/** Asks for the account's templates, which costs nothing and needs the key. */
export async function checkKey(
  client: ServiceClient,
  stage: string,
  signal: AbortSignal,
): Promise<KeyFinding> {
  try {
    const path = `/edit/${stage}/templates`;
    const { status } = await client.call({ method: 'GET', path, timeoutMs, signal, mayRepeat: true });
    if (status === 200) return { state: 'ok', text: `the key is good for the stage '${stage}'` };
    if (status === 401 || status === 403) {
      return {
        state: 'broken',
        text: `the key is not accepted on the stage '${stage}'; each stage has a key of its own: see SHOTSTACK_STAGE`,
      };
    }
    if (status === 402) return { state: 'broken', text: 'the account has no credits left' };
    return { state: 'warning', text: `it answers ${status}; try again later` };
  } catch (error) {
    if (error instanceof AppError) throw error;
    const how = error instanceof ServiceFailure ? error.message : 'it gives no answer';
    return { state: 'broken', text: `${how} Is SHOTSTACK_BASE_URL right?` };
  }
}
