/** @import { Message } from './bot-api.js' */
import { dayKey } from './format.js';

/**
 * What is drawn as one: a message, or the messages of an album.
 *
 * @typedef {object} Block
 * @property {number} id of its first message
 * @property {string} day
 * @property {readonly Message[]} messages
 * @property {boolean} isFirst of a run of the same sender's messages
 * @property {boolean} isLast
 */

/** Messages of one sender that are this near are drawn as a run. */
const runSeconds = 600;

/**
 * @param {readonly Message[]} messages oldest first
 * @returns {Block[]}
 */
export function blocksOf(messages) {
  /** @type {Message[][]} */
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    const album = message.media_group_id;
    if (last && album !== undefined && last[0]?.media_group_id === album) last.push(message);
    else groups.push([message]);
  }
  return groups.map((group, index) => {
    const [first] = /** @type {[Message]} */ (group);
    return {
      id: first.message_id,
      day: dayKey(first.date),
      messages: group,
      isFirst: !isRun(groups[index - 1], group),
      isLast: !isRun(group, groups[index + 1]),
    };
  });
}

/** @param {readonly Message[] | undefined} before @param {readonly Message[] | undefined} after */
function isRun(before, after) {
  const one = before?.[0];
  const other = after?.[0];
  if (!one || !other || isService(one) || isService(other)) return false;
  return (
    one.from?.id === other.from?.id &&
    other.date - one.date < runSeconds &&
    dayKey(one.date) === dayKey(other.date)
  );
}

/** @param {Message} message */
export function isService(message) {
  return Boolean(
    message.pinned_message ??
      message.new_chat_members ??
      message.left_chat_member ??
      message.group_chat_created ??
      message.successful_payment ??
      message.refunded_payment,
  );
}
