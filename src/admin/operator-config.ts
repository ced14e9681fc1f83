import type { InterfaceLanguage } from '../domain/person/profile.ts';

export interface UpdateIntake {
  readonly mode: 'webhook' | 'polling';
  /** Of the webhook: where Telegram sends updates. */
  readonly url?: string;
  /** What waits at Telegram. */
  readonly pendingUpdates: number;
}

export interface OperatorConfig {
  readonly adminIds: readonly number[];
  /** The operators' chat: a group, or an operator's own; without one nothing is told, but kept. */
  readonly feedbackChatId: number | undefined;
  /** Of what is told to the operators' chat, which has no language of its own. */
  readonly language: InterfaceLanguage;
  /** Where files are kept, in words for /r2_test: a folder, or a bucket with its server. */
  readonly fileStore: string;
  /** Tells Telegram anew where updates go, and what came of it. */
  resetWebhook(): Promise<UpdateIntake>;
}
