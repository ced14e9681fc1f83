/**
 * @import { Place } from './place.js'
 * @import { MenuItem } from './popup-menu.js'
 */
import { readOlder } from './api.js';
import { avatar } from './avatar.js';
import { h, icon, iconButton, replaceChildren } from './dom.js';
import { messageSummary } from './format.js';
import { openPopupMenu } from './popup-menu.js';

const menuWidthPx = 250;

/** The bot or group, what it does now, the pinned message; in a group, who is writing. */
export class ChatHeader {
  #place;
  #face = h('span', { class: 'face' });
  #title = h('div', { class: 'chat-title' });
  #status = h('div', { class: 'chat-status' });
  #pinned = h('button', { type: 'button', class: 'pinned', hidden: true });
  #whose = h('span', { class: 'whose' });
  #writer = h('select', { class: 'writer', hidden: true });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #pinnedId = 0;

  /** @param {Place} place @param {() => MenuItem[]} menuItems */
  constructor(place, menuItems) {
    this.#place = place;
    const open = (/** @type {MouseEvent} */ event) => {
      const box =
        event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : new DOMRect();
      openPopupMenu(menuItems(), { x: box.right - menuWidthPx, y: box.bottom + 4 }, place.texts().chatMenu);
    };
    this.#more = iconButton('more', place.texts().chatMenu, open);
    this.#writer.addEventListener('change', () => this.#changeWriter());
    const names = h('div', { class: 'chat-names' }, this.#title, this.#status);
    const bar = h(
      'header',
      { class: 'chat-header' },
      this.#face,
      names,
      this.#whose,
      this.#writer,
      this.#more,
    );
    this.element = h('div', { class: 'chat-top' }, bar, this.#pinned);
    this.#pinned.addEventListener('click', () => place.jumpTo(this.#pinnedId));
  }

  #more;

  close() {
    clearTimeout(this.#timer);
  }

  sync() {
    const place = this.#place;
    const { facts } = place.chat();
    const bot = place.bot();
    const isPrivate = !place.isGroup();
    const title = isPrivate ? bot.name : facts.title;
    if (this.#title.textContent !== title) {
      this.#title.textContent = title;
      this.#face.replaceChildren(avatar(isPrivate ? { id: bot.id, is_bot: true } : { id: facts.id, title }));
    }
    const label = place.texts().chatMenu;
    this.#more.setAttribute('aria-label', label);
    this.#more.title = label;
    this.#whose.hidden = !isPrivate;
    this.#whose.textContent = place.actor().first_name;
    this.#showStatus();
    this.#showWriter();
    void this.#showPinned(facts.pinnedMessageId);
  }

  #showStatus() {
    clearTimeout(this.#timer);
    const texts = this.#place.texts();
    const { facts } = this.#place.chat();
    const restMs = facts.action ? facts.action.until - Date.now() : 0;
    if (!this.#place.store.isConnected) {
      replaceChildren(this.#status, h('span', { class: 'connecting' }, texts.connecting));
    } else if (facts.action && restMs > 0) {
      const words =
        /** @type {Record<string, string>} */ (texts.actions)[facts.action.name] ?? texts.actions.typing;
      if (this.#status.dataset.action !== words) {
        const dots = h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
        replaceChildren(this.#status, h('span', { class: 'doing' }, dots, words));
      }
      this.#status.dataset.action = words;
      this.#timer = setTimeout(() => this.#showStatus(), restMs + 50);
      return;
    } else {
      const status = this.#place.isGroup() ? texts.members(facts.userIds.length + 1) : texts.bot;
      replaceChildren(this.#status, status);
    }
    delete this.#status.dataset.action;
  }

  #showWriter() {
    const { userIds } = this.#place.chat().facts;
    this.#writer.hidden = userIds.length < 2;
    const users = this.#place.store.users.filter(({ id }) => userIds.includes(id));
    const key = users.map(({ id, first_name: name }) => `${id}${name}`).join();
    if (this.#writer.dataset.key === key) return;
    this.#writer.dataset.key = key;
    this.#writer.setAttribute('aria-label', this.#place.texts().writeAs);
    this.#writer.replaceChildren(
      ...users.map(({ id, first_name: name }) => h('option', { value: id }, name)),
    );
    this.#writer.value = String(this.#place.actorId);
  }

  #changeWriter() {
    this.#place.actorId = Number(this.#writer.value);
    this.#place.column.redraw();
  }

  /** @param {number | undefined} messageId */
  async #showPinned(messageId) {
    this.#pinned.hidden = messageId === undefined;
    if (messageId === undefined) return;
    this.#pinnedId = messageId;
    const { chatId, store } = this.#place;
    let message = store.findMessage(chatId, messageId);
    if (!message && !this.#pinned.dataset.of) {
      const { messages } = await readOlder(chatId, messageId + 1).catch(() => ({ messages: [] }));
      message = /** @type {any} */ (messages.findLast(({ message_id: id }) => id === messageId));
    }
    if (!message) return;
    const texts = this.#place.texts();
    const words = h(
      'span',
      { class: 'about-text' },
      h('b', {}, texts.pinned),
      h('span', {}, messageSummary(message, texts)),
    );
    this.#pinned.dataset.of = String(messageId);
    replaceChildren(this.#pinned, words, icon('pin'));
  }
}
