/**
 * @import { Place } from './place.js'
 * @import { Chosen } from './send-files.js'
 *
 * @typedef {'photo' | 'video' | 'document' | 'audio'} AlbumKind
 * @typedef {{ kind: Chosen['kind'], uploadId: string, caption?: string }} Uploaded
 */
import { upload } from './api.js';
import { compressPhoto } from './compress-photo.js';
import { h, icon, iconButton } from './dom.js';

const largestAlbum = 10;

/**
 * Uploads and sends, with the share of it shown over the composer. A caption goes with the first.
 *
 * @param {Place} place
 * @param {readonly Chosen[]} chosen
 * @param {string} caption
 * @param {boolean} isGrouped
 */
export async function sendFiles(place, chosen, caption, isGrouped) {
  const abort = new AbortController();
  const progress = progressBar(place, chosen, abort);
  try {
    for (const [index, group] of groupsOf(chosen, isGrouped).entries()) {
      /** @type {Uploaded[]} */
      const uploaded = [];
      for (const [at, one] of group.entries()) {
        const words = index === 0 && at === 0 && caption ? { caption } : {};
        uploaded.push({ kind: one.kind, uploadId: await uploadOne(one, progress, abort.signal), ...words });
        progress.finish(one);
      }
      await sendGroup(place, uploaded);
    }
  } catch (error) {
    if (!abort.signal.aborted) place.toast(`${place.texts().failed}: ${messageOf(error)}`, 'error');
  } finally {
    progress.element.remove();
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * @param {Chosen} one
 * @param {{ show: (one: Chosen, share: number) => void }} progress
 * @param {AbortSignal} signal
 */
async function uploadOne(one, progress, signal) {
  const { file, kind } = one;
  const isPhoto = kind === 'photo';
  const blob = isPhoto ? await compressPhoto(file) : file;
  const name = isPhoto && blob !== file ? 'photo.jpg' : file.name;
  return await upload(blob, name, { signal, onProgress: (share) => progress.show(one, share) });
}

/** Photos and clips may share an album, files and music only with their like. @param {Chosen['kind']} kind */
function albumClass(kind) {
  if (kind === 'photo' || kind === 'video') return 'visual';
  return kind === 'document' || kind === 'audio' ? kind : undefined;
}

/** @param {readonly Chosen[]} chosen @param {boolean} isGrouped @returns {Chosen[][]} */
function groupsOf(chosen, isGrouped) {
  /** @type {Chosen[][]} */
  const groups = [];
  for (const one of chosen) {
    const last = groups.at(-1);
    const first = last?.[0];
    const together = albumClass(one.kind);
    const fits = isGrouped && together !== undefined && first && albumClass(first.kind) === together;
    if (last && fits && last.length < largestAlbum) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** @param {Place} place @param {readonly Uploaded[]} uploaded */
async function sendGroup(place, uploaded) {
  const where = { userId: place.actorId, chatId: place.chatId };
  const [first] = uploaded;
  if (!first) return;
  if (uploaded.length === 1) {
    await place.perform({ act: 'send', ...where, ...first });
    return;
  }
  const items = uploaded.map((one) => ({ ...one, kind: /** @type {AlbumKind} */ (one.kind) }));
  await place.perform({ act: 'send-album', ...where, items });
}

/** @param {Place} place @param {readonly Chosen[]} chosen @param {AbortController} abort */
function progressBar(place, chosen, abort) {
  const texts = place.texts();
  const totalBytes = chosen.reduce((sum, { file }) => sum + file.size, 0) || 1;
  let doneBytes = 0;
  const bar = h('progress', { max: 1, value: 0, 'aria-label': texts.send });
  const cancel = iconButton('close', texts.cancel, () => abort.abort(), 'small');
  const name = h('span', { class: 'document-name' }, chosen.map(({ file }) => file.name).join(', '));
  const element = h('div', { class: 'upload-progress', role: 'status' }, icon('clip'), name, bar, cancel);
  place.column.element.querySelector('.composer')?.before(element);
  const show = (/** @type {number} */ bytes) => {
    bar.value = Math.min(1, bytes / totalBytes);
  };
  return {
    element,
    show: (/** @type {Chosen} */ { file }, /** @type {number} */ share) =>
      show(doneBytes + share * file.size),
    finish: (/** @type {Chosen} */ { file }) => {
      doneBytes += file.size;
      show(doneBytes);
    },
  };
}
