/**
 * @import { Message } from './bot-api.js'
 * @import { Place } from './place.js'
 */
import { openAttachMenu } from './attach-menu.js';
import { CommandList } from './command-list.js';
import { h, icon, iconButton } from './dom.js';
import { fullName, messageSummary } from './format.js';
import { kindsOf, openSendFiles } from './send-files.js';
import { ReplyKeyboardPanel } from './reply-keyboard.js';
import { safeUrl } from './safe-url.js';

const longestText = 4096;
const countedFrom = 3600;
const highestPx = 190;

/** Where a person writes: text, commands, answers, corrections, files. */
export class Composer {
  #place;
  #commands;
  #keyboard;
  /** @type {{ message: Message, isEdit: boolean } | undefined} */
  #about;
  #aboutBar = h('div', { class: 'about-bar', hidden: true });
  #counter = h('span', { class: 'counter', hidden: true });

  /** @param {Place} place */
  constructor(place) {
    this.#place = place;
    const texts = place.texts();
    this.input = h('textarea', {
      rows: 1,
      class: 'input',
      enterkeyhint: 'send',
      autocomplete: 'off',
      dir: 'auto',
    });
    this.#commands = new CommandList(place, (command) => this.#sendText(command));
    this.#keyboard = new ReplyKeyboardPanel(place, (text) => this.#sendText(text));
    this.#menuButton = h('button', { type: 'button', class: 'menu-button', hidden: true });
    this.#menuButton.addEventListener('click', () => this.#onMenu());
    this.#attach = iconButton('clip', texts.attach, (event) => openAttachMenu(place, event));
    this.#send = iconButton('send', texts.send, () => void this.#submit(), 'send');
    const field = h('div', { class: 'field' }, this.input, this.#counter, this.#keyboard.toggle);
    const row = h('div', { class: 'composer-row' }, this.#menuButton, this.#attach, field, this.#send);
    this.element = h(
      'div',
      { class: 'composer' },
      this.#commands.element,
      this.#aboutBar,
      row,
      this.#keyboard.element,
    );
    this.#listen();
    this.input.value = localStorage.getItem(this.#draftKey) ?? '';
    this.showFacts();
    this.#onInput();
  }

  #menuButton;
  #attach;
  #send;

  get #draftKey() {
    return `draft:${this.#place.chatId}`;
  }

  #listen() {
    this.input.addEventListener('input', () => this.#onInput());
    this.input.addEventListener('keydown', (event) => this.#onKey(event));
    this.input.addEventListener('paste', (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      openSendFiles(this.#place, kindsOf(files));
    });
  }

  /** Draws what the bot set for the chat: commands, keyboard. */
  showFacts() {
    const texts = this.#place.texts();
    const { menuButton, commands } = this.#place.chat().facts;
    const isApp = menuButton.type === 'web_app';
    this.#menuButton.hidden = commands.length === 0 && !isApp;
    this.#menuButton.replaceChildren(
      icon('menu'),
      h('span', {}, isApp ? (menuButton.text ?? texts.open) : texts.menu),
    );
    relabel(this.#attach, texts.attach);
    relabel(this.#send, this.#about?.isEdit ? texts.save : texts.send);
    this.#keyboard.sync();
    this.input.placeholder = this.#keyboard.placeholder ?? texts.message;
    this.input.setAttribute('aria-label', texts.message);
    this.#commands.sync();
  }

  focus() {
    // On a phone the keyboard would jump up.
    if (matchMedia('(pointer: fine)').matches) this.input.focus({ preventScroll: true });
  }

  #onMenu() {
    const { menuButton } = this.#place.chat().facts;
    const url = menuButton.type === 'web_app' ? safeUrl(menuButton.web_app?.url ?? '') : undefined;
    if (url) void this.#place.openLink(url, '');
    else this.#commands.toggle();
  }

  #onInput() {
    const { input } = this;
    input.style.height = '';
    // Nothing has a height before it is shown.
    if (input.scrollHeight > 0) input.style.height = `${Math.min(input.scrollHeight, highestPx)}px`;
    this.element.classList.toggle('typing', input.value !== '');
    input.classList.toggle('scrolls', input.scrollHeight > highestPx);
    const { length } = input.value;
    this.#counter.hidden = length < countedFrom;
    this.#counter.textContent = String(longestText - length).replace('-', '−');
    this.#counter.classList.toggle('over', length > longestText);
    this.#counter.title =
      length > longestText ? this.#place.texts().tooLong(Math.ceil(length / longestText)) : '';
    this.#send.classList.toggle('ready', input.value.trim() !== '');
    this.#commands.filter(input.value);
    if (!this.#about?.isEdit) this.#keepDraft();
  }

  #keepDraft() {
    if (this.input.value) localStorage.setItem(this.#draftKey, this.input.value);
    else localStorage.removeItem(this.#draftKey);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.isComposing || this.#commands.onKey(event)) return;
    if (event.key === 'Escape' && this.#about) return this.#endAbout();
    if (event.key === 'ArrowUp' && this.input.value === '') return this.#editLast(event);
    const sends = event.key === 'Enter' && !event.shiftKey && !matchMedia('(pointer: coarse)').matches;
    if (!sends) return;
    event.preventDefault();
    void this.#submit();
  }

  /** @param {KeyboardEvent} event */
  #editLast(event) {
    const last = this.#place
      .chat()
      .messages.findLast(({ from, text }) => from?.id === this.#place.actorId && text !== undefined);
    if (!last) return;
    event.preventDefault();
    this.edit(last);
  }

  async #submit() {
    const text = this.input.value.trim();
    if (text === '') return this.input.focus();
    const about = this.#about;
    if (about?.isEdit) {
      const what = { chatId: this.#place.chatId, messageId: about.message.message_id, text };
      const { ok } = await this.#place.perform({ act: 'edit', userId: this.#place.actorId, ...what });
      if (ok) this.#endAbout();
      return;
    }
    if (await this.#sendText(text)) this.#setText('');
  }

  /** @param {string} text as many messages as it needs */
  async #sendText(text) {
    const replyTo = this.#about?.isEdit ? undefined : this.#about?.message.message_id;
    if (replyTo !== undefined) this.#endAbout();
    for (let at = 0; at < text.length; at += longestText) {
      const { ok } = await this.#place.say(text.slice(at, at + longestText), at === 0 ? replyTo : undefined);
      if (!ok) return false;
    }
    return true;
  }

  /** @param {string} text */
  #setText(text) {
    this.input.value = text;
    this.#onInput();
  }

  /** @param {Message} message */
  reply(message) {
    this.#endAbout();
    this.#showAbout({ message, isEdit: false });
  }

  /** @param {Message} message */
  edit(message) {
    this.#showAbout({ message, isEdit: true });
    this.#setText(message.text ?? '');
  }

  /** @param {{ message: Message, isEdit: boolean }} about */
  #showAbout(about) {
    const texts = this.#place.texts();
    this.#about = about;
    const title = about.isEdit ? texts.editing : `${texts.replyTo} ${fullName(about.message.from)}`;
    const summary = messageSummary(about.message, texts);
    this.#aboutBar.replaceChildren(
      icon(about.isEdit ? 'edit' : 'reply'),
      h('div', { class: 'about-text' }, h('b', {}, title), h('span', {}, summary)),
      iconButton('close', texts.cancel, () => this.#endAbout()),
    );
    this.#aboutBar.hidden = false;
    this.#send.replaceChildren(icon(about.isEdit ? 'check' : 'send'));
    relabel(this.#send, about.isEdit ? texts.save : texts.send);
    this.input.focus();
  }

  #endAbout() {
    const wasEdit = this.#about?.isEdit;
    this.#about = undefined;
    this.#aboutBar.hidden = true;
    this.#send.replaceChildren(icon('send'));
    relabel(this.#send, this.#place.texts().send);
    if (wasEdit) this.#setText('');
  }
}

/** @param {HTMLElement} button @param {string} label */
function relabel(button, label) {
  button.setAttribute('aria-label', label);
  button.title = label;
}
