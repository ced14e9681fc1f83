import { escapeHtml } from '../../domain/html.ts';
import type { OperatorCommand } from '../operator-command.ts';

export const webhookReset: OperatorCommand = async ({ texts, config }, given) => {
  given.end();
  const { mode, url, pendingUpdates } = await config.resetWebhook();
  return {
    html: texts.webhookReset(mode, escapeHtml(url ?? ''), pendingUpdates),
    outcome: `${mode}, ${pendingUpdates} updates wait`,
  };
};
