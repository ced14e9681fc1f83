import {
  type BroadcastBody,
  draftBroadcast,
  readBroadcast,
  startBroadcast,
  stopBroadcast,
} from '../../actions/operators/broadcasts.ts';
import { derivedId } from '../../actions/derived-id.ts';
import { AppError } from '../../kernel/errors.ts';
import { broadcastScreen, sendBody } from '../broadcast-message.ts';
import { packId, unpackId } from '../operator-button.ts';
import type { CommandContext, OperatorCommand, OperatorPress } from '../operator-command.ts';

export const broadcast: OperatorCommand = async (context, given) => {
  const { parts, texts, message, operatorId } = context;
  const body = bodyOf(context);
  if (!body) return { html: texts.broadcastEmpty, outcome: 'refused: nothing to send' };
  if (body.message.kind === 'text') given.text();
  const id = derivedId('broadcast', message.chatId, message.messageId);
  const count = await draftBroadcast(parts, { id, operatorId, body });
  if (count === 0) return { html: texts.broadcastNobody, outcome: 'refused: nobody to send it to' };
  // As everybody will get it.
  await sendBody(context.telegram, body, message.chatId);
  return {
    html: texts.broadcastAsk(count),
    rows: [
      [
        { text: texts.broadcastSend, press: 'broadcast', value: packId(id), style: 'primary' },
        { text: texts.broadcastDrop, press: 'stop', value: packId(id) },
      ],
    ],
    outcome: `drafted ${id} for ${count}`,
  };
};

function bodyOf({ message, argument }: CommandContext): BroadcastBody | undefined {
  if (argument === '' && message.repliesTo) {
    return {
      message: { kind: 'copy', chatId: message.chatId, messageId: message.repliesTo.messageId },
    };
  }
  if (argument === '' || message.file) return undefined;
  const start = message.text.length - message.text.replace(/^\/\S+\s+/, '').length;
  const entities = message.entities
    .filter(({ offset }) => offset >= start)
    .map((entity) => ({ ...entity, offset: entity.offset - start }));
  return { message: { kind: 'text', text: message.text.slice(start), entities } };
}

export const startSending: OperatorPress = async (context, value) => {
  const { parts, texts, press } = context;
  const id = idOf(value);
  const place = { chatId: press.chatId, messageId: press.messageId };
  if (!(await startBroadcast(parts, id, place))) return { toast: texts.outdated };
  const started = await readBroadcast(parts, id);
  return { ...(started && { screen: broadcastScreen(texts, started) }), outcome: `started ${id}` };
};

export const stopSending: OperatorPress = async (context, value) => {
  const { parts, texts } = context;
  const id = idOf(value);
  if (!(await stopBroadcast(parts, id))) return { toast: texts.outdated };
  const stopped = await readBroadcast(parts, id);
  return { ...(stopped && { screen: broadcastScreen(texts, stopped) }), outcome: `stopped ${id}` };
};

function idOf(packed: string): string {
  const id = unpackId(packed);
  if (id === undefined) throw new AppError('not-found', 'The button names no broadcast.');
  return id;
}
