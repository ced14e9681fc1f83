import type { Disclosure } from '../ad/ad.ts';

/** The languages of the interface; scripts may be in others. */
export const interfaceLanguages = ['ru', 'en'] as const;
export type InterfaceLanguage = (typeof interfaceLanguages)[number];

/** What a person sees of themselves. */
export interface Profile {
  /** The owner of productions and files: `telegram:42`. */
  readonly personId: string;
  readonly telegramId: number;
  readonly firstName: string;
  readonly username: string | undefined;
  /** What they chose, else what their Telegram speaks, else Russian. */
  readonly language: InterfaceLanguage;
  readonly balanceCredits: number;
  /** What videos in work hold; no part of the balance any more. */
  readonly heldCredits: number;
  readonly videosMade: number;
  readonly ownPresenters: number;
  /** By language of the script: the voice they took last. */
  readonly rememberedVoices: Readonly<Record<string, string>>;
  /** What their ads are marked with: the stronger of theirs and the operator's. */
  readonly disclosure: Disclosure;
  readonly isOperator: boolean;
  readonly isBanned: boolean;
  readonly createdAt: Date;
}
