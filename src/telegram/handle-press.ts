import type { Conversation } from '../actions/conversation/conversations.ts';
import { finishUpdate, type WaitingUpdate } from '../actions/inbox/work-inbox.ts';
import type { ButtonEvent } from '../flow/view.ts';
import type { ChatBot, Partner } from './chat-bot.ts';
import { presentScreen } from './present-screen.ts';
import type { PressAnswer } from './press-answer.ts';
import type { RoutedPress } from './router.ts';
import { takeStep } from './step.ts';

export interface Press {
  readonly partner: Partner;
  readonly conversation: Conversation;
  readonly update: WaitingUpdate;
  readonly press: RoutedPress;
  readonly answer: PressAnswer;
  readonly eventKey: string;
}

/** A button of the current screen, or one that always works, is a step; any other is told to be outdated. */
export async function handlePress<State>(bot: ChatBot<State>, pressed: Press): Promise<void> {
  const { partner, update, answer, eventKey } = pressed;
  const current = currentPress(bot, pressed);
  if (!current) return await answerOutdated(bot, pressed);
  const { button, conversation } = current;
  const event = { on: 'press', button } as const;
  await takeStep(bot, { partner, conversation, event, eventKey, update, answer });
}

function currentPress<State>(
  bot: ChatBot<State>,
  { press, conversation }: Press,
): { readonly button: ButtonEvent; readonly conversation: Conversation } | undefined {
  const unpacked = bot.flow.unpackButton(press.data);
  if (!unpacked) return undefined;
  const { button } = unpacked;
  if (unpacked.kind === 'anytime') return { button, conversation };
  const { revision, screen } = conversation;
  if (unpacked.revision !== revision || press.messageId === undefined) return undefined;
  if (screen?.messageId === press.messageId) return { button, conversation };
  // The program ended, or the answer was lost, after this message was sent: it is the screen of that revision.
  if ((screen?.revision ?? 0) >= revision) return undefined;
  const { messageId } = press;
  const adopted = {
    messageId,
    kind: 'text',
    revision,
    sentAt: Date.now(),
    hasButtons: true,
    textHash: '',
  } as const;
  return { button, conversation: { ...conversation, screen: adopted } };
}

/** The current screen is shown below, unless it is what was pressed and has only changed since. */
async function answerOutdated<State>(bot: ChatBot<State>, pressed: Press): Promise<void> {
  const { partner, conversation, update, press, answer } = pressed;
  answer.give({ text: bot.texts(partner.profile.language).outdated });
  await finishUpdate(bot.parts, update);
  const { revision, screen } = conversation;
  const isInSight = screen?.messageId === press.messageId && screen?.revision === revision;
  if (isInSight) return;
  const state =
    conversation.state === undefined ? bot.flow.initialState() : bot.flow.readState(conversation.state);
  await presentScreen(bot, partner, { state, revision, before: screen, how: 'anew' });
  if (press.messageId !== undefined && press.messageId !== screen?.messageId) {
    await disarm(bot, partner.chatId, press.messageId);
  }
}

/** An old screen's buttons are no use to anyone. Best effort: the message may be gone. */
async function disarm<State>(bot: ChatBot<State>, chatId: number, messageId: number): Promise<void> {
  await bot.telegram.editMessageReplyMarkup(chatId, messageId).catch((error: unknown) => {
    bot.parts.log.debug({ err: error }, 'An old screen kept its buttons.');
  });
}
