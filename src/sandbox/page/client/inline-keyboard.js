/** @import { InlineButton } from './bot-api.js' */
import { h, icon } from './dom.js';

/** After this long a button stops turning, as in Telegram; the answer may still come. */
const spinnerMs = 15_000;
const styles = new Set(['primary', 'success', 'danger']);

/**
 * @param {readonly (readonly InlineButton[])[]} rows
 * @param {(row: number, column: number, button: InlineButton) => Promise<void>} press ends when the bot has answered
 */
export function inlineKeyboard(rows, press) {
  const drawn = rows.map((row, rowIndex) =>
    h(
      'div',
      { class: 'keyboard-row' },
      ...row.map((button, column) => keyboardButton(button, () => press(rowIndex, column, button))),
    ),
  );
  return h('div', { class: 'keyboard', 'data-kind': 'keyboard' }, ...drawn);
}

/** @param {InlineButton} button @param {() => Promise<void>} press */
function keyboardButton(button, press) {
  const corner = cornerIcon(button);
  const style = styles.has(button.style ?? '') ? ` ${button.style}` : '';
  const element = h(
    'button',
    { type: 'button', class: `key${style}`, disabled: button.disabled !== undefined },
    h('span', { class: 'key-text' }, button.text),
    corner && icon(corner),
    h('span', { class: 'spinner', 'aria-hidden': 'true' }),
  );
  element.addEventListener('click', () => {
    if (element.getAttribute('aria-busy') === 'true') return;
    element.setAttribute('aria-busy', 'true');
    const timer = setTimeout(() => element.removeAttribute('aria-busy'), spinnerMs);
    press().finally(() => {
      clearTimeout(timer);
      element.removeAttribute('aria-busy');
    });
  });
  return element;
}

/** @param {InlineButton} button */
function cornerIcon(button) {
  if (button.url || button.web_app) return 'link';
  if (button.copy_text) return 'copy';
  return button.pay ? 'card' : undefined;
}
