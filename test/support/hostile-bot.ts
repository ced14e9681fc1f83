import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openOperatorQueues } from '../../src/actions/operators/open-queues.ts';
import { openTaskQueues } from '../../src/actions/tasks/task-jobs.ts';
import { type OpenChat, openChat } from '../../src/compose/open-chat.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { createLogTo, silentLog } from '../../src/platform/log/log.ts';
import { firstUserIds, operatorsGroupId } from '../../src/sandbox/first-people.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { createHook } from './chat-hook.ts';
import { dumpedTables } from './written-down.ts';
import { openScriptedActions, type ScriptedActions } from './scripted-actions.ts';

export const webhookSecret = 'canary-webhook-secret-4711';

/** The whole conversation with its real verbs, database and a strict Bot API server; updates may be forged. */
export interface HostileBot {
  readonly actions: ScriptedActions;
  readonly sandbox: Sandbox;
  readonly open: OpenChat;
  /** Everything that was logged, as lines of JSON. */
  readonly logged: readonly string[];
  /** Where connections led that were not this machine's own. */
  readonly reached: readonly string[];
  /** Somebody new who has started the bot; gives their id when they see the first screen. */
  newcomer(): Promise<number>;
  /** As Telegram would deliver it; gives the status. */
  receive(update: unknown, secret?: string): Promise<number>;
  /** Waits until all that was received is worked off. */
  settled(): Promise<void>;
  /** The newest message of the bot's with buttons in that chat. */
  screen(chatId: number): ScreenMessage | undefined;
  rows(query: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Every row of every table, the queue's too, as text. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

export interface ScreenMessage {
  readonly message_id: number;
  readonly text?: string;
  readonly caption?: string;
  readonly from?: { readonly is_bot: boolean };
  readonly reply_markup?: {
    readonly inline_keyboard: readonly (readonly {
      readonly text: string;
      readonly callback_data?: string;
    }[])[];
  };
}

export async function openHostileBot(): Promise<HostileBot> {
  const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  const logged: string[] = [];
  const log = createLogTo({ write: (line) => logged.push(line) }, { level: 'trace', secrets: [] });
  const scripted = await openScriptedActions();
  const actions = { ...scripted, parts: { ...scripted.parts, log } };
  const { parts } = actions;
  await Promise.all([openTaskQueues(parts.queue), openOperatorQueues(parts.queue)]);
  const sandbox = await createSandbox({ folder: join(folder, 'sandbox'), log: silentLog });
  const { apiRoot } = await sandbox.listen(0);
  const hook = createHook();
  await hook.listen();
  const config = readConfig({ ADMIN_TG_IDS: String(firstUserIds.operator) });
  const open = await openChat(
    {
      ...config,
      operators: { ...config.operators, feedbackChatId: operatorsGroupId },
      telegram: {
        kind: 'bot',
        token: sandbox.token,
        apiRoot,
        updates: { kind: 'webhook', url: hook.url(), secret: webhookSecret },
      },
    },
    parts,
    { onCall: () => {}, onHandled: () => {}, onFatal: (error) => void logged.push(`fatal ${error.message}`) },
  );
  hook.receive = open.chat.receiveWebhook;
  const watch = watchConnections();
  const rows: HostileBot['rows'] = async (query, values = []) =>
    (await parts.database.pool.query(query, [...values])).rows;
  const bot: HostileBot = {
    actions,
    sandbox,
    open,
    logged,
    reached: watch.reached,
    async newcomer() {
      const added = await sandbox.act({
        act: 'add-user',
        user: { first_name: 'Mallory', language_code: 'en' },
      });
      if (!added.ok || added.userId === undefined) throw new Error('The sandbox adds nobody.');
      const { userId } = added;
      await sandbox.act({ act: 'start', userId });
      while (bot.screen(userId) === undefined) await delay(5);
      await bot.settled();
      return userId;
    },
    receive: async (update, secret = webhookSecret) =>
      (await open.chat.receiveWebhook(update, secret)).status,
    async settled() {
      const waiting = `select (select count(*) from ugc.telegram_update where state = 'waiting')
        + (select count(*) from ugc.conversation where coalesce((screen->>'revision')::int, 0) < revision) as count`;
      while (Number((await rows(waiting))[0]?.count) > 0) await delay(5);
    },
    screen: (chatId) =>
      (
        sandbox.state().chats.find(({ id }) => id === chatId)?.messages as
          | readonly ScreenMessage[]
          | undefined
      )?.findLast(({ from, reply_markup: keys }) => from?.is_bot && keys !== undefined),
    rows,
    async dump() {
      return [...(await dumpedTables(parts.database.pool)).values()].join('\n');
    },
    async close() {
      watch.end();
      await Promise.all([open.chat.stop(), open.outgoing.stop()]);
      await sandbox.close();
      await hook.close();
      await actions.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return bot;
}

/** Connections of this process that lead away from this machine. */
function watchConnections() {
  const reached: string[] = [];
  const note = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    const judge = (address: string | undefined) => {
      if (address !== undefined && !/^(127\.|::1$|::ffff:127\.)/.test(address)) reached.push(address);
    };
    socket.once('lookup', (error, address, _family, host) => judge(error ? host : address));
    socket.once('connect', () => judge(socket.remoteAddress));
  };
  subscribe('net.client.socket', note);
  return {
    reached: reached as readonly string[],
    end: () => void unsubscribe('net.client.socket', note),
  };
}
