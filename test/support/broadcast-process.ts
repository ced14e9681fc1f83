import { startOperatorWork } from '../../src/admin/operator-work.ts';
import type { ActionParts } from '../../src/actions/parts.ts';
import { connect } from '../../src/platform/database/database.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { openQueue } from '../../src/platform/queue/queue.ts';
import { createTelegram } from '../../src/telegram/client.ts';

/** Another machine that does operators' work, until it is killed. */
const connection = JSON.parse(process.env.BROADCAST_CONNECTION ?? '{}');
const database = await connect('embedded', connection, async () => {}, silentLog);
const queue = await openQueue(database, silentLog);
const telegram = createTelegram({
  token: '4242:loopback-loopback-loopback',
  apiRoot: process.env.BROADCAST_API ?? '',
  log: silentLog,
});
const parts = { database, queue, log: silentLog } as unknown as ActionParts;
await startOperatorWork(
  parts,
  telegram,
  {
    adminIds: [],
    feedbackChatId: undefined,
    language: 'en',
    fileStore: '',
    resetWebhook: async () => ({ mode: 'polling', pendingUpdates: 0 }),
  },
  new AbortController().signal,
);
