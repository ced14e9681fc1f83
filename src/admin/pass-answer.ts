import { recordCommand } from '../actions/operators/audit.ts';
import { derivedId } from '../actions/derived-id.ts';
import { findAuthor, tellPerson } from '../actions/operators/operator-mail.ts';
import { findPerson } from '../actions/people/read-profile.ts';
import type { Incoming } from './incoming.ts';
import type { OperatorContext } from './operator-command.ts';
import { showBelow } from './show-screen.ts';

/** An answer to what the bot brought: to whoever wrote that. False where it answers something else. */
export async function passAnswer(
  context: OperatorContext,
  message: Incoming,
  messageId: number,
): Promise<boolean> {
  const { parts, texts, operatorId } = context;
  const replied = message.repliesTo;
  if (!replied?.isFromBot || message.isForwarded) return false;
  const personId =
    (await findAuthor(parts, { chatId: message.chatId, messageId })) ??
    // A kill between sending and recording leaves a message of ours that we don't know: it names its person.
    (replied.namedId === undefined
      ? undefined
      : (await findPerson(parts, { telegramId: replied.namedId }))?.personId);
  if (personId === undefined) return false;
  const entry = { operatorId, command: 'answer', argument: personId };
  if (message.isOther) {
    await recordCommand(parts, { ...entry, outcome: 'refused: of a kind that is not passed on' });
    await showBelow(context.telegram, message, { html: texts.replyKind });
    return true;
  }
  const id = derivedId('reply', message.chatId, message.messageId);
  const { text, file: attachment } = message;
  await tellPerson(parts, { id, personId, kind: 'reply', text, attachment });
  await recordCommand(parts, { ...entry, outcome: 'queued' });
  await showBelow(context.telegram, message, { html: texts.replyQueued });
  return true;
}
