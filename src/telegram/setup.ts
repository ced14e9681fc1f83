import type { BotCommand, BotCommandScope, LanguageCode } from 'grammy/types';
import { readBotSetting, writeBotSetting } from '../actions/inbox/bot-settings.ts';
import { canonicalJson } from '../kernel/json.ts';
import { sha256 } from '../platform/files/sha256.ts';
import type { ChatBot } from './chat-bot.ts';

/** What Telegram shows of the bot in one language. */
export interface BotIntroduction {
  /** At most 64 characters. */
  readonly name: string;
  /** Seen in the empty chat, at most 512 characters. */
  readonly description: string;
  /** Seen in the profile and in links, at most 120 characters. */
  readonly shortDescription: string;
  /** Names without the slash. */
  readonly commands: readonly BotCommand[];
}

export interface SetupOptions {
  /** `''` for everybody whose language is not named. */
  readonly introductions: Readonly<Record<'' | 'ru' | 'en', BotIntroduction>>;
  /** What admins can do besides. */
  readonly operatorCommands: readonly BotCommand[];
}

type SetupBot = Pick<ChatBot<unknown>, 'parts' | 'botId' | 'telegram' | 'adminIds' | 'operatorsChatId'>;

/** One thing to tell Telegram, told again only when it has changed. */
interface Telling {
  readonly key: string;
  readonly content: unknown;
  tell(): Promise<unknown>;
}

/** Tells Telegram what has changed. Gives how much could not be told: it is tried again with the next call. */
export async function introduceBot(bot: SetupBot, options: SetupOptions): Promise<number> {
  let failures = 0;
  for (const telling of [...introductions(bot, options), ...operators(bot, options)]) {
    try {
      await tellIfChanged(bot, telling);
    } catch (error) {
      failures += 1;
      // An admin who never wrote to the bot has no chat yet: 400.
      bot.parts.log.info(
        { err: error, about: telling.key },
        'Telegram does not take a setting of the bot yet.',
      );
    }
  }
  return failures;
}

async function tellIfChanged({ parts, botId }: SetupBot, telling: Telling): Promise<void> {
  const key = `${telling.key}:${botId}`;
  const hash = sha256(canonicalJson(telling.content));
  if ((await readBotSetting(parts, key)) === hash) return;
  await telling.tell();
  await writeBotSetting(parts, key, hash);
}

function introductions({ telegram }: SetupBot, options: SetupOptions): Telling[] {
  const tellings = Object.entries(options.introductions).flatMap(([code, introduction]): Telling[] => {
    const { name, description, shortDescription, commands } = introduction;
    const inLanguage = code === '' ? {} : { language_code: code as LanguageCode };
    const scope: BotCommandScope = { type: 'all_private_chats' };
    const of = (what: string) => `${what}:${code}`;
    return [
      {
        key: of('commands'),
        content: commands,
        tell: () => telegram.setMyCommands(commands, { scope, ...inLanguage }),
      },
      { key: of('name'), content: name, tell: () => telegram.setMyName(name, inLanguage) },
      {
        key: of('description'),
        content: description,
        tell: () => telegram.setMyDescription(description, inLanguage),
      },
      {
        key: of('short-description'),
        content: shortDescription,
        tell: () => telegram.setMyShortDescription(shortDescription, inLanguage),
      },
    ];
  });
  const menuButton = { type: 'commands' } as const;
  tellings.push({
    key: 'menu-button',
    content: menuButton,
    tell: () => telegram.setChatMenuButton({ menu_button: menuButton }),
  });
  return tellings;
}

function operators({ telegram, adminIds, operatorsChatId }: SetupBot, options: SetupOptions): Telling[] {
  const { operatorCommands, introductions: known } = options;
  if (operatorCommands.length === 0) return [];
  const chats = [...adminIds, ...(operatorsChatId === undefined ? [] : [operatorsChatId])];
  return [...new Set(chats)].map((chatId) => {
    const isGroup = chatId < 0;
    const commands = isGroup ? operatorCommands : [...known[''].commands, ...operatorCommands];
    return {
      key: `commands:chat:${chatId}`,
      content: commands,
      tell: () => telegram.setMyCommands(commands, { scope: { type: 'chat', chat_id: chatId } }),
    };
  });
}
