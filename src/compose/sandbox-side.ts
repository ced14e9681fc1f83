import { join } from 'node:path';
import type { Config } from '../platform/config/config.ts';
import { type Log, logOf } from '../platform/log/log.ts';
import { firstUserIds, operatorsGroupId } from '../sandbox/first-people.ts';
import { createPageHandler } from '../sandbox/page/page-handler.ts';
import { createSandbox } from '../sandbox/sandbox.ts';

export interface SandboxSide {
  /** The configuration of a bot of Telegram's, only that Telegram is the sandbox. */
  readonly config: Config;
  /** The chat page, and what it asks for. */
  page(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/** Starts the Bot API of the sandbox on a loopback port of its own. The bot meets it there as it would meet Telegram. */
export async function openSandboxSide(config: Config, log: Log): Promise<SandboxSide> {
  const sandbox = await createSandbox({
    folder: join(config.dataFolder, 'sandbox'),
    log: logOf(log, 'sandbox'),
    allowedHosts: [config.http.host, new URL(config.http.publicUrl).hostname],
  });
  const { apiRoot } = await sandbox.listen(0);
  const { operators } = config;
  const isStaffed = operators.adminIds.length > 0;
  return {
    config: {
      ...config,
      telegram: { kind: 'bot', token: sandbox.token, apiRoot, updates: { kind: 'polling' } },
      operators: {
        ...operators,
        adminIds: isStaffed ? operators.adminIds : [firstUserIds.operator],
        feedbackChatId: operators.feedbackChatId ?? operatorsGroupId,
      },
    },
    page: createPageHandler(sandbox),
    close: async () => await sandbox.close(),
  };
}
