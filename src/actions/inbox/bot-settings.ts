import type { JsonValue } from '../../kernel/json.ts';
import { addBotSetting, findBotSetting, saveBotSetting } from '../../store/bot-settings.ts';
import type { ActionParts } from '../parts.ts';

type SettingParts = Pick<ActionParts, 'database'>;

/** What the bot remembers of what it told Telegram; whoever asks parses it. */
export async function readBotSetting({ database }: SettingParts, key: string): Promise<unknown> {
  return await findBotSetting(database.db, key);
}

export async function writeBotSetting(
  { database }: SettingParts,
  key: string,
  value: JsonValue,
): Promise<void> {
  await saveBotSetting(database.db, key, value);
}

/** What is remembered under the key, or the given value, which then is what all processes go on with. */
export async function keepBotSetting(
  { database }: SettingParts,
  key: string,
  value: JsonValue,
): Promise<unknown> {
  await addBotSetting(database.db, key, value);
  return await findBotSetting(database.db, key);
}
