import type { InterfaceLanguage } from '../../domain/person/profile.ts';
import { type CommandName, commandNames } from '../event.ts';
import { textsOf } from './texts.ts';

/** Commands with their descriptions, in the order of the menu. */
export function commandMenu(
  language: InterfaceLanguage,
): readonly { readonly command: CommandName; readonly description: string }[] {
  const { commands } = textsOf(language);
  return commandNames.map((command) => ({ command, description: commands[command] }));
}

/** At most 64 characters. */
export function botName(language: InterfaceLanguage): string {
  return textsOf(language).setup.name;
}

/** Shown in an empty chat: at most 512 characters. */
export function botDescription(language: InterfaceLanguage): string {
  return textsOf(language).setup.description;
}

/** Shown on the bot's page and when it is shared: at most 120 characters. */
export function botShortDescription(language: InterfaceLanguage): string {
  return textsOf(language).setup.shortDescription;
}
