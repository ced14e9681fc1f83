/** @import { Place } from './place.js' */
import { h, icon } from './dom.js';
import { moveByKeys } from './list-keys.js';
import { blocksOf } from './message-blocks.js';
import { MessageDays } from './message-days.js';

const pageSize = 60;
/** More than this is let go of, at the end that is far away. */
const mostDrawn = 240;
const nearBottomPx = 60;
const nearTopPx = 500;
const pagesToSearch = 40;
const restMs = 900;
const flashMs = 1600;

/** The messages of a chat: stays at the end when it is there, and on the same message when it is not. */
export class MessageList {
  #place;
  #days;
  #draft = h('div', { class: 'draft message in last', hidden: true });
  #top = h('div', { class: 'list-top' });
  #bottom = h('div', { class: 'list-bottom' });
  #toBottom = h('button', { type: 'button', class: 'to-bottom', hidden: true });
  #missed = 0;
  /** The window of messages that are drawn; endless while it goes to the newest. */
  #fromId = Number.POSITIVE_INFINITY;
  #toId = Number.POSITIVE_INFINITY;
  #newestId = 0;
  #sticks = true;
  #endTop = 0;
  #isLoading = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #restTimer;

  /** @param {Place} place */
  constructor(place) {
    this.#place = place;
    this.#days = new MessageDays(place);
    this.#scroller = h('div', { class: 'scroller', tabindex: 0, role: 'log', 'aria-live': 'polite' });
    this.#scroller.append(this.#top, this.#days.element, this.#bottom, this.#draft);
    this.element = h('div', { class: 'message-list' }, this.#scroller, this.#toBottom);
    this.#scroller.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.#scroller.addEventListener('keydown', (event) => moveByKeys(this.#scroller, event));
    this.#toBottom.addEventListener('click', () => this.toEnd());
    const resized = new ResizeObserver(() => this.#checkLeft() && this.#scrollToEnd());
    for (const part of [this.#scroller, this.#days.element, this.#draft]) resized.observe(part);
    const edges = new IntersectionObserver(
      (entries) => {
        const seen = entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
        if (seen.includes(this.#top)) void this.#older();
        else if (seen.includes(this.#bottom)) this.#newer();
      },
      { root: this.#scroller, rootMargin: '600px 0px' },
    );
    edges.observe(this.#top);
    edges.observe(this.#bottom);
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
    const isOwn = newest?.from?.id === this.#place.actor().id && !isFirstTime && arrived.length > 0;
    this.#checkLeft();
    if (isOwn) this.#sticks = true;
    if (this.#sticks) this.#drawEnd();
    this.#keepPlace(() => this.#days.draw(blocksOf(this.#drawn), this.#newestId));
    this.#newestId = newest?.message_id ?? 0;
    this.#days.element.classList.toggle('settled', !isFirstTime);
    if (!this.#sticks)
      this.#missed += arrived.filter(({ from }) => from?.id !== this.#place.actor().id).length;
    this.#showToBottom();
  }

  get #drawn() {
    return this.#chat.messages.filter(({ message_id: id }) => id >= this.#fromId && id <= this.#toId);
  }

  /** The window ends with the newest message, and grows with new ones until it is too long. */
  #drawEnd() {
    const isGrowing = this.#toId === Number.POSITIVE_INFINITY && this.#fromId !== Number.POSITIVE_INFINITY;
    this.#toId = Number.POSITIVE_INFINITY;
    if (isGrowing && this.#newestId > 0 && this.#drawn.length <= mostDrawn) return;
    this.#fromId = this.#chat.messages.at(-pageSize)?.message_id ?? 0;
  }

  /**
   * Draws the messages from one to another, by their places among all that are here.
   *
   * @param {number} first
   * @param {number} last
   */
  #drawBetween(first, last) {
    const { messages } = this.#chat;
    this.#fromId = messages[Math.max(0, first)]?.message_id ?? 0;
    this.#toId = last >= messages.length - 1 ? Number.POSITIVE_INFINITY : (messages[last]?.message_id ?? 0);
    this.sync();
  }

  /** @param {() => void} change */
  #keepPlace(change) {
    if (this.#sticks) {
      change();
      this.#scrollToEnd();
      return;
    }
    const top = this.#scroller.getBoundingClientRect().top;
    const anchor = this.#days.firstVisible(top);
    const before = anchor?.getBoundingClientRect().top ?? 0;
    change();
    if (!anchor?.isConnected) return;
    this.#scroller.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  /** Goes to the newest message and stays there. */
  toEnd() {
    this.#sticks = true;
    this.#endTop = 0;
    this.sync();
  }

  #scrollToEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#endTop = this.#scroller.scrollTop;
  }

  /** Whoever has just scrolled up is not pulled down again before the event of it comes. */
  #checkLeft() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const isAway = scrollHeight - scrollTop - clientHeight >= nearBottomPx;
    if (isAway && scrollTop < this.#endTop - nearBottomPx) this.#sticks = false;
    return this.#sticks;
  }

  #onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const isNewest = this.#toId === Number.POSITIVE_INFINITY;
    this.#sticks = isNewest && scrollHeight - scrollTop - clientHeight < nearBottomPx;
    this.#showToBottom();
    this.#showDays();
  }

  /** While one scrolls the day is named at the top; afterwards its name would only be in the way. */
  #showDays() {
    this.#scroller.classList.remove('resting');
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      this.#days.markPast(this.#scroller.getBoundingClientRect().top);
      this.#scroller.classList.add('resting');
    }, restMs);
  }

  #showToBottom() {
    if (this.#sticks) this.#missed = 0;
    this.#toBottom.hidden = this.#sticks;
    this.#toBottom.setAttribute('aria-label', this.#place.texts().toBottom);
    this.#toBottom.replaceChildren(icon('down'));
    if (this.#missed > 0) this.#toBottom.append(h('span', { class: 'count' }, this.#missed));
  }

  get #firstDrawn() {
    return this.#chat.messages.findIndex(({ message_id: id }) => id >= this.#fromId);
  }

  /** Draws a page of older messages, and reads them first where they are not here yet. */
  async #older() {
    const { messages, hasOlder } = this.#chat;
    if (this.#isLoading || messages.length === 0) return;
    if (this.#firstDrawn <= 0) {
      if (!hasOlder || !(await this.#load())) return;
    }
    this.#sticks = false;
    const first = Math.max(0, this.#firstDrawn - pageSize);
    this.#drawBetween(first, Math.min(first + mostDrawn, this.#firstDrawn + this.#drawn.length) - 1);
    // Still in sight: the page was shorter than the screen, and no crossing will be told.
    requestAnimationFrame(() => this.#scroller.scrollTop < nearTopPx && void this.#older());
  }

  async #load() {
    this.#isLoading = true;
    this.#top.classList.add('loading');
    const isRead = await this.#place.loadOlder();
    this.#isLoading = false;
    this.#top.classList.remove('loading');
    return isRead;
  }

  /** Draws a page of newer messages again that had been let go of. */
  #newer() {
    if (this.#toId === Number.POSITIVE_INFINITY) return;
    const last = this.#firstDrawn + this.#drawn.length - 1 + pageSize;
    this.#drawBetween(last + 1 - mostDrawn, last);
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
    const isDrawn = this.#fromId <= messageId && messageId <= this.#toId;
    if (!isDrawn) this.#drawBetween(at - pageSize, at + pageSize);
    const element = this.#days.elementOf(messageId);
    element?.scrollIntoView({ block: 'center' });
    element?.classList.add('flash');
    setTimeout(() => element?.classList.remove('flash'), flashMs);
  }

  /** @param {string | undefined} text what the bot is writing; empty while it thinks */
  showDraft(text) {
    this.#draft.hidden = text === undefined;
    const dots = h('span', { class: 'dots' }, h('i'), h('i'), h('i'));
    const bubble = h('div', { class: 'bubble' }, h('div', { class: 'text' }, text, dots));
    this.#draft.replaceChildren(h('div', { class: 'stack' }, bubble));
  }
}
