/**
 * @import { Message } from './bot-api.js'
 * @import { MediaActions } from './message-media.js'
 */
import { h } from './dom.js';
import { aspectOf, isVisual, mediaOf } from './message-media.js';

/** How many pictures stand in each row, by their number: Telegram's albums have two to ten. */
const rowsByCount = [[], [1], [2], [1, 2], [2, 2], [2, 3], [3, 3], [3, 4], [4, 4], [4, 5], [3, 3, 4]];

/**
 * Pictures and clips in rows as wide as the bubble, each row as high as its shapes make it; files below one another.
 *
 * @param {readonly Message[]} messages of one album
 * @param {MediaActions} actions
 */
export function album(messages, actions) {
  if (!messages.every(isVisual)) {
    return h(
      'div',
      { class: 'album-list', 'data-kind': 'album' },
      ...messages.map((one) => mediaOf(one, actions)),
    );
  }
  const rows = rowsByCount[messages.length] ?? [messages.length];
  const grid = h('div', { class: 'album', 'data-kind': 'album' });
  let at = 0;
  for (const count of rows) {
    grid.append(albumRow(messages.slice(at, at + count), actions));
    at += count;
  }
  return grid;
}

/** @param {readonly Message[]} messages @param {MediaActions} actions */
function albumRow(messages, actions) {
  const row = h('div', { class: 'album-row' });
  for (const message of messages) {
    const media = mediaOf(message, actions);
    if (!media) continue;
    // Very wide and very tall ones would leave the others no room.
    const aspect = Math.min(1.6, Math.max(messages.length === 1 ? 1.2 : 0.7, aspectOf(message)));
    media.style.setProperty('--aspect', String(aspect));
    media.style.setProperty('flex', `${aspect} 1 0`);
    media.dataset.messageId = String(message.message_id);
    row.append(media);
  }
  return row;
}
