/** Somebody as Telegram tells of them with every update. */
export interface SeenPerson {
  readonly telegramId: number;
  readonly firstName: string;
  readonly lastName?: string;
  readonly username?: string;
  /** An IETF tag. */
  readonly languageCode?: string;
}
