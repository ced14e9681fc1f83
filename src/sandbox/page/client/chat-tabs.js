/**
 * @import { Store } from './store.js'
 * @import { Texts } from './texts.js'
 */
import { avatar } from './avatar.js';
import { h, iconButton } from './dom.js';

/** How far each chat was read here: newer messages of others count as unread. */
export class ReadMarks {
  /** @type {Record<string, number>} */
  #read = JSON.parse(localStorage.getItem('read') ?? '{}');

  /** @param {number} chatId @param {number} messageId */
  mark(chatId, messageId) {
    if (this.#read[chatId] === messageId) return;
    this.#read[chatId] = messageId;
    localStorage.setItem('read', JSON.stringify(this.#read));
  }

  /** @param {Store} store @param {number} chatId */
  unread(store, chatId) {
    const chat = store.chats.get(chatId);
    const read = this.#read[chatId] ?? 0;
    const own = new Set(chat?.facts.userIds);
    return (
      chat?.messages.filter(({ message_id: id, from }) => id > read && !own.has(from?.id ?? 0)).length ?? 0
    );
  }
}

/**
 * @param {Store} store
 * @returns {number[]} the chats' ids: people first, then groups
 */
export function chatOrder(store) {
  const groups = [...store.chats.values()]
    .filter(({ facts }) => facts.type !== 'private')
    .map(({ facts }) => facts.id);
  const people = store.users.map(({ id }) => id).filter((id) => store.chats.has(id));
  return [...people, ...groups];
}

/**
 * @param {Store} store
 * @param {number} chatId
 * @returns {string} Anna (ru), or the group's title
 */
export function chatName(store, chatId) {
  const user = store.users.find(({ id }) => id === chatId);
  if (!user) return store.chats.get(chatId)?.facts.title ?? '';
  return user.language_code ? `${user.first_name} (${user.language_code})` : user.first_name;
}

/**
 * @param {Store} store
 * @param {readonly number[]} opened
 * @param {ReadMarks} marks
 * @param {Texts} texts
 * @param {{ open: (chatId: number) => void, add: () => void }} actions
 * @returns {HTMLElement[]}
 */
export function chatTabs(store, opened, marks, texts, actions) {
  const tabs = chatOrder(store).map((chatId) => {
    const user = store.users.find(({ id }) => id === chatId);
    const face = avatar(user ?? { id: chatId, title: chatName(store, chatId) });
    const isOpen = opened.includes(chatId);
    const count = isOpen ? 0 : marks.unread(store, chatId);
    const badge = count > 0 && h('span', { class: 'count', 'aria-label': texts.unread(count) }, count);
    const onclick = () => actions.open(chatId);
    return h(
      'button',
      { type: 'button', class: 'tab', 'aria-pressed': String(isOpen), onclick },
      face,
      h('span', {}, chatName(store, chatId)),
      badge,
    );
  });
  return [...tabs, iconButton('person-add', texts.addPerson, actions.add, 'add-person')];
}
