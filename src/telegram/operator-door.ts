import type { CallbackQuery, Message } from 'grammy/types';
import type { InterfaceLanguage } from '../domain/person/profile.ts';

/** Who sent a message, as far as Telegram says. */
export interface KnownSender {
  readonly personId: string;
  readonly telegramId: number;
  readonly firstName: string;
  readonly username?: string;
  readonly language: InterfaceLanguage;
}

/**
 * Where operators' messages are taken before the conversation sees them. Asked for messages in private chats with
 * admins and for all messages of the operators' chat. The same message may come again after a kill; one that was
 * forwarded has `forward_origin`.
 */
export interface OperatorDoor {
  /** True: taken. */
  handle(message: Message, from: KnownSender): Promise<boolean>;
  /** Asked for presses whose data begin with `!op-`, in whatever chat. True: taken, and answered. */
  press(query: CallbackQuery, from: KnownSender): Promise<boolean>;
}
