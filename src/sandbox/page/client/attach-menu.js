/**
 * @import { Place } from './place.js'
 * @import { FileKind } from './send-files.js'
 */
import { h } from './dom.js';
import { openPopupMenu } from './popup-menu.js';
import { kindsOf, openSendFiles } from './send-files.js';

const menuHeightPx = 190;

/**
 * @param {Place} place
 * @param {MouseEvent} event
 */
export function openAttachMenu(place, event) {
  const texts = place.texts();
  const button =
    event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : new DOMRect();
  const choose = (/** @type {string} */ accept, /** @type {FileKind} */ kind, isMultiple = true) => ({
    run: () => chooseFiles(accept, isMultiple, (files) => openSendFiles(place, kindsOf(files, kind))),
  });
  openPopupMenu(
    [
      { icon: 'photo', label: texts.attachMedia, ...choose('image/*,video/*', 'media') },
      { icon: 'file', label: texts.attachFile, ...choose('', 'document') },
      { icon: 'music', label: texts.attachAudio, ...choose('audio/*', 'audio') },
      { icon: 'microphone', label: texts.attachVoice, ...choose('audio/*', 'voice', false) },
    ],
    { x: button.left, y: button.top - menuHeightPx },
    texts.attach,
  );
}

/**
 * @param {string} accept
 * @param {boolean} multiple
 * @param {(files: readonly File[]) => void} use
 */
function chooseFiles(accept, multiple, use) {
  const input = h('input', { type: 'file', accept, multiple, class: 'off-screen' });
  input.addEventListener('change', () => {
    input.remove();
    if (input.files?.length) use([...input.files]);
  });
  input.addEventListener('cancel', () => input.remove());
  document.body.append(input);
  input.click();
}
