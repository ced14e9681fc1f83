import { tellPerson } from '../../actions/operators/operator-mail.ts';
import { derivedId } from '../../actions/derived-id.ts';
import { personLine, namedPerson } from '../named-person.ts';
import type { OperatorCommand } from '../operator-command.ts';

export const reply: OperatorCommand = async (context, given) => {
  const person = await namedPerson(context, given.person());
  const { message, parts, texts } = context;
  const text = message.file ? given.caption() : given.text();
  await tellPerson(parts, {
    id: derivedId('reply', message.chatId, message.messageId),
    personId: person.personId,
    kind: 'reply',
    text,
    attachment: message.file,
  });
  return { html: `${personLine(texts, person)}\n${texts.replyQueued}`, outcome: 'queued' };
};
