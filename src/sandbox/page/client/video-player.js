/**
 * @import { SentFile } from './bot-api.js'
 * @import { Texts } from './texts.js'
 */
import { fileUrl } from './api.js';
import { h, icon } from './dom.js';
import { durationText } from './format.js';
import { play } from './playback.js';

/**
 * A clip behind its cover; a tap plays it in its place, with sound and the browser's own controls.
 *
 * @param {SentFile} file
 * @param {Texts} texts
 */
export function videoPlayer(file, texts) {
  const poster = file.cover?.at(-1)?.file_id ?? file.thumbnail?.file_id;
  const video = h('video', {
    playsinline: true,
    preload: poster ? 'none' : 'metadata',
    // Without a cover its first frame is shown.
    src: fileUrl(file.file_id) + (poster ? '' : '#t=0.01'),
    poster: poster && fileUrl(poster),
  });
  const frame = h('div', { class: 'video', 'data-kind': 'video' }, video);
  const badge = h('span', { class: 'badge' }, durationText(file.duration ?? 0));
  const start = () => {
    frame.classList.add('playing');
    video.controls = true;
    play(video);
  };
  const button = h(
    'button',
    { type: 'button', class: 'play-over', 'aria-label': texts.play, onclick: start },
    icon('play'),
  );
  frame.append(button, badge);
  video.addEventListener('play', () => play(video));
  video.addEventListener('ended', () => {
    frame.classList.remove('playing');
    video.controls = false;
    // Back to the cover, as it was before.
    video.load();
  });
  return frame;
}

/**
 * A short silent clip that plays by itself.
 *
 * @param {SentFile} file
 * @param {Texts} texts
 */
export function animationPlayer(file, texts) {
  const isPicture = file.mime_type === 'image/gif';
  const source = fileUrl(file.file_id);
  const moving = isPicture
    ? h('img', { src: source, alt: texts.animation })
    : h('video', {
        src: source,
        autoplay: true,
        loop: true,
        playsinline: true,
        'aria-label': texts.animation,
      });
  if (moving instanceof HTMLVideoElement) moving.muted = true;
  return h('div', { class: 'video', 'data-kind': 'animation' }, moving, h('span', { class: 'badge' }, 'GIF'));
}

/**
 * A round clip; a tap plays or stops it.
 *
 * @param {SentFile} file
 * @param {Texts} texts
 */
export function roundVideo(file, texts) {
  const poster = file.thumbnail && fileUrl(file.thumbnail.file_id);
  const video = h('video', { playsinline: true, preload: 'metadata', src: fileUrl(file.file_id), poster });
  const toggle = () => (video.paused ? play(video) : video.pause());
  return h(
    'button',
    {
      type: 'button',
      class: 'round-video',
      'data-kind': 'video-note',
      'aria-label': texts.videoNote,
      onclick: toggle,
    },
    video,
    h('span', { class: 'badge' }, durationText(file.duration ?? 0)),
  );
}
