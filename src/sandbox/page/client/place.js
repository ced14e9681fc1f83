/**
 * @import { SandboxUser, HumanAct } from '../../protocol.ts'
 * @import { InlineButton, Message } from './bot-api.js'
 * @import { CallbackAnswer, Store } from './store.js'
 */
import { act, readOlder } from './api.js';
import { ask, copyText, showAlert } from './dialogs.js';
import { moneyText } from './format.js';
import { openLightbox } from './lightbox.js';
import { openMessageMenu } from './message-menu.js';
import { safeUrl, startPayload } from './safe-url.js';
import { textsFor } from './texts.js';
import { showToast } from './toast.js';

const answerMs = 15_000;

/** Where a person is in the sandbox, one person in one chat, and what they can do there. */
export class Place {
  /** @type {Map<string, (answer: CallbackAnswer) => void>} */
  #waiting = new Map();
  /** An answer may come before the press itself is acknowledged. @type {Map<string, CallbackAnswer>} */
  #early = new Map();

  /**
   * @param {Store} store
   * @param {number} chatId
   * @param {{ element: HTMLElement, jumpTo: (messageId: number) => void, reply: (message: Message) => void,
   *   edit: (message: Message) => void, redraw: () => void }} column
   */
  constructor(store, chatId, column) {
    this.store = store;
    this.chatId = chatId;
    this.column = column;
    this.actorId = this.chat().facts.userIds[0] ?? chatId;
  }

  chat() {
    const chat = this.store.chats.get(this.chatId);
    if (!chat) throw new Error(`Chat ${this.chatId} is gone.`);
    return chat;
  }

  /** @returns {SandboxUser} */
  actor() {
    return this.store.users.find(({ id }) => id === this.actorId) ?? { id: this.actorId, first_name: '?' };
  }

  texts() {
    return textsFor(this.actor());
  }

  /** The bot as it introduces itself to whoever looks. */
  bot() {
    const { bot } = this.store;
    return { ...bot, ...bot.inLanguage?.[this.actor().language_code ?? ''] };
  }

  isGroup() {
    return this.chat().facts.type !== 'private';
  }

  /** @param {HumanAct} humanAct @returns {ReturnType<typeof act>} */
  async perform(humanAct) {
    const answer = await act(humanAct);
    if (!answer.ok) this.toast(`${this.texts().failed}: ${answer.error}`, 'error');
    return answer;
  }

  /** @param {string} text @param {'plain' | 'error'} [kind] */
  toast(text, kind) {
    showToast(this.column.element, text, kind);
  }

  /** @param {string} text @param {number} [replyTo] */
  async say(text, replyTo) {
    const reply = replyTo === undefined ? {} : { replyTo };
    return await this.perform({ act: 'say', userId: this.actorId, chatId: this.chatId, text, ...reply });
  }

  /** @param {string} [payload] */
  async start(payload) {
    const more = payload ? { payload } : {};
    await this.perform({ act: 'start', userId: this.actorId, ...more });
  }

  /**
   * @param {Message} message
   * @param {number} row
   * @param {number} column
   * @param {InlineButton} button
   */
  async press(message, row, column, button) {
    if (button.copy_text) return await this.copy(button.copy_text.text);
    if (button.pay) return await this.#pay(message);
    const address = button.url ?? button.web_app?.url;
    if (address !== undefined) {
      const url = safeUrl(address);
      return url ? await this.openLink(url, '') : undefined;
    }
    if (button.callback_data === undefined) return this.toast(this.texts().notHere);
    const press = { userId: this.actorId, chatId: this.chatId, messageId: message.message_id, row, column };
    const answer = await this.perform({ act: 'press', ...press });
    if (answer.ok && answer.callbackId !== undefined) await this.#answerTo(answer.callbackId);
  }

  /** @param {string} callbackId @returns {Promise<void>} */
  #answerTo(callbackId) {
    return new Promise((resolve) => {
      const show = (/** @type {CallbackAnswer} */ answer) => {
        this.#waiting.delete(callbackId);
        this.#showAnswer(answer);
        resolve();
      };
      const early = this.#early.get(callbackId);
      this.#early.clear();
      if (early) return show(early);
      this.#waiting.set(callbackId, show);
      setTimeout(resolve, answerMs);
    });
  }

  /** @param {CallbackAnswer} answer to a press of this person's, here or in another tab */
  onAnswer(answer) {
    const show = this.#waiting.get(answer.callbackId);
    if (show) show(answer);
    else this.#early.set(answer.callbackId, answer);
  }

  /** @param {CallbackAnswer} answer */
  #showAnswer({ text, showAlert: isAlert, url }) {
    const link = url === undefined ? undefined : safeUrl(url);
    if (link) void this.openLink(link, url ?? '');
    if (!text) return;
    if (isAlert) showAlert(text, this.bot().name, this.texts());
    else this.toast(text);
  }

  /** @param {Message} message */
  async #pay(message) {
    const texts = this.texts();
    const { invoice } = message;
    const price = invoice ? moneyText(invoice.total_amount, invoice.currency, texts) : '';
    const text = [invoice?.title, price].filter(Boolean).join(' · ');
    if (!(await ask({ title: texts.payQuestion, text, yes: texts.pay }, texts))) return;
    await this.perform({
      act: 'pay',
      userId: this.actorId,
      chatId: this.chatId,
      messageId: message.message_id,
    });
  }

  /** @param {URL} url @param {string} shown what the person believes it to be */
  async openLink(url, shown) {
    const payload = startPayload(url, this.store.bot.username);
    if (payload !== undefined) return await this.start(payload);
    const texts = this.texts();
    const isPlain = shown !== '' && safeUrl(shown)?.href === url.href;
    if (isPlain || (await ask({ title: texts.openLink, text: url.href, yes: texts.open }, texts))) {
      window.open(url.href, '_blank', 'noopener,noreferrer');
    }
  }

  /** @param {string} text */
  async copy(text) {
    await copyText(text);
    this.toast(this.texts().copied);
  }

  textActions() {
    return {
      openLink: (/** @type {URL} */ url, /** @type {string} */ shown) => void this.openLink(url, shown),
      sayCommand: (/** @type {string} */ command) => void this.say(command),
      copy: (/** @type {string} */ text) => void this.copy(text),
      copyLabel: this.texts().copy,
    };
  }

  /** @param {number} messageId */
  enlarge(messageId) {
    const photos = this.chat().messages.filter(({ photo }) => photo);
    openLightbox(photos, messageId, this.texts());
  }

  /** @param {number} messageId */
  jumpTo(messageId) {
    this.column.jumpTo(messageId);
  }

  /** @param {Message} message @param {MouseEvent} event */
  openMenu(message, event) {
    openMessageMenu(this, message, event);
  }

  /** @returns {Promise<boolean>} whether there was anything to read */
  async loadOlder() {
    const first = this.chat().messages[0];
    if (!first) return false;
    try {
      const { messages, hasOlder } = await readOlder(this.chatId, first.message_id);
      this.store.addOlder(this.chatId, /** @type {any} */ (messages), hasOlder);
      return messages.length > 0;
    } catch {
      return false;
    }
  }
}
