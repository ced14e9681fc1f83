import { type InterfaceLanguage, interfaceLanguages } from './profile.ts';

/** What a person chose, else what their Telegram speaks, else Russian. `languageCode` is an IETF tag such as `en-US`. */
export function interfaceLanguageOf(
  chosen: string | undefined,
  languageCode: string | undefined,
): InterfaceLanguage {
  const known = interfaceLanguages.find((language) => language === chosen);
  if (known !== undefined) return known;
  if (languageCode === undefined || languageCode === '') return 'ru';
  return /^ru\b/i.test(languageCode) ? 'ru' : 'en';
}
