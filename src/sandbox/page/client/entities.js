/** @import { Entity } from './bot-api.js' */
import { h, iconButton } from './dom.js';
import { safeUrl } from './safe-url.js';

/**
 * What a tap in a text does.
 *
 * @typedef {object} TextActions
 * @property {(url: URL, shown: string) => void} openLink
 * @property {(command: string) => void} sayCommand
 * @property {(text: string) => void} copy
 * @property {string} copyLabel
 */

/**
 * A text with its entities as nodes. Entities nest; one that reaches out of its parent is cut there.
 *
 * @param {string} text
 * @param {readonly Entity[]} entities offsets in UTF-16 units
 * @param {TextActions} actions
 * @returns {DocumentFragment}
 */
export function formatText(text, entities, actions) {
  const sorted = entities
    .filter(({ offset, length }) => length > 0 && offset >= 0 && offset < text.length)
    .toSorted((one, other) => one.offset - other.offset || other.length - one.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...nodesBetween(text, sorted, 0, text.length, actions));
  return fragment;
}

const blocks = new Set(['pre', 'blockquote', 'expandable_blockquote']);

/**
 * @param {string} text
 * @param {readonly Entity[]} sorted
 * @param {number} from
 * @param {number} to
 * @param {TextActions} actions
 * @returns {(Node | string)[]}
 */
function nodesBetween(text, sorted, from, to, actions) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let at = from;
  for (let index = 0; index < sorted.length; index += 1) {
    const entity = sorted[index];
    if (!entity || entity.offset < at || entity.offset >= to) continue;
    const end = Math.min(entity.offset + entity.length, to);
    const isBlock = blocks.has(entity.type);
    // A block begins and ends its line by itself.
    const gap = text.slice(at, entity.offset);
    if (gap) nodes.push(isBlock ? gap.replace(/\n$/, '') : gap);
    const inner = sorted.slice(index + 1).filter(({ offset }) => offset < end);
    const children = nodesBetween(text, inner, entity.offset, end, actions);
    nodes.push(elementOf(entity, text.slice(entity.offset, end), children, actions));
    at = isBlock && text[end] === '\n' ? end + 1 : end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

/** @type {Readonly<Record<string, 'b' | 'i' | 'u' | 's' | 'code'>>} */
const plainTags = { bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code' };

/**
 * @param {Entity} entity
 * @param {string} shown
 * @param {(Node | string)[]} children
 * @param {TextActions} actions
 * @returns {Node}
 */
function elementOf(entity, shown, children, actions) {
  const tag = plainTags[entity.type];
  if (tag === 'code') return h('code', { onclick: () => actions.copy(shown) }, ...children);
  if (tag) return h(tag, {}, ...children);
  switch (entity.type) {
    case 'pre':
      return codeBlock(entity, shown, children, actions);
    case 'spoiler':
      return spoiler(children);
    case 'blockquote':
      return h('blockquote', {}, ...children);
    case 'expandable_blockquote':
      return expandableQuote(children);
    case 'bot_command':
      return h(
        'button',
        { type: 'button', class: 'link', onclick: () => actions.sayCommand(shown) },
        ...children,
      );
    case 'text_link':
    case 'url':
    case 'email':
    case 'phone_number':
    case 'mention':
      return link(addressOf(entity, shown), shown, children, actions);
    case 'text_mention':
    case 'hashtag':
    case 'cashtag':
      return h('span', { class: 'link' }, ...children);
    default:
      return h('span', {}, ...children);
  }
}

/** @param {Entity} entity @param {string} shown */
function addressOf(entity, shown) {
  if (entity.type === 'email') return `mailto:${shown}`;
  if (entity.type === 'phone_number') return `tel:${shown.replace(/[^+\d]/g, '')}`;
  if (entity.type === 'mention') return `https://t.me/${shown.slice(1)}`;
  return entity.url ?? shown;
}

/**
 * @param {string} address
 * @param {string} shown
 * @param {(Node | string)[]} children
 * @param {TextActions} actions
 */
function link(address, shown, children, actions) {
  const url = safeUrl(address);
  if (!url) return h('span', { class: 'link' }, ...children);
  const onclick = (/** @type {MouseEvent} */ event) => {
    event.preventDefault();
    actions.openLink(url, shown);
  };
  return h(
    'a',
    { href: url.href, rel: 'noopener noreferrer', target: '_blank', class: 'link', onclick },
    ...children,
  );
}

/** @param {(Node | string)[]} children */
function spoiler(children) {
  const reveal = () => {
    element.classList.add('shown');
    element.removeAttribute('role');
    element.removeAttribute('tabindex');
  };
  const onkeydown = (/** @type {KeyboardEvent} */ event) => event.key === 'Enter' && reveal();
  const element = h(
    'span',
    { class: 'spoiler', role: 'button', tabindex: 0, onclick: reveal, onkeydown },
    ...children,
  );
  return element;
}

/** @param {(Node | string)[]} children */
function expandableQuote(children) {
  const toggle = () => {
    const isOpen = quote.classList.toggle('open');
    quote.setAttribute('aria-expanded', String(isOpen));
  };
  const onkeydown = (/** @type {KeyboardEvent} */ event) => event.key === 'Enter' && toggle();
  const quote = h(
    'blockquote',
    {
      class: 'expandable',
      role: 'button',
      tabindex: 0,
      'aria-expanded': 'false',
      onclick: toggle,
      onkeydown,
    },
    ...children,
  );
  return quote;
}

/**
 * @param {Entity} entity
 * @param {string} shown
 * @param {(Node | string)[]} children
 * @param {TextActions} actions
 */
function codeBlock(entity, shown, children, actions) {
  return h(
    'pre',
    {},
    entity.language && h('span', { class: 'code-language' }, entity.language),
    iconButton('copy', actions.copyLabel, () => actions.copy(shown), 'small code-copy'),
    h('code', {}, ...children),
  );
}
