import { h } from './dom.js';

const shownMs = 3500;

/**
 * Tells something for a moment over a chat.
 *
 * @param {HTMLElement} over
 * @param {string} text
 * @param {'plain' | 'error'} [kind]
 */
export function showToast(over, text, kind = 'plain') {
  over.querySelector(':scope > .toast')?.remove();
  const toast = h('div', { class: `toast ${kind}`, role: 'status' }, text);
  over.append(toast);
  setTimeout(() => toast.classList.add('leaving'), shownMs);
  setTimeout(() => toast.remove(), shownMs + 300);
}
