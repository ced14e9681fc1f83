/** @import { SandboxUser } from '../../protocol.ts' */
import { english } from './texts-en.js';
import { russian } from './texts-ru.js';

/** @typedef {typeof russian} Texts */

/**
 * @param {SandboxUser | undefined} user
 * @returns {Texts} in Russian when Telegram does not tell the language, as the bot does
 */
export function textsFor(user) {
  const code = user?.language_code ?? 'ru';
  return code.startsWith('ru') ? russian : english;
}
