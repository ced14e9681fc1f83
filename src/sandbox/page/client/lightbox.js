/**
 * @import { Message } from './bot-api.js'
 * @import { Texts } from './texts.js'
 */
import { fileUrl } from './api.js';
import { openDialog } from './dialogs.js';
import { h, iconButton } from './dom.js';

/**
 * Shows a chat's photos full-screen, from one on; arrow keys and swipes turn the pages.
 *
 * @param {readonly Message[]} photos
 * @param {number} messageId
 * @param {Texts} texts
 */
export function openLightbox(photos, messageId, texts) {
  let at = Math.max(
    0,
    photos.findIndex(({ message_id: id }) => id === messageId),
  );
  const picture = h('img', { alt: '' });
  const caption = h('p', { class: 'lightbox-caption' });
  const previous = iconButton('left', texts.previous, () => turn(-1), 'lightbox-turn previous');
  const next = iconButton('right', texts.next, () => turn(1), 'lightbox-turn next');
  const show = () => {
    const message = photos[at];
    const photo = message?.photo?.at(-1);
    if (!message || !photo) return;
    picture.src = fileUrl(photo.file_id);
    picture.alt = message.caption ?? texts.photo;
    caption.textContent = message.caption ?? '';
    previous.hidden = at === 0;
    next.hidden = at === photos.length - 1;
  };
  const turn = (/** @type {number} */ step) => {
    at = Math.min(photos.length - 1, Math.max(0, at + step));
    show();
  };
  const close = iconButton('close', texts.close, () => dialog.close(), 'lightbox-close');
  const dialog = openDialog(
    { label: texts.photo, class: 'lightbox' },
    picture,
    caption,
    previous,
    next,
    close,
  );
  picture.addEventListener('click', () => dialog.close());
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft') turn(-1);
    if (key === 'ArrowRight') turn(1);
  });
  turnBySwipe(dialog, turn);
  show();
}

const swipePx = 50;

/** @param {HTMLElement} element @param {(step: number) => void} turn */
function turnBySwipe(element, turn) {
  let from = 0;
  element.addEventListener('touchstart', ({ touches }) => (from = touches[0]?.clientX ?? 0), {
    passive: true,
  });
  element.addEventListener('touchend', ({ changedTouches }) => {
    const moved = (changedTouches[0]?.clientX ?? from) - from;
    if (Math.abs(moved) > swipePx) turn(moved > 0 ? -1 : 1);
  });
}
