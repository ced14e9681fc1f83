/**
 * @import { Change, Store } from './store.js'
 * @import { MenuItem } from './popup-menu.js'
 */
import { act } from './api.js';
import { ChatColumn } from './chat-column.js';
import { chatName, chatOrder, chatTabs, ReadMarks } from './chat-tabs.js';
import { h, icon, iconButton, replaceChildren } from './dom.js';
import { onceAFrame } from './once-a-frame.js';
import { openAddGroup, openPerson } from './people.js';
import { textsFor } from './texts.js';
import { switchTheme } from './theme.js';
import { showToast } from './toast.js';
import { ToolsDrawer } from './tools-drawer.js';

/** The window: which chats are open, one at a time or side by side, and what belongs to all of them. */
export class App {
  #store;
  #refresh;
  #marks = new ReadMarks();
  /** @type {Map<number, ChatColumn>} */
  #columns = new Map();
  #current = Number(localStorage.getItem('chat') ?? 0);
  #isSideBySide = localStorage.getItem('side-by-side') === 'true';
  #title = h('div', { class: 'app-title' });
  #tabs = h('nav', { class: 'tabs' });
  #buttons = h('div', { class: 'app-buttons' });
  #stage = h('main', { class: 'stage' });
  #drawer;
  #barKey = '';

  /** @param {Store} store @param {() => void} refresh reads everything anew */
  constructor(store, refresh) {
    this.#store = store;
    this.#refresh = refresh;
    this.#drawer = new ToolsDrawer(store, {
      texts: () => this.#texts,
      toast: (text) => showToast(this.#drawer.element, text),
      forget: () => this.#refresh(),
    });
    const bar = h('header', { class: 'app-bar' }, this.#title, this.#tabs, this.#buttons);
    this.element = h(
      'div',
      { class: 'app' },
      bar,
      h('div', { class: 'app-body' }, this.#stage, this.#drawer.element),
    );
    store.listen((change) => this.#onChange(change));
    document.addEventListener('visibilitychange', () => this.#showBar());
  }

  get #texts() {
    return textsFor(this.#columns.get(this.#current)?.place.actor() ?? this.#store.users[0]);
  }

  /** @param {Change} change */
  #onChange({ what }) {
    if (!this.#store.isLoaded) return;
    if (what === 'state' || what === 'people') this.#openColumns();
    if (what !== 'calls' && what !== 'callback-answer') this.#showBarSoon();
  }

  #showBarSoon = onceAFrame(() => this.#showBar());

  /** @param {number} chatId */
  #open(chatId) {
    this.#current = chatId;
    localStorage.setItem('chat', String(chatId));
    this.#openColumns();
    this.#showBar();
    const column = this.#columns.get(chatId);
    column?.element.scrollIntoView({ behavior: 'smooth', inline: 'center', block: 'nearest' });
    column?.focus();
  }

  #openColumns() {
    const all = chatOrder(this.#store);
    if (!all.includes(this.#current)) this.#current = all[0] ?? 0;
    const wanted = this.#isSideBySide ? all : all.filter((id) => id === this.#current);
    for (const [chatId, column] of this.#columns) {
      if (wanted.includes(chatId)) continue;
      column.close();
      this.#columns.delete(chatId);
    }
    for (const chatId of wanted) {
      const known = this.#columns.get(chatId);
      const column =
        known ?? new ChatColumn(this.#store, chatId, { menuItems: (one) => this.#menuItems(one) });
      this.#columns.set(chatId, column);
      column.element.setAttribute('aria-label', chatName(this.#store, chatId));
      if (!known) this.#stage.append(column.element);
    }
    this.element.classList.toggle('side-by-side', this.#isSideBySide);
    this.element.classList.toggle('several', all.length > 1);
  }

  #toggleSideBySide() {
    this.#isSideBySide = !this.#isSideBySide;
    localStorage.setItem('side-by-side', String(this.#isSideBySide));
    this.#openColumns();
    this.#showBar();
  }

  #showBar() {
    const texts = this.#texts;
    const opened = [...this.#columns.keys()];
    if (!document.hidden) {
      for (const chatId of opened) {
        this.#marks.mark(chatId, this.#store.chats.get(chatId)?.messages.at(-1)?.message_id ?? 0);
      }
    }
    const unread = chatOrder(this.#store).map((chatId) => this.#marks.unread(this.#store, chatId));
    const total = unread.reduce((sum, count) => sum + count, 0);
    const { name } = this.#store.bot;
    document.title = total > 0 ? `(${total}) ${name}` : name;
    document.documentElement.lang = texts.locale;
    const { users, violations, chats } = this.#store;
    const titles = [...chats.values()].map(({ facts }) => facts.title);
    const key = JSON.stringify([
      texts.locale,
      opened,
      unread,
      users,
      titles,
      violations.length,
      name,
      this.#isSideBySide,
    ]);
    if (key === this.#barKey) return;
    this.#barKey = key;
    replaceChildren(this.#title, icon('clapper'), h('b', {}, name), h('span', {}, 'sandbox'));
    this.#tabs.setAttribute('aria-label', texts.chats);
    const actions = {
      open: (/** @type {number} */ chatId) => this.#open(chatId),
      add: () => this.#addPerson(),
    };
    this.#tabs.replaceChildren(...chatTabs(this.#store, opened, this.#marks, texts, actions));
    this.#tabs.querySelector('[aria-pressed=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.#showButtons();
  }

  #showButtons() {
    const texts = this.#texts;
    const count = this.#store.violations.length;
    const tools = iconButton('tools', texts.tools, () => this.#drawer.toggle());
    if (count > 0) tools.append(h('span', { class: 'count red' }, count));
    const side = this.#isSideBySide ? texts.oneByOne : texts.sideBySide;
    replaceChildren(
      this.#buttons,
      iconButton(
        'columns',
        side,
        () => this.#toggleSideBySide(),
        this.#isSideBySide ? 'wide-only on' : 'wide-only',
      ),
      iconButton('sun', texts.theme, switchTheme),
      tools,
    );
  }

  #addPerson() {
    openPerson(this.#texts, { opened: (chatId) => this.#open(chatId) });
  }

  /** @param {ChatColumn} column @returns {MenuItem[]} */
  #menuItems({ place }) {
    const texts = place.texts();
    const userId = place.actorId;
    const { isBlocked } = place.chat().facts;
    const change = isBlocked
      ? { icon: 'restart', label: texts.unblock, run: () => void act({ act: 'unblock', userId }) }
      : { icon: 'block', label: texts.block, run: () => void act({ act: 'block', userId }), danger: true };
    const ownItems = place.isGroup()
      ? []
      : [{ icon: 'restart', label: texts.restartChat, run: () => void place.start() }, change];
    return [
      { icon: 'edit', label: texts.changePerson, run: () => openPerson(texts, { user: place.actor() }) },
      { icon: 'person-add', label: texts.addPerson, run: () => this.#addPerson() },
      {
        icon: 'person-add',
        label: texts.addGroup,
        run: () => openAddGroup(this.#store, texts, (id) => this.#open(id)),
      },
      { icon: 'sun', label: texts.theme, run: switchTheme },
      { icon: 'tools', label: texts.tools, run: () => this.#drawer.toggle() },
      ...ownItems,
    ];
  }
}
