/**
 * @import { Message } from './bot-api.js'
 * @import { Change, Store } from './store.js'
 * @import { MenuItem } from './popup-menu.js'
 */
import { avatar } from './avatar.js';
import { ChatHeader } from './chat-header.js';
import { Composer } from './composer.js';
import { h, icon } from './dom.js';
import { MessageList } from './message-list.js';
import { onceAFrame } from './once-a-frame.js';
import { Place } from './place.js';
import { kindsOf, openSendFiles } from './send-files.js';

const longPressMs = 450;

/** One chat as one person sees it. */
export class ChatColumn {
  #list;
  #place;
  #composer;
  #header;
  #bottom = h('div', { class: 'bottom-button', hidden: true });
  #intro = h('div', { class: 'intro', hidden: true });
  #drop = h('div', { class: 'drop-target', hidden: true });
  #stopListening;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #draftTimer;

  /** @param {Store} store @param {number} chatId @param {{ menuItems: (column: ChatColumn) => MenuItem[] }} outside */
  constructor(store, chatId, outside) {
    this.element = h('section', { class: 'column' });
    this.#place = new Place(store, chatId, {
      element: this.element,
      jumpTo: (messageId) => void this.#list.jumpTo(messageId),
      reply: (message) => this.#composer.reply(message),
      edit: (message) => this.#composer.edit(message),
      redraw: () => this.#redraw(),
    });
    this.#header = new ChatHeader(this.#place, () => outside.menuItems(this));
    this.#list = new MessageList(this.#place);
    this.#composer = new Composer(this.#place);
    const body = h('div', { class: 'column-body' }, this.#list.element, this.#intro, this.#drop);
    this.element.append(this.#header.element, body, this.#composer.element, this.#bottom);
    this.#listenToFiles();
    this.#listenToMenus();
    this.#stopListening = store.listen((change) => this.#onChange(change));
    this.#showAll();
  }

  get place() {
    return this.#place;
  }

  focus() {
    this.#composer.focus();
  }

  close() {
    this.#stopListening();
    clearTimeout(this.#draftTimer);
    this.#header.close();
    this.element.remove();
  }

  /** @param {Change} change */
  #onChange(change) {
    const { store, chatId, actorId } = this.#place;
    if (!store.chats.has(chatId)) return;
    if (change.what === 'state' || change.what === 'people') this.#showAll();
    else if (change.what === 'bot' || change.what === 'connection') this.#showFacts();
    else if (change.what === 'messages' && change.chatId === chatId) this.#showSoon();
    else if (change.what === 'chat' && change.chatId === chatId) this.#showFacts();
    else if (change.what === 'callback-answer' && change.answer.userId === actorId)
      this.#place.onAnswer(change.answer);
  }

  #showSoon = onceAFrame(() => this.#place.store.chats.has(this.#place.chatId) && this.#showAll());

  #showAll() {
    this.element.lang = this.#place.texts().locale;
    this.#list.sync();
    this.#showFacts();
  }

  /** Another person sees other messages as their own. */
  #redraw() {
    const fresh = new MessageList(this.#place);
    this.#list.element.replaceWith(fresh.element);
    this.#list = fresh;
    this.#listenToMenus();
    this.#showAll();
  }

  #showFacts() {
    const { facts, messages } = this.#place.chat();
    const { isLoaded } = this.#place.store;
    this.#header.sync();
    this.#composer.showFacts();
    const isFresh = !this.#place.isGroup() && messages.length === 0;
    const needsButton = !this.#place.isGroup() && isLoaded && (isFresh || facts.isBlocked);
    this.#composer.element.hidden = needsButton;
    this.#showBottom(needsButton, facts.isBlocked);
    this.#showIntro(isFresh);
    this.#showDraft();
  }

  #showDraft() {
    clearTimeout(this.#draftTimer);
    const { facts } = this.#place.chat();
    const restMs = facts.draft ? facts.draft.until - Date.now() : 0;
    this.#list.showDraft(restMs > 0 ? facts.draft?.text : undefined);
    if (restMs > 0) this.#draftTimer = setTimeout(() => this.#list.showDraft(undefined), restMs);
  }

  /** @param {boolean} isNeeded @param {boolean} isBlocked */
  #showBottom(isNeeded, isBlocked) {
    this.#bottom.hidden = !isNeeded;
    const texts = this.#place.texts();
    const label = isBlocked ? texts.restart : texts.start;
    if (!isNeeded || this.#bottom.textContent === label) return;
    const start = async () => {
      const userId = this.#place.actorId;
      if (this.#place.chat().facts.isBlocked) await this.#place.perform({ act: 'unblock', userId });
      await this.#place.start(new URLSearchParams(location.search).get('start') ?? undefined);
    };
    this.#bottom.replaceChildren(
      h('button', { type: 'button', class: 'start', onclick: () => void start() }, label),
    );
  }

  /** @param {boolean} isFresh */
  #showIntro(isFresh) {
    this.#intro.hidden = !isFresh;
    if (!isFresh) return;
    const bot = this.#place.bot();
    const texts = this.#place.texts();
    const words = bot.description || texts.nothingHere;
    this.#intro.replaceChildren(
      h(
        'div',
        { class: 'intro-card' },
        avatar({ id: bot.id, is_bot: true }),
        h('h2', {}, bot.description ? texts.whatCanBotDo : bot.name),
        h('p', {}, words),
      ),
    );
  }

  #listenToFiles() {
    const { element } = this;
    const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
    element.addEventListener('dragover', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.#drop.replaceChildren(icon('download'), this.#place.texts().dropHere);
      this.#drop.hidden = false;
    });
    element.addEventListener('dragleave', (event) => {
      const isInside = event.relatedTarget instanceof Node && element.contains(event.relatedTarget);
      if (!isInside) this.#drop.hidden = true;
    });
    element.addEventListener('drop', (event) => {
      this.#drop.hidden = true;
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      openSendFiles(this.#place, kindsOf(files));
    });
  }

  /** A right click, or on a phone a long press, on a message. */
  #listenToMenus() {
    const { element } = this.#list;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    element.addEventListener('contextmenu', (event) => this.#openMenu(event.target, event));
    element.addEventListener(
      'touchstart',
      ({ target, touches }) => {
        const touch = touches[0];
        timer = setTimeout(() => {
          if (touch)
            this.#openMenu(
              target,
              new MouseEvent('contextmenu', { clientX: touch.clientX, clientY: touch.clientY }),
            );
        }, longPressMs);
      },
      { passive: true },
    );
    for (const end of ['touchend', 'touchmove', 'touchcancel']) {
      element.addEventListener(end, () => clearTimeout(timer), { passive: true });
    }
  }

  /** @param {EventTarget | null} target @param {MouseEvent} event */
  #openMenu(target, event) {
    if (
      !(target instanceof Element) ||
      target.closest('a, video, input') ||
      document.querySelector('.popup-menu')
    )
      return;
    const owner = target.closest('[data-message-id]');
    const message = this.#messageOf(owner);
    if (!message) return;
    event.preventDefault();
    this.#place.openMenu(message, event);
  }

  /** @param {Element | null} element @returns {Message | undefined} */
  #messageOf(element) {
    if (!(element instanceof HTMLElement)) return undefined;
    return this.#place.store.findMessage(this.#place.chatId, Number(element.dataset.messageId));
  }
}
