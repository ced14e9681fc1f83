/**
 * @import { Place } from './place.js'
 *
 * @typedef {'media' | 'document' | 'audio' | 'voice'} FileKind
 * @typedef {'photo' | 'video' | 'animation' | 'document' | 'audio' | 'voice'} SentKind
 * @typedef {object} Chosen
 * @property {File} file
 * @property {SentKind} kind
 */
import { dialogHead, openDialog } from './dialogs.js';
import { h, icon, iconButton } from './dom.js';
import { sizeText } from './format.js';
import { sendFiles } from './upload-files.js';

const longestCaption = 1024;

/**
 * @param {readonly File[]} files
 * @param {FileKind} [wanted]
 * @returns {Chosen[]}
 */
export function kindsOf(files, wanted = 'media') {
  return files.map((file) => ({ file, kind: wanted === 'media' ? mediaKind(file) : wanted }));
}

/** @param {File} file @returns {SentKind} as what a phone would send it */
function mediaKind({ type }) {
  if (type === 'image/gif') return 'animation';
  if (/^image\/(jpeg|png|webp|avif|heic|heif|bmp)$/.test(type)) return 'photo';
  if (/^video\/(mp4|quicktime|webm|x-m4v)$/.test(type)) return 'video';
  return type.startsWith('audio/') ? 'audio' : 'document';
}

/**
 * Shows what is about to be sent, to be captioned, thinned out, and sent as pictures or as files.
 *
 * @param {Place} place
 * @param {readonly Chosen[]} files
 */
export function openSendFiles(place, files) {
  const texts = place.texts();
  let chosen = [...files];
  const urls = new Map(files.map(({ file }) => [file, URL.createObjectURL(file)]));
  const grid = h('div', { class: 'chosen-files' });
  const caption = h('textarea', {
    rows: 1,
    class: 'input',
    placeholder: texts.caption,
    'aria-label': texts.caption,
  });
  caption.maxLength = longestCaption;
  const compress = h('input', { type: 'checkbox', checked: true });
  const grouped = h('input', { type: 'checkbox', checked: true });
  const hasPictures = chosen.some(({ kind }) => kind === 'photo');
  const show = () => {
    if (chosen.length === 0) return dialog.close();
    grid.replaceChildren(...chosen.map((one) => preview(one, urls.get(one.file) ?? '', compress.checked)));
    title.textContent = texts.sendTitle(chosen.length);
  };
  const preview = (
    /** @type {Chosen} */ one,
    /** @type {string} */ url,
    /** @type {boolean} */ isCompressed,
  ) => {
    const remove = () => {
      chosen = chosen.filter((other) => other !== one);
      show();
    };
    return filePreview(place, isCompressed ? one : asFile(one), url, remove);
  };
  const submit = () => {
    const items = compress.checked ? chosen : chosen.map(asFile);
    dialog.close();
    void sendFiles(place, items, caption.value.trim(), grouped.checked);
  };
  const head = dialogHead(texts.sendTitle(chosen.length), texts, () => dialog.close());
  const title = /** @type {HTMLElement} */ (head.firstElementChild);
  compress.addEventListener('change', show);
  caption.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  const onClose = () => {
    for (const url of urls.values()) URL.revokeObjectURL(url);
  };
  const dialog = openDialog(
    { label: texts.sendTitle(chosen.length), class: 'send-files', onClose },
    head,
    grid,
    hasPictures && h('label', { class: 'check' }, compress, texts.compress),
    chosen.length > 1 && h('label', { class: 'check' }, grouped, texts.asAlbum),
    h('div', { class: 'caption-row' }, caption, iconButton('send', texts.send, submit, 'send ready')),
  );
  show();
  caption.focus();
}

/** @param {Chosen} one @returns {Chosen} */
function asFile(one) {
  return one.kind === 'photo' || one.kind === 'animation' ? { ...one, kind: 'document' } : one;
}

/**
 * @param {Place} place
 * @param {Chosen} one
 * @param {string} url
 * @param {() => void} remove
 */
function filePreview(place, { file, kind }, url, remove) {
  const texts = place.texts();
  const button = iconButton('close', `${texts.remove}: ${file.name}`, remove, 'small remove');
  if (kind === 'photo' || kind === 'animation') {
    return h('div', { class: 'chosen picture' }, h('img', { src: url, alt: file.name }), button);
  }
  if (kind === 'video') {
    const video = h('video', { src: `${url}#t=0.01`, preload: 'metadata', playsinline: true });
    video.muted = true;
    return h('div', { class: 'chosen picture' }, video, button);
  }
  const symbol = { document: 'file', audio: 'music', voice: 'microphone' }[kind];
  const name = h('span', { class: 'document-name' }, file.name);
  const size = h('span', { class: 'document-size' }, sizeText(file.size, texts));
  const body = h('span', { class: 'document-body' }, name, size);
  return h(
    'div',
    { class: 'chosen document' },
    h('span', { class: 'document-icon' }, icon(symbol)),
    body,
    button,
  );
}
