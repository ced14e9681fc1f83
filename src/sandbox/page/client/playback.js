/** @type {HTMLMediaElement | undefined} */
let current;

/**
 * Starts a sound or a clip and stops whichever played before: one at a time, as in a phone.
 *
 * @param {HTMLMediaElement} media
 */
export function play(media) {
  if (current !== media) current?.pause();
  current = media;
  // Refused when it was stopped again before it began, or when the file is broken: the element tells both by itself.
  media.play().catch(() => {});
}
