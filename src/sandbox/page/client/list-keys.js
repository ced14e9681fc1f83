/**
 * Up and down go from message to message, Enter opens a message's menu.
 *
 * @param {HTMLElement} scroller
 * @param {KeyboardEvent} event
 */
export function moveByKeys(scroller, event) {
  const { target } = event;
  const isOnMessage = target instanceof HTMLElement && target.matches('.message');
  if (!isOnMessage && target !== scroller) return;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.key === 'Enter' && isOnMessage)
    target.querySelector('.message-actions')?.dispatchEvent(new MouseEvent('click'));
  if (!step) return;
  event.preventDefault();
  const all = [...scroller.querySelectorAll('.day .message')];
  const next = all[Math.max(0, (isOnMessage ? all.indexOf(target) : all.length) + step)];
  if (next instanceof HTMLElement) next.focus();
  else scroller.focus();
}
