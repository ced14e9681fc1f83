import { randomUUID } from 'node:crypto';
import { openOperatorQueues } from '../../src/actions/operators/open-queues.ts';
import type { ActionParts } from '../../src/actions/parts.ts';
import { knowPerson } from '../../src/actions/people/know-person.ts';
import { createOperatorDoor } from '../../src/admin/operator-door.ts';
import type { OperatorConfig } from '../../src/admin/operator-config.ts';
import { workOffSteps } from '../../src/pipeline/register.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { findProduction } from '../../src/store/productions.ts';
import type { OperatorDoor } from '../../src/telegram/operator-door.ts';
import { type LoopbackTelegram, openLoopbackTelegram, type TelegramCall } from './loopback-telegram.ts';
import { openScriptedPipeline, type ScriptedPipeline } from './scripted-pipeline.ts';

export const admin = 7001;
export const secondAdmin = 7002;
export const stranger = 9001;
export const operatorsChat = -100_500;

/** The operators' door on a real database and queue, before a Telegram of the test's own. */
export interface OperatorDesk {
  readonly parts: ActionParts;
  readonly pipeline: ScriptedPipeline;
  readonly loopback: LoopbackTelegram;
  readonly config: OperatorConfig;
  readonly door: OperatorDoor;
  /** Gives the texts of what was said because of it. */
  say(text: string, more?: Partial<Spoken>): Promise<string[]>;
  press(call: TelegramCall | string, button?: string): Promise<string[]>;
  person(
    telegramId: number,
    more?: { username?: string; languageCode?: string; firstName?: string },
  ): Promise<string>;
  audit(): Promise<string[]>;
  workOffSteps(shutdown: AbortSignal): Promise<void>;
  /** The state in which a production ends. */
  endOf(productionId: string): Promise<string>;
  close(): Promise<void>;
}

export interface Spoken {
  readonly from: number;
  readonly chat: number;
  readonly messageId: number;
  /** Further fields of Telegram's message. */
  readonly fields: Record<string, unknown>;
}

let lastMessageId = 1;
function nextMessageId(): number {
  lastMessageId += 1;
  return lastMessageId;
}

export async function openOperatorDesk(): Promise<OperatorDesk> {
  const pipeline = await openScriptedPipeline();
  const loopback = await openLoopbackTelegram();
  const { limits } = readConfig({});
  // The verbs of operators never probe, edit or render anything.
  const parts = {
    ...pipeline.parts,
    limits: { ...limits, weakestDisclosure: 'badge' },
    services: () => [],
    adminIds: [admin, secondAdmin],
  } as unknown as ActionParts;
  await openOperatorQueues(parts.queue);
  const config: OperatorConfig = {
    adminIds: [admin, secondAdmin],
    feedbackChatId: operatorsChat,
    language: 'en',
    fileStore: 'a folder',
    resetWebhook: async () => ({ mode: 'polling', pendingUpdates: 2 }),
  };
  const door = createOperatorDoor(parts, loopback.telegram, config);
  const textsSince = (count: number) => loopback.calls.slice(count).map(textOf);
  return {
    parts,
    pipeline,
    loopback,
    config,
    door,
    say: async (text, more = {}) => {
      const before = loopback.calls.length;
      const { from = admin, chat = from, messageId = nextMessageId(), fields = {} } = more;
      const message = messageOf(text, { from, chat, messageId, fields });
      await door.handle(message as never, senderOf(from));
      return textsSince(before);
    },
    press: async (call, button) => {
      const before = loopback.calls.length;
      const data = typeof call === 'string' ? call : dataOf(call, button ?? '');
      const message = { message_id: 5, date: 0, chat: { id: admin, type: 'private' } };
      const query = { id: randomUUID(), from: userOf(admin), chat_instance: '1', data, message };
      await door.press(query as never, senderOf(admin));
      return textsSince(before);
    },
    person: async (telegramId, { username, languageCode = 'en', firstName = 'Ann' } = {}) => {
      const seen = { telegramId, firstName, languageCode, ...(username !== undefined && { username }) };
      return (await knowPerson(parts, seen)).personId;
    },
    audit: async () => {
      const { rows } = await parts.database.pool.query<{ line: string }>(
        `select command || ' → ' || outcome as line from ugc.audit_log order by id`,
      );
      return rows.map(({ line }) => line);
    },
    workOffSteps: async (shutdown) => await workOffSteps(parts, { concurrency: 1, shutdown }),
    endOf: async (productionId) => {
      for (;;) {
        const production = await findProduction(parts.database.db, productionId);
        if (production && production.state !== 'running') return production.state;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    close: async () => {
      await loopback.close();
      await pipeline.close();
    },
  };
}

export function messageOf(text: string, { from, chat, messageId, fields }: Spoken) {
  const type = chat < 0 ? 'supergroup' : 'private';
  return { message_id: messageId, date: 0, chat: { id: chat, type }, from: userOf(from), text, ...fields };
}

function userOf(id: number) {
  return { id, is_bot: false, first_name: 'Op' };
}

function senderOf(id: number) {
  return { personId: `telegram:${id}`, telegramId: id, firstName: 'Op', language: 'en' } as const;
}

export function textOf({ payload, body }: TelegramCall): string {
  return String(payload.text ?? payload.caption ?? body);
}

interface Keyboard {
  readonly inline_keyboard: readonly (readonly { text: string; callback_data: string }[])[];
}

export function buttonsOf({ payload }: TelegramCall): { text: string; callback_data: string }[] {
  const markup = payload.reply_markup;
  const keyboard = (typeof markup === 'string' ? JSON.parse(markup) : markup) as Keyboard | undefined;
  return (keyboard?.inline_keyboard ?? []).flat();
}

function dataOf(call: TelegramCall, text: string): string {
  const found = buttonsOf(call).find((button) => button.text.includes(text));
  if (!found) throw new Error(`there is no button ${text} among ${JSON.stringify(buttonsOf(call))}`);
  return found.callback_data;
}
