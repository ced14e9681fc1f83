import type { InterfaceLanguage } from '../../domain/person/profile.ts';
import { en, type OperatorTexts } from './en.ts';
import { ru } from './ru.ts';

const catalogue: Readonly<Record<InterfaceLanguage, OperatorTexts>> = { ru, en };

export function operatorTexts(language: InterfaceLanguage): OperatorTexts {
  return catalogue[language];
}
