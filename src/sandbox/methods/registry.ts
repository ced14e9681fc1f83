import type { Poller } from '../updates/polling.ts';
import type { Webhook } from '../updates/webhook.ts';
import { chatMethods } from './chat-methods.ts';
import { copyMethods } from './copy-methods.ts';
import { editMethods } from './edit-methods.ts';
import { mediaMethods } from './media-methods.ts';
import type { AnyMethod } from './method.ts';
import { paymentMethods } from './payment-methods.ts';
import { queryMethods } from './query-methods.ts';
import { setupMethods } from './setup-methods.ts';
import { textMethods } from './text-methods.ts';
import { createUpdateMethods } from './update-methods.ts';

/** What of Telegram's is here; a bot that calls another method is told so. */
export function createMethods(poller: Poller, webhook: Webhook): Readonly<Record<string, AnyMethod>> {
  const methods = {
    ...createUpdateMethods(poller, webhook),
    ...textMethods,
    ...mediaMethods,
    ...editMethods,
    ...queryMethods,
    ...copyMethods,
    ...chatMethods,
    ...paymentMethods,
    ...setupMethods,
  };
  return methods as unknown as Readonly<Record<string, AnyMethod>>;
}
