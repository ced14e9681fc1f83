import { botObject } from '../chats/chats.ts';
import type { Poller } from '../updates/polling.ts';
import type { Webhook } from '../updates/webhook.ts';
import { conflict } from '../wire/api-error.ts';
import type { Methods } from './method.ts';

export function createUpdateMethods(poller: Poller, webhook: Webhook) {
  return {
    getMe: (parts) => ({
      ...botObject(parts),
      can_join_groups: true,
      can_read_all_group_messages: true,
      supports_guest_queries: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
      has_topics_enabled: false,
      allows_users_to_create_topics: false,
      can_manage_bots: false,
      supports_join_request_queries: false,
    }),

    getUpdates(_parts, { parameters, signal }) {
      if (webhook.isSet()) {
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      }
      return poller.poll(parameters, signal) as Promise<never>;
    },

    setWebhook(parts, { parameters }) {
      if (parameters.drop_pending_updates) dropPending(parts.updates);
      if (parameters.allowed_updates) parts.updates.allow(parameters.allowed_updates);
      poller.end(conflict('terminated by setWebhook request'));
      webhook.set(parameters);
      return true;
    },

    deleteWebhook(parts, { parameters }) {
      if (parameters.drop_pending_updates) dropPending(parts.updates);
      webhook.remove();
      return true;
    },

    getWebhookInfo: () => webhook.info(),
    logOut: () => true,
    close: () => true,
  } satisfies Methods;
}

function dropPending(updates: {
  pending(): readonly { update: { update_id: number } }[];
  confirm(id: number): void;
}): void {
  for (const { update } of updates.pending()) updates.confirm(update.update_id);
}
