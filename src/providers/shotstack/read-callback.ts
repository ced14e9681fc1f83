import { z } from 'zod';

/** {type, action, id, owner, status, url, error, completed}: the guide to webhooks. Only what is believed is read. */
const callbackBody = z.looseObject({ type: z.literal('edit'), action: z.literal('render'), id: z.uuid() });

/**
 * Which render a callback is about; nothing where it is about a copy of one or a source. It is not signed, so it is a
 * hint to ask for the state and never the state itself: anybody who learnt the address could have sent it.
 */
export function readShotstackCallback(raw: string | Uint8Array): { readonly requestId: string } | undefined {
  try {
    const text = typeof raw === 'string' ? raw : Buffer.from(raw).toString('utf8');
    const body = callbackBody.safeParse(JSON.parse(text));
    return body.success ? { requestId: body.data.id } : undefined;
  } catch {
    return undefined;
  }
}
