import type { Refusal } from '../domain/production/production-status.ts';
import type { ChatTaskOutcome, SentFile } from '../domain/task/task.ts';
import type { ButtonEvent } from './view.ts';

export const commandNames = [
  'start',
  'create',
  'my_videos',
  'credits',
  'feedback',
  'faq',
  'profile',
  'language',
  'resume',
  'overlay',
  'renderinfo',
  'editrender',
  'rerender',
  'cancel',
  'help',
  'terms',
  'paysupport',
  'mydata',
  'forget_me',
] as const;
export type CommandName = (typeof commandNames)[number];

/** Everything that can happen to a conversation: what the person does, and what became of the work. */
export type FlowEvent =
  | { readonly on: 'command'; readonly name: CommandName; readonly argument?: string }
  | { readonly on: 'unknown-command'; readonly name: string }
  /** `messageId` is the message that the button stands under. */
  | { readonly on: 'press'; readonly button: ButtonEvent }
  | { readonly on: 'text'; readonly text: string; readonly messageId: number }
  | { readonly on: 'file'; readonly file: SentFile; readonly caption?: string; readonly messageId: number }
  /** What no screen can use: a sticker, a voice message, a place, a contact, a poll. */
  | { readonly on: 'other'; readonly kind: string }
  | { readonly on: 'task-done'; readonly taskId: string; readonly outcome: ChatTaskOutcome }
  | { readonly on: 'task-failed'; readonly taskId: string; readonly refusal: Refusal }
  /** The speech can be heard; the production waits for the person. */
  | { readonly on: 'spoken'; readonly productionId: string }
  | { readonly on: 'delivered'; readonly productionId: string }
  | { readonly on: 'failed'; readonly productionId: string; readonly refusal: Refusal }
  /** A service failed for good: the production waits for the person's choice. */
  | { readonly on: 'stuck'; readonly productionId: string; readonly refusal: Refusal }
  /** All renders of a request have ended, and those that succeeded were sent. */
  | { readonly on: 'rendered'; readonly requestId: string }
  /** An effect of the decision before was refused: nothing of it happened. */
  | { readonly on: 'refused'; readonly refusal: Refusal };
