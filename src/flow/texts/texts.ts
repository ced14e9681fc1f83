import type { ErrorReason } from '../../kernel/errors.ts';
import type { InterfaceLanguage } from '../../domain/person/profile.ts';
import type { Refusal } from '../../domain/production/production-status.ts';

import { en } from './en/en.ts';
import { detailsOf } from './read-details.ts';
import { ru } from './ru/ru.ts';

/** Every text of a language; the Russian ones give the shape that the others must have. */
export type Texts = Omit<typeof ru, 'language'> & { readonly language: InterfaceLanguage };

const languages: Readonly<Record<InterfaceLanguage, Texts>> = { ru, en };

export function textsOf(language: InterfaceLanguage): Texts {
  return languages[language];
}

/** Why something was refused and what can be done about it: HTML, a sentence or three. */
export function refusalText(texts: Texts, refusal: Refusal): string {
  return texts.refusals[refusal.reason](detailsOf(refusal));
}

export function isErrorReason(reason: string): reason is ErrorReason {
  return Object.hasOwn(ru.refusals, reason);
}
