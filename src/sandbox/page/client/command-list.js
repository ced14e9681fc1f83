/** @import { Place } from './place.js' */
import { h } from './dom.js';

/** The bot's commands over the field: all by the menu button, or those that begin like what is typed. */
export class CommandList {
  #place;
  #send;
  #typed = '';
  #isPinned = false;
  #chosen = 0;

  /** @param {Place} place @param {(command: string) => void} send */
  constructor(place, send) {
    this.#place = place;
    this.#send = send;
    this.element = h('div', { class: 'command-list', role: 'listbox', hidden: true });
    document.addEventListener('pointerdown', ({ target }) => {
      const isInside = target instanceof Node && this.element.parentElement?.contains(target);
      if (this.#isPinned && !isInside) this.#close();
    });
  }

  get #isOpen() {
    return !this.element.hidden;
  }

  #matching() {
    const { commands } = this.#place.chat().facts;
    return this.#isPinned
      ? commands
      : commands.filter(({ command }) => command.startsWith(this.#typed.slice(1)));
  }

  toggle() {
    this.#isPinned = !this.#isOpen;
    this.sync();
  }

  #close() {
    this.#isPinned = false;
    this.element.hidden = true;
  }

  /** @param {string} typed */
  filter(typed) {
    this.#typed = typed;
    this.#isPinned = false;
    this.#chosen = 0;
    this.sync();
  }

  sync() {
    const isTyping = /^\/[a-z0-9_]*$/i.test(this.#typed);
    const matching = this.#isPinned || isTyping ? this.#matching() : [];
    this.element.hidden = matching.length === 0;
    this.element.setAttribute('aria-label', this.#place.texts().commands);
    this.element.replaceChildren(
      ...matching.map(({ command, description }, index) => {
        const isChosen = isTyping && index === this.#chosen;
        const onclick = () => this.#choose(command);
        return h(
          'button',
          { type: 'button', role: 'option', class: 'command', 'aria-selected': String(isChosen), onclick },
          h('b', {}, `/${command}`),
          h('span', {}, description),
        );
      }),
    );
    this.element.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {string} command */
  #choose(command) {
    this.#close();
    const input = this.element.parentElement?.querySelector('textarea');
    if (input?.value.startsWith('/')) {
      input.value = '';
      input.dispatchEvent(new Event('input'));
    }
    this.#send(`/${command}`);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
  onKey(event) {
    if (!this.#isOpen) return false;
    const matching = this.#matching();
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const chosen = matching[this.#chosen];
    if (event.key === 'Escape') this.#close();
    else if (step) {
      this.#chosen = (this.#chosen + step + matching.length) % matching.length;
      this.sync();
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) this.#choose(chosen.command);
    else return false;
    event.preventDefault();
    return true;
  }
}
