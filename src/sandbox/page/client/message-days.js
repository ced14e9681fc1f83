/**
 * @import { Block } from './message-blocks.js'
 * @import { Place } from './place.js'
 */
import { h } from './dom.js';
import { dayName } from './format.js';
import { MessageView } from './message-view.js';

/** A window of a chat's messages, by days; drawn again it touches only what changed. */
export class MessageDays {
  element = h('div', { class: 'days' });
  #place;
  /** @type {Map<number, MessageView>} */
  #views = new Map();
  /** @type {Map<string, HTMLElement>} */
  #sections = new Map();
  #knownId = 0;

  /** @param {Place} place */
  constructor(place) {
    this.#place = place;
  }

  /**
   * @param {readonly Block[]} blocks
   * @param {number} knownId messages after it are new; 0: none is
   */
  draw(blocks, knownId) {
    this.#knownId = knownId;
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
      if (this.element.children[at] !== section)
        this.element.insertBefore(section, this.element.children[at] ?? null);
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
    if (this.#knownId > 0 && block.id > this.#knownId) view.element.classList.add('new');
    this.#views.set(block.id, view);
    return view;
  }

  /** The first message below a height of the window. @param {number} top */
  firstVisible(top) {
    for (const section of this.element.children) {
      if (section.getBoundingClientRect().bottom < top) continue;
      for (const element of section.querySelectorAll('.message')) {
        if (element.getBoundingClientRect().bottom > top) return element;
      }
    }
    return undefined;
  }

  /** @param {number} messageId */
  elementOf(messageId) {
    const views = [...this.#views.values()];
    return views.find(({ block }) => block.messages.some(({ message_id: id }) => id === messageId))?.element;
  }

  /** Marks the days whose name stands over messages instead of before them. @param {number} top */
  markPast(top) {
    for (const section of this.#sections.values()) {
      section.classList.toggle('past', section.getBoundingClientRect().top < top - 10);
    }
  }
}
