import type { Message } from 'grammy/types';
import type { ShownScreen } from '../actions/conversation/conversations.ts';
import type { View } from '../flow/view.ts';
import type { ChatBot, Partner } from './chat-bot.ts';
import { classifyTelegramError, type TelegramFailure } from './errors.ts';
import { canBecome, editScreen, type ScreenContent, sendScreen } from './screen-calls.ts';
import { keyboardOf, textHashOf } from './screen-content.ts';
import { forgetMedia, type MediaReference, mediaReference, rememberMedia } from './screen-media.ts';

export interface Showing {
  readonly view: View;
  readonly revision: number;
  /** The message that was the screen until now. */
  readonly before: ShownScreen | undefined;
  /** Whether it may be edited; otherwise the screen is sent below all that was said since. */
  readonly how: 'edit' | 'anew';
}

type ScreenBot = Pick<ChatBot<unknown>, 'parts' | 'botId' | 'media' | 'telegram'> & {
  readonly flow: Pick<ChatBot<unknown>['flow'], 'packButton'>;
};

/** One way to show a view; where Telegram refuses it there may be another. */
interface Attempt {
  readonly content: ScreenContent;
  /** The message to edit; none: a new one is sent. */
  readonly target: ShownScreen | undefined;
}

/** Each fallback is taken once; more would be a loop. */
const mostAttempts = 6;

/**
 * Shows the view by one call: by editing the message before where that can be, else by a new message. What can't be
 * shown as it is meant is shown in a plainer way. Throws what the last call throws; then nothing new is shown, or it
 * is not known whether it is.
 */
export async function showScreen(bot: ScreenBot, partner: Partner, showing: Showing): Promise<ShownScreen> {
  const { view, revision, before } = showing;
  const content: ScreenContent = {
    html: view.html,
    isPlain: false,
    textHash: textHashOf(view),
    keyboard: keyboardOf(bot.flow, revision, view.rows),
    media: await findMedia(bot, partner, view),
  };
  const isEdit = showing.how === 'edit' && before !== undefined && canBecome(before, content);
  const told = traitsOf(view);
  let attempt: Attempt = { content, target: isEdit ? before : undefined };
  for (let count = 1; ; count += 1) {
    try {
      return { ...shown(attempt, revision, await call(bot, partner.chatId, attempt)), ...told };
    } catch (error) {
      const failure = classifyTelegramError(error);
      if (failure === 'not-modified' && attempt.target) return { ...shown(attempt, revision, true), ...told };
      const next = count < mostAttempts ? await otherwise(bot, partner, view, attempt, failure) : undefined;
      if (!next) throw error;
      if (next.isSlip) bot.parts.log.error({ err: error }, 'A screen could not be shown as it is meant.');
      attempt = next;
    }
  }
}

async function call(bot: ScreenBot, chatId: number, { content, target }: Attempt): Promise<Message | true> {
  const message = target
    ? await editScreen(bot.telegram, chatId, target, content)
    : await sendScreen(bot.telegram, chatId, content);
  if (content.media) await rememberMedia(bot, content.media, message);
  return message;
}

/** What to try instead; `isSlip` where the fault is ours. */
async function otherwise(
  bot: ScreenBot,
  partner: Partner,
  view: View,
  { content, target }: Attempt,
  failure: TelegramFailure,
): Promise<(Attempt & { readonly isSlip: boolean }) | undefined> {
  if (failure === 'stale-message' && target) return { content, target: undefined, isSlip: false };
  if (failure === 'stale-file' && content.media) {
    await forgetMedia(bot, content.media);
    const media = await findMedia(bot, partner, view);
    return { content: { ...content, media }, target: media ? target : undefined, isSlip: false };
  }
  if (failure === 'bad-markup' && !content.isPlain) {
    return { content: { ...content, isPlain: true }, target, isSlip: true };
  }
  if (failure !== 'other' && failure !== 'too-big') return undefined;
  if (content.media) return { content: { ...content, media: undefined }, target: undefined, isSlip: true };
  if (target) return { content, target: undefined, isSlip: true };
  return content.isPlain ? undefined : { content: { ...content, isPlain: true }, target, isSlip: true };
}

/** A screen without its picture is better than none. */
async function findMedia(bot: ScreenBot, partner: Partner, view: View): Promise<MediaReference | undefined> {
  if (!view.media) return undefined;
  try {
    return await mediaReference(bot, partner.personId, view.media);
  } catch (error) {
    bot.parts.log.error({ err: error, from: view.media.from }, 'A screen is shown without its media.');
    return undefined;
  }
}

/** What becomes of the message later on. */
function traitsOf({ progressOf, keptAs, media }: View): Pick<ShownScreen, 'progressOf' | 'keptAs'> {
  return {
    ...(progressOf !== undefined && { progressOf }),
    ...(keptAs !== undefined && media && { keptAs }),
  };
}

function shown({ content, target }: Attempt, revision: number, message: Message | true): ShownScreen {
  const { media, keyboard, textHash } = content;
  const sent = message === true ? undefined : message;
  return {
    messageId: target?.messageId ?? sent?.message_id ?? 0,
    kind: media?.kind ?? 'text',
    revision,
    sentAt: target?.sentAt ?? Date.now(),
    hasButtons: keyboard.inline_keyboard.length > 0,
    textHash,
    ...(media && { contentKey: media.contentKey }),
  };
}
