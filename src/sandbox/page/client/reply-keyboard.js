/**
 * @import { Place } from './place.js'
 * @import { ReplyButton, ReplyKeyboard } from './bot-api.js'
 */
import { h, icon } from './dom.js';

/** The keyboard that a bot puts in the place of the phone's own. */
export class ReplyKeyboardPanel {
  #place;
  #send;
  #key = '';
  #isOpen = false;

  /** @param {Place} place @param {(text: string) => void} send */
  constructor(place, send) {
    this.#place = place;
    this.#send = send;
    this.element = h('div', { class: 'reply-keyboard', hidden: true });
    this.toggle = h('button', { type: 'button', class: 'icon-button', hidden: true });
    this.toggle.addEventListener('click', () => this.#open(!this.#isOpen));
  }

  /** @returns {ReplyKeyboard | undefined} */
  get #markup() {
    return this.#place.chat().facts.replyKeyboard;
  }

  get placeholder() {
    return this.#markup?.input_field_placeholder;
  }

  sync() {
    const markup = this.#markup;
    const key = JSON.stringify(markup?.keyboard ?? []);
    this.toggle.hidden = !markup?.keyboard;
    if (key === this.#key) return;
    this.#key = key;
    const rows = markup?.keyboard ?? [];
    this.element.replaceChildren(
      ...rows.map((row) => h('div', { class: 'keyboard-row' }, ...row.map((button) => this.#button(button)))),
    );
    this.element.classList.toggle('full', !markup?.resize_keyboard);
    this.#open(rows.length > 0);
  }

  /** @param {ReplyButton} button */
  #button(button) {
    const { text, style } = typeof button === 'string' ? { text: button, style: undefined } : button;
    const isPlain =
      typeof button === 'string' || !Object.keys(button).some((name) => name.startsWith('request_'));
    const onclick = () => {
      if (!isPlain) return this.#place.toast(this.#place.texts().notHere);
      this.#send(text);
      if (this.#markup?.one_time_keyboard) this.#open(false);
    };
    return h(
      'button',
      { type: 'button', class: `key ${style ?? ''}`, onclick },
      h('span', { class: 'key-text' }, text),
    );
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    this.#isOpen = isOpen;
    this.element.hidden = !isOpen;
    const texts = this.#place.texts();
    const label = isOpen ? texts.hideKeyboard : texts.showKeyboard;
    this.toggle.setAttribute('aria-label', label);
    this.toggle.title = label;
    this.toggle.replaceChildren(icon(isOpen ? 'down' : 'keyboard'));
  }
}
