/**
 * @import { Child } from './dom.js'
 * @import { Texts } from './texts.js'
 */
import { h, iconButton } from './dom.js';

/**
 * Opens a modal dialog; gone from the page once it is closed. A tap beside it closes it.
 *
 * @param {{ label: string, class?: string, onClose?: () => void }} options
 * @param {...Child} children
 * @returns {HTMLDialogElement}
 */
export function openDialog({ label, class: className = '', onClose }, ...children) {
  const dialog = h('dialog', { class: `dialog ${className}`, 'aria-label': label }, ...children);
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose?.();
  });
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * @param {string} title
 * @param {Texts} texts
 * @param {() => void} close
 */
export function dialogHead(title, texts, close) {
  return h('header', { class: 'dialog-head' }, h('h2', {}, title), iconButton('close', texts.close, close));
}

/**
 * Shows what a bot has to say, as an alert.
 *
 * @param {string} text
 * @param {string} title
 * @param {Texts} texts
 */
export function showAlert(text, title, texts) {
  const close = () => dialog.close();
  const dialog = openDialog(
    { label: title, class: 'alert' },
    h('h2', {}, title),
    h('p', {}, text),
    h(
      'div',
      { class: 'dialog-buttons' },
      h('button', { type: 'button', class: 'flat', onclick: close }, texts.ok),
    ),
  );
}

/**
 * @param {{ title: string, text?: string, yes: string, danger?: boolean }} question
 * @param {Texts} texts
 * @returns {Promise<boolean>}
 */
export function ask({ title, text, yes, danger }, texts) {
  return new Promise((resolve) => {
    let isYes = false;
    const answer = (/** @type {boolean} */ value) => () => {
      isYes = value;
      dialog.close();
    };
    const dialog = openDialog(
      { label: title, class: 'alert', onClose: () => resolve(isYes) },
      h('h2', {}, title),
      text !== undefined && h('p', {}, text),
      h(
        'div',
        { class: 'dialog-buttons' },
        h('button', { type: 'button', class: 'flat', onclick: answer(false) }, texts.cancel),
        h(
          'button',
          { type: 'button', class: danger ? 'flat danger' : 'flat strong', onclick: answer(true) },
          yes,
        ),
      ),
    );
  });
}

/**
 * @param {string} title
 * @param {unknown} value
 * @param {Texts} texts
 */
export function showJson(title, value, texts) {
  const json = JSON.stringify(value, null, 2);
  const dialog = openDialog(
    { label: title, class: 'json' },
    dialogHead(title, texts, () => dialog.close()),
    h('pre', { tabindex: 0 }, json),
    h(
      'div',
      { class: 'dialog-buttons' },
      h('button', { type: 'button', class: 'flat strong', onclick: () => void copyText(json) }, texts.copy),
    ),
  );
}

/**
 * @param {string} text
 */
export async function copyText(text) {
  // Missing where the page is not opened by https or on this machine, such as by a phone in the same network.
  if (navigator.clipboard) return await navigator.clipboard.writeText(text);
  const area = h('textarea', { class: 'off-screen', 'aria-hidden': 'true' });
  area.value = text;
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
