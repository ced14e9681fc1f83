/**
 * @import { Message } from './bot-api.js'
 * @import { Place } from './place.js'
 * @import { MenuItem } from './popup-menu.js'
 */
import { fileUrl } from './api.js';
import { avatar } from './avatar.js';
import { dialogHead, openDialog, showJson } from './dialogs.js';
import { h } from './dom.js';
import { fileOf } from './message-media.js';
import { openPopupMenu, pointOf } from './popup-menu.js';

/**
 * @param {Place} place
 * @param {Message} message
 * @param {MouseEvent} event
 */
export function openMessageMenu(place, message, event) {
  const texts = place.texts();
  const words = message.text ?? message.caption;
  const file = fileOf(message);
  /** @type {(MenuItem | false | undefined)[]} */
  const items = [
    { icon: 'reply', label: texts.reply, run: () => place.column.reply(message) },
    words !== undefined && { icon: 'copy', label: texts.copyText, run: () => void place.copy(words) },
    message.text !== undefined &&
      message.from?.id === place.actorId &&
      !message.forward_origin && { icon: 'edit', label: texts.edit, run: () => place.column.edit(message) },
    { icon: 'forward', label: texts.forward, run: () => openForward(place, message) },
    file && { icon: 'download', label: texts.saveFile, run: () => saveFile(file) },
    { icon: 'code', label: texts.rawJson, run: () => showJson('Message', message, texts) },
  ];
  openPopupMenu(
    items.filter((item) => item !== false && item !== undefined),
    pointOf(event),
    texts.messageActions,
  );
}

/** @param {{ file_id: string, file_name?: string }} file */
function saveFile(file) {
  h('a', { href: fileUrl(file.file_id), download: file.file_name ?? '' }).click();
}

/** @param {Place} place @param {Message} message */
function openForward(place, message) {
  const texts = place.texts();
  const chats = [...place.store.chats.values()].filter(({ facts }) => facts.userIds.includes(place.actorId));
  const forward = (/** @type {number} */ chatId) => {
    dialog.close();
    const from = { fromChatId: place.chatId, messageId: message.message_id };
    void place.perform({ act: 'forward', userId: place.actorId, chatId, ...from });
  };
  const choices = chats.map(({ facts }) => {
    const isPrivate = facts.type === 'private';
    const name = isPrivate ? place.bot().name : facts.title;
    const face = avatar(isPrivate ? { id: place.bot().id, is_bot: true } : { id: facts.id, title: name });
    const onclick = () => forward(facts.id);
    return h('button', { type: 'button', class: 'choice', onclick }, face, name);
  });
  const dialog = openDialog(
    { label: texts.forwardTo },
    dialogHead(texts.forwardTo, texts, () => dialog.close()),
    ...choices,
  );
}
