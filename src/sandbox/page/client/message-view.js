/**
 * @import { Message } from './bot-api.js'
 * @import { Block } from './message-blocks.js'
 * @import { Place } from './place.js'
 * @import { Child } from './dom.js'
 */
import { album } from './album.js';
import { avatar } from './avatar.js';
import { h, icon, iconButton, replaceChildren } from './dom.js';
import { formatText } from './entities.js';
import { clockTime, fullName, messageSummary, moneyText } from './format.js';
import { inlineKeyboard } from './inline-keyboard.js';
import { isService } from './message-blocks.js';
import { aspectOf, isVisual, mediaOf, swapMedia } from './message-media.js';

/** A block on the screen. An update draws only the parts that changed: a clip plays on while its caption is edited. */
export class MessageView {
  /** @type {Block} */
  block;
  #place;
  #stack = h('div', { class: 'stack' });
  #bubble = h('div', { class: 'bubble' });
  #media = h('div', { class: 'media' });
  #name = h('div', { class: 'sender' });
  #forward = h('div', { class: 'forwarded' });
  #reply = h('div', { class: 'reply-slot' });
  #text = h('div', { class: 'text', dir: 'auto' });
  #meta = h('span', { class: 'meta' });
  #keyboard = h('div', { class: 'keyboard-slot' });
  /** @type {Map<HTMLElement, string>} */
  #drawn = new Map();

  /** @param {Place} place @param {Block} block */
  constructor(place, block) {
    this.#place = place;
    this.block = block;
    this.element = h('article', { class: 'message', tabindex: -1, 'data-message-id': block.id });
    this.#stack.append(this.#bubble, this.#keyboard);
    this.element.append(this.#stack);
    this.#draw();
  }

  /** @param {Block} block */
  update(block) {
    const { isFirst, isLast, messages } = this.block;
    const isSame =
      isFirst === block.isFirst &&
      isLast === block.isLast &&
      messages.length === block.messages.length &&
      messages.every((message, index) => message === block.messages[index]);
    this.block = block;
    if (!isSame) this.#draw();
  }

  get #main() {
    return /** @type {Message} */ (this.block.messages[0]);
  }

  /** The one that carries the album's caption. */
  get #worded() {
    return this.block.messages.find(({ text, caption }) => (text ?? caption) !== undefined) ?? this.#main;
  }

  #draw() {
    const main = this.#main;
    if (isService(main)) {
      this.element.className = 'message service';
      replaceChildren(this.element, h('span', { class: 'pill' }, serviceText(main, this.#place)));
      return;
    }
    this.#drawFrame();
    const isOut = main.from?.id === this.#place.actor().id;
    const showsName = this.#place.isGroup() && !isOut && this.block.isFirst;
    this.#part(this.#name, [showsName && fullName(main.from), main.from?.id], () => [fullName(main.from)]);
    this.#part(this.#forward, [main.forward_origin], () => [forwardLine(main, this.#place)]);
    this.#part(this.#reply, [main.reply_to_message, main.quote], () => [replyQuote(main, this.#place)]);
    this.#drawMedia();
    this.#drawText();
    this.#part(this.#meta, [main.date, this.#isEdited, isOut], () => this.#metaContent(isOut));
    const rows = main.reply_markup?.inline_keyboard;
    this.#part(this.#keyboard, [rows], () => [
      inlineKeyboard(rows ?? [], (row, column, button) => this.#place.press(this.#main, row, column, button)),
    ]);
    const order = this.#worded.show_caption_above_media
      ? [this.#name, this.#forward, this.#reply, this.#text, this.#media, this.#meta]
      : [this.#name, this.#forward, this.#reply, this.#media, this.#text, this.#meta];
    if (order.some((node, index) => this.#bubble.children[index] !== node)) this.#bubble.append(...order);
  }

  #drawFrame() {
    const main = this.#main;
    const isOut = main.from?.id === this.#place.actor().id;
    const hasText = (this.#worded.text ?? this.#worded.caption) !== undefined;
    const isBare = Boolean(main.sticker ?? main.video_note) || isLargeEmoji(main);
    const classes = {
      out: isOut,
      in: !isOut,
      first: this.block.isFirst,
      last: this.block.isLast,
      bare: isBare,
      visual: this.block.messages.every(isVisual),
      wordless: !hasText,
      keyed: Boolean(main.reply_markup?.inline_keyboard),
    };
    const names = Object.entries(classes).filter(([, isSet]) => isSet);
    const states = ['flash', 'new'].filter((state) => this.element.classList.contains(state));
    this.element.className = ['message', ...names.map(([name]) => name), ...states].join(' ');
    this.element.style.setProperty('--shape', String(this.block.messages.length > 1 ? 1 : aspectOf(main)));
    this.element.style.setProperty('--hue', `var(--name-${Math.abs(main.from?.id ?? 0) % 7})`);
    const face = this.element.querySelector(':scope > .avatar');
    const needsFace = this.#place.isGroup() && !isOut && this.block.isLast;
    if (needsFace && !face) this.element.prepend(avatar(main.from));
    if (!needsFace) face?.remove();
    this.#drawActions();
  }

  #drawActions() {
    if (this.element.querySelector(':scope > .message-actions')) return;
    const { messageActions } = this.#place.texts();
    const open = (/** @type {MouseEvent} */ event) => this.#place.openMenu(this.#main, event);
    const button = iconButton('more', messageActions, open, 'small message-actions');
    button.tabIndex = -1;
    this.element.append(button);
  }

  /**
   * @param {HTMLElement} element
   * @param {readonly unknown[]} inputs all that the part shows; empty of sense, the part is hidden
   * @param {() => Child[]} build
   */
  #part(element, inputs, build) {
    const key = JSON.stringify(inputs);
    if (this.#drawn.get(element) === key) return;
    this.#drawn.set(element, key);
    const isEmpty = inputs[0] === undefined || inputs[0] === false;
    element.hidden = isEmpty;
    replaceChildren(element, ...(isEmpty ? [] : build()));
  }

  #drawMedia() {
    const { messages } = this.block;
    const inputs = messages.map(({ message_id: _, date, edit_date, reply_markup, from, chat, ...rest }) => {
      const { text, entities, caption, caption_entities, reply_to_message, forward_origin, quote, ...media } =
        rest;
      return media;
    });
    const key = JSON.stringify(inputs);
    if (this.#drawn.get(this.#media) === key) return;
    this.#drawn.set(this.#media, key);
    const actions = {
      texts: this.#place.texts(),
      enlarge: (/** @type {number} */ id) => this.#place.enlarge(id),
    };
    const fresh = messages.length > 1 ? album(messages, actions) : mediaOf(this.#main, actions);
    this.#media.hidden = !fresh;
    const old = this.#media.firstElementChild;
    if (fresh && old instanceof HTMLElement) swapMedia(old, fresh);
    else replaceChildren(this.#media, fresh);
  }

  #drawText() {
    const { text, caption, entities, caption_entities: captionEntities } = this.#worded;
    const words = text ?? caption;
    const marks = (text === undefined ? captionEntities : entities) ?? [];
    this.#part(this.#text, [words, marks, this.#isEdited], () => {
      this.#text.classList.toggle('emoji', isLargeEmoji(this.#main));
      const room = h(
        'span',
        { class: 'meta meta-room', 'aria-hidden': 'true' },
        ...this.#metaContent(this.#isOut),
      );
      return [formatText(words ?? '', marks, this.#place.textActions()), room];
    });
  }

  get #isOut() {
    return this.#main.from?.id === this.#place.actor().id;
  }

  /** Telegram doesn't mark a bot's message with buttons, which changes all the time. */
  get #isEdited() {
    return this.#worded.edit_date !== undefined && !this.#main.reply_markup?.inline_keyboard;
  }

  /** @param {boolean} isOut @returns {Child[]} */
  #metaContent(isOut) {
    const { edited } = this.#place.texts();
    return [
      this.#isEdited && h('span', { class: 'edited' }, edited),
      h('time', {}, clockTime(this.#main.date)),
      isOut && icon('ticks'),
    ];
  }
}

/** One to three emoji alone are shown large. */
const onlyEmoji =
  /^(?:\p{Extended_Pictographic}(?:\uFE0F|[\u{1F3FB}-\u{1F3FF}]|\u200D\p{Extended_Pictographic})*\s*){1,3}$/u;
/** @param {Message} message */
function isLargeEmoji({ text, entities, reply_to_message: target }) {
  return text !== undefined && text.length < 60 && !entities && !target && onlyEmoji.test(text);
}

/** @param {Message} message @param {Place} place */
function forwardLine(message, place) {
  const origin = message.forward_origin;
  const name =
    fullName(origin?.sender_user) ||
    origin?.sender_user_name ||
    origin?.sender_chat?.title ||
    origin?.chat?.title;
  return h('span', {}, `${place.texts().forwardedFrom} `, h('b', {}, name ?? ''));
}

/** @param {Message} message @param {Place} place */
function replyQuote(message, place) {
  const target = message.reply_to_message;
  const summary = message.quote?.text ?? messageSummary(target, place.texts());
  const onclick = () => target && place.jumpTo(target.message_id);
  return h(
    'button',
    { type: 'button', class: 'reply-quote', onclick },
    h('b', {}, fullName(target?.from)),
    h('span', {}, summary),
  );
}

/** @param {Message} message @param {Place} place @returns {string} */
function serviceText(message, place) {
  const texts = place.texts();
  const { successful_payment: paid, refunded_payment: refunded } = message;
  if (paid) return texts.paid(moneyText(paid.total_amount, paid.currency, texts));
  if (refunded) return texts.refunded(moneyText(refunded.total_amount, refunded.currency, texts));
  if (message.pinned_message) return `${fullName(message.from)} ${texts.pinnedIt}`;
  if (message.new_chat_members) return texts.joined(message.new_chat_members.map(fullName).join(', '));
  if (message.left_chat_member) return texts.left(fullName(message.left_chat_member));
  return texts.groupCreated;
}
