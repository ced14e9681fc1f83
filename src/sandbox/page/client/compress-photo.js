import { h } from './dom.js';

/** What Telegram's apps make of a photo before they send it. */
const longestSidePx = 1280;
const quality = 0.87;

/**
 * @param {File} file
 * @returns {Promise<Blob>} a JPEG, upright; the file itself when the browser can't read it
 */
export async function compressPhoto(file) {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return file;
  const scale = Math.min(1, longestSidePx / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = h('canvas', { width, height });
  const context = canvas.getContext('2d');
  if (!context) return file;
  // JPEG knows no transparency.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const jpeg = await new Promise((/** @type {BlobCallback} */ resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', quality),
  );
  return jpeg ?? file;
}
