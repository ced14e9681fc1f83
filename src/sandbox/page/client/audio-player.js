/**
 * @import { SentFile } from './bot-api.js'
 * @import { Texts } from './texts.js'
 */
import { fileUrl } from './api.js';
import { h, icon, replaceChildren } from './dom.js';
import { durationText, sizeText } from './format.js';
import { play } from './playback.js';

const steps = 1000;

/**
 * A sound with its name, as music is shown.
 *
 * @param {SentFile} file
 * @param {Texts} texts
 */
export function audioPlayer(file, texts) {
  const title = file.title ?? file.file_name ?? texts.audio;
  const details = [file.performer, sizeText(file.file_size, texts)].filter(Boolean).join(' · ');
  const { button, seek, time } = controls(file, texts);
  return h(
    'div',
    { class: 'audio', 'data-kind': 'audio' },
    button,
    h(
      'div',
      { class: 'audio-body' },
      h('div', { class: 'audio-title' }, title),
      seek,
      h('div', { class: 'audio-details' }, time, details && h('span', {}, ` · ${details}`)),
    ),
  );
}

/**
 * @param {SentFile} file
 * @param {Texts} texts
 */
export function voicePlayer(file, texts) {
  const { button, seek, time } = controls(file, texts);
  return h(
    'div',
    { class: 'audio voice', 'data-kind': 'voice', 'aria-label': texts.voice },
    button,
    h('div', { class: 'audio-body' }, seek, h('div', { class: 'audio-details' }, time)),
  );
}

/**
 * @param {SentFile} file
 * @param {Texts} texts
 */
function controls(file, texts) {
  const audio = h('audio', { preload: 'none', src: fileUrl(file.file_id) });
  const toggle = () => (audio.paused ? play(audio) : audio.pause());
  const button = h('button', {
    type: 'button',
    class: 'round-play',
    'aria-label': texts.play,
    onclick: toggle,
  });
  replaceChildren(button, icon('play'), audio);
  const seek = h('input', {
    type: 'range',
    class: 'seek',
    min: 0,
    max: steps,
    value: 0,
    'aria-label': texts.position,
  });
  const time = h('span', { class: 'audio-time' }, durationText(file.duration ?? 0));
  const length = () =>
    Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : (file.duration ?? 0);
  const show = () => {
    const share = length() > 0 ? audio.currentTime / length() : 0;
    seek.value = String(Math.round(share * steps));
    seek.style.setProperty('--share', `${Math.min(100, share * 100)}%`);
    const isFresh = audio.paused && audio.currentTime === 0;
    time.textContent = isFresh
      ? durationText(length())
      : `${durationText(audio.currentTime)} / ${durationText(length())}`;
  };
  const showState = () => {
    button.firstElementChild?.replaceWith(icon(audio.paused ? 'play' : 'pause'));
    button.setAttribute('aria-label', audio.paused ? texts.play : texts.pause);
    show();
  };
  seek.addEventListener('input', () => {
    const place = (Number(seek.value) / steps) * length();
    if (audio.readyState > 0) audio.currentTime = place;
    else audio.addEventListener('loadedmetadata', () => (audio.currentTime = place), { once: true });
    if (audio.paused) play(audio);
  });
  for (const event of ['play', 'pause']) audio.addEventListener(event, showState);
  for (const event of ['timeupdate', 'seeked']) audio.addEventListener(event, show);
  audio.addEventListener('ended', () => {
    audio.currentTime = 0;
    showState();
  });
  audio.addEventListener('error', () => button.classList.add('broken'));
  return { button, seek, time };
}
