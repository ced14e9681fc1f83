import { h, icon } from './dom.js';

/**
 * @typedef {object} MenuItem
 * @property {string} icon
 * @property {string} label
 * @property {() => void} run
 * @property {boolean} [danger]
 */

const marginPx = 8;

/**
 * A small menu at a point, kept inside of the window; arrow keys, Escape and a tap elsewhere work as everywhere.
 *
 * @param {readonly MenuItem[]} items
 * @param {{ x: number, y: number }} point
 * @param {string} label
 */
export function openPopupMenu(items, point, label) {
  const opener = document.activeElement;
  const menu = h('div', { class: 'popup-menu', role: 'menu', 'aria-label': label, popover: 'auto' });
  for (const item of items) {
    const run = () => {
      menu.hidePopover();
      item.run();
    };
    const className = item.danger ? 'menu-item danger' : 'menu-item';
    menu.append(
      h(
        'button',
        { type: 'button', role: 'menuitem', class: className, onclick: run },
        icon(item.icon),
        item.label,
      ),
    );
  }
  menu.addEventListener('keydown', (event) => moveFocus(menu, event));
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    menu.remove();
    if (opener instanceof HTMLElement && document.activeElement === document.body)
      opener.focus({ preventScroll: true });
  });
  document.body.append(menu);
  menu.showPopover();
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(marginPx, Math.min(point.x, innerWidth - width - marginPx))}px`;
  menu.style.top = `${Math.max(marginPx, Math.min(point.y, innerHeight - height - marginPx))}px`;
  if (menu.firstElementChild instanceof HTMLElement) menu.firstElementChild.focus();
}

/** @param {HTMLElement} menu @param {KeyboardEvent} event */
function moveFocus(menu, event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...menu.children];
  const at = all.indexOf(/** @type {Element} */ (document.activeElement));
  const next = all[(at + step + all.length) % all.length];
  if (next instanceof HTMLElement) next.focus();
}

/**
 * @param {MouseEvent} event
 * @returns {{ x: number, y: number }} beside the pointer, or under the button that was pressed by a key
 */
export function pointOf(event) {
  if (event.clientX !== 0 || event.clientY !== 0) return { x: event.clientX, y: event.clientY };
  const box = event.target instanceof Element ? event.target.getBoundingClientRect() : new DOMRect();
  return { x: box.left, y: box.bottom };
}
