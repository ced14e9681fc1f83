/**
 * @import { Message } from './bot-api.js'
 * @import { Place } from './place.js'
 * @import { Block } from './message-blocks.js'
 */
import { h, icon } from './dom.js';
import { dayName } from './format.js';
import { blocksOf } from './message-blocks.js';
import { MessageView } from './message-view.js';

const pageSize = 60;
/** At the end of the chat more than this is let go of again; scrolling up draws it anew. */
const mostDrawn = 240;
const nearBottomPx = 60;
const pagesToSearch = 40;
const restMs = 900;

/** The messages of a chat: stays at the end when it is there, and on the same message when it is not. */
export class MessageList {
  #place;
  #days = h('div', { class: 'days' });
  #draft = h('div', { class: 'draft message in last', hidden: true });
  #top = h('div', { class: 'list-top' });
  #toBottom = h('button', { type: 'button', class: 'to-bottom', hidden: true });
  #missed = 0;
  /** @type {Map<number, MessageView>} */
  #views = new Map();
  /** @type {Map<string, HTMLElement>} */
  #sections = new Map();
  #firstDrawnId = Number.POSITIVE_INFINITY;
  #newestId = 0;
  #sticks = true;
  #isLoading = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #restTimer;

  /** @param {Place} place */
  constructor(place) {
    this.#place = place;
    this.#scroller = h('div', { class: 'scroller', tabindex: 0, role: 'log', 'aria-live': 'polite' });
    this.#scroller.append(this.#top, this.#days, this.#draft);
    this.element = h('div', { class: 'message-list' }, this.#scroller, this.#toBottom);
    this.#scroller.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.#scroller.addEventListener('keydown', (event) => this.#onKey(event));
    this.#toBottom.addEventListener('click', () => this.toEnd());
    const resized = new ResizeObserver(() => this.#sticks && this.#scrollToEnd());
    for (const part of [this.#scroller, this.#days, this.#draft]) resized.observe(part);
    new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && this.#older(), {
      root: this.#scroller,
      rootMargin: '600px 0px 0px 0px',
    }).observe(this.#top);
  }

  #scroller;

  get #chat() {
    return this.#place.chat();
  }

  /** Draws what the store holds now. */
  sync() {
    const { messages } = this.#chat;
    const newest = messages.at(-1);
    const isFirstTime = this.#newestId === 0;
    const arrived = messages.filter(({ message_id: id }) => id > this.#newestId);
    if (this.#sticks && this.#drawnOf(messages).length > mostDrawn)
      this.#firstDrawnId = Number.POSITIVE_INFINITY;
    if (this.#firstDrawnId === Number.POSITIVE_INFINITY || isFirstTime) {
      this.#firstDrawnId = messages.at(-pageSize)?.message_id ?? 0;
    }
    const isOwn = newest?.from?.id === this.#place.actor().id && !isFirstTime && arrived.length > 0;
    if (isOwn) this.#sticks = true;
    this.#keepPlace(() => this.#draw(blocksOf(this.#drawnOf(messages))));
    this.#newestId = newest?.message_id ?? 0;
    this.#days.classList.toggle('settled', !isFirstTime);
    if (!this.#sticks)
      this.#missed += arrived.filter(({ from }) => from?.id !== this.#place.actor().id).length;
    this.#showToBottom();
  }

  /** @param {readonly Message[]} messages */
  #drawnOf(messages) {
    return messages.filter(({ message_id: id }) => id >= this.#firstDrawnId);
  }

  /** @param {readonly Block[]} blocks */
  #draw(blocks) {
    const keptViews = new Set(blocks.map(({ id }) => id));
    for (const [id, view] of this.#views) {
      if (keptViews.has(id)) continue;
      view.element.remove();
      this.#views.delete(id);
    }
    const days = Map.groupBy(blocks, ({ day }) => day);
    for (const [day, section] of this.#sections) {
      if (days.has(day)) continue;
      section.remove();
      this.#sections.delete(day);
    }
    let at = 0;
    for (const [day, ofDay] of days) {
      const section = this.#section(day, ofDay);
      if (this.#days.children[at] !== section)
        this.#days.insertBefore(section, this.#days.children[at] ?? null);
      at += 1;
    }
  }

  /** @param {string} day @param {readonly Block[]} blocks */
  #section(day, blocks) {
    const seconds = blocks[0]?.messages[0]?.date ?? 0;
    const label = dayName(seconds, this.#place.texts());
    let section = this.#sections.get(day);
    if (!section) {
      section = h(
        'section',
        { class: 'day' },
        h('div', { class: 'day-label' }, h('span', { class: 'pill' })),
      );
      this.#sections.set(day, section);
    }
    const shown = section.querySelector('.pill');
    if (shown && shown.textContent !== label) shown.textContent = label;
    let before = /** @type {Element} */ (section.firstElementChild);
    for (const block of blocks) {
      const { element } = this.#view(block);
      if (before.nextElementSibling !== element) before.after(element);
      before = element;
    }
    return section;
  }

  /** @param {Block} block */
  #view(block) {
    const known = this.#views.get(block.id);
    if (known) {
      known.update(block);
      return known;
    }
    const view = new MessageView(this.#place, block);
    if (this.#newestId > 0 && block.id > this.#newestId) view.element.classList.add('new');
    this.#views.set(block.id, view);
    return view;
  }

  /** @param {() => void} change */
  #keepPlace(change) {
    if (this.#sticks) {
      change();
      this.#scrollToEnd();
      return;
    }
    const top = this.#scroller.getBoundingClientRect().top;
    const anchor = this.#firstVisible(top);
    const before = anchor?.getBoundingClientRect().top ?? 0;
    change();
    if (!anchor?.isConnected) return;
    this.#scroller.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  /** @param {number} top */
  #firstVisible(top) {
    for (const section of this.#days.children) {
      if (section.getBoundingClientRect().bottom < top) continue;
      for (const element of section.querySelectorAll('.message')) {
        if (element.getBoundingClientRect().bottom > top) return element;
      }
    }
    return undefined;
  }

  /** Goes to the newest message and stays there. */
  toEnd() {
    this.#sticks = true;
    this.sync();
  }

  #scrollToEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#sticks = scrollHeight - scrollTop - clientHeight < nearBottomPx;
    this.#showToBottom();
    this.#showDays();
  }

  #showDays() {
    const { top } = this.#scroller.getBoundingClientRect();
    for (const section of this.#sections.values()) {
      section.classList.toggle('past', section.getBoundingClientRect().top < top - 10);
    }
    this.#scroller.classList.remove('resting');
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.#scroller.classList.add('resting'), restMs);
  }

  #showToBottom() {
    if (this.#sticks) this.#missed = 0;
    this.#toBottom.hidden = this.#sticks;
    this.#toBottom.setAttribute('aria-label', this.#place.texts().toBottom);
    this.#toBottom.replaceChildren(icon('down'));
    if (this.#missed > 0) this.#toBottom.append(h('span', { class: 'count' }, this.#missed));
  }

  /** Draws a page of older messages, and reads them first where they are not here yet. */
  async #older() {
    const { messages, hasOlder } = this.#chat;
    if (this.#isLoading || messages.length === 0) return;
    const firstAt = messages.findIndex(({ message_id: id }) => id >= this.#firstDrawnId);
    if (firstAt > 0) this.#firstDrawnId = messages[Math.max(0, firstAt - pageSize)]?.message_id ?? 0;
    else if (hasOlder) {
      this.#isLoading = true;
      this.#top.classList.add('loading');
      const isRead = await this.#place.loadOlder().finally(() => {
        this.#isLoading = false;
        this.#top.classList.remove('loading');
      });
      if (!isRead) return;
      this.#firstDrawnId = this.#chat.messages[0]?.message_id ?? 0;
    } else return;
    this.sync();
    // Still in sight: the page was shorter than the screen, and no crossing will be told.
    requestAnimationFrame(() => this.#scroller.scrollTop < 500 && void this.#older());
  }

  /** @param {number} messageId */
  async jumpTo(messageId) {
    for (let page = 0; page < pagesToSearch; page += 1) {
      const first = this.#chat.messages[0];
      if (!first || first.message_id <= messageId || !this.#chat.hasOlder) break;
      if (!(await this.#place.loadOlder())) break;
    }
    const at = this.#chat.messages.findIndex(({ message_id: id }) => id === messageId);
    if (at < 0) return;
    this.#sticks = false;
    const context = this.#chat.messages[Math.max(0, at - 20)]?.message_id ?? messageId;
    this.#firstDrawnId = Math.min(this.#firstDrawnId, context);
    this.sync();
    const view = [...this.#views.values()].find(({ block }) =>
      block.messages.some(({ message_id: id }) => id === messageId),
    );
    view?.element.scrollIntoView({ block: 'center' });
    view?.element.classList.add('flash');
    setTimeout(() => view?.element.classList.remove('flash'), 1600);
  }

  /** @param {string | undefined} text what the bot is writing; empty while it thinks */
  showDraft(text) {
    this.#draft.hidden = text === undefined;
    const dots = h('span', { class: 'dots' }, h('i'), h('i'), h('i'));
    const bubble = h('div', { class: 'bubble' }, h('div', { class: 'text' }, text, dots));
    this.#draft.replaceChildren(h('div', { class: 'stack' }, bubble));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const { target } = event;
    const isOnMessage = target instanceof HTMLElement && target.matches('.message');
    if (!step || !(isOnMessage || target === this.#scroller)) return this.#onMessageKey(event);
    event.preventDefault();
    const all = [...this.#days.querySelectorAll('.message')];
    const at = isOnMessage ? all.indexOf(target) : all.length;
    const next = all[Math.max(0, at + step)];
    if (next instanceof HTMLElement) next.focus();
    else if (step > 0) this.#scroller.focus();
  }

  /** @param {KeyboardEvent} event */
  #onMessageKey(event) {
    const { target } = event;
    if (event.key !== 'Enter' || !(target instanceof HTMLElement) || !target.matches('.message')) return;
    const button = target.querySelector('.message-actions');
    if (button instanceof HTMLElement) button.click();
  }
}
