/**
 * @import { Message, PhotoSize, SentFile } from './bot-api.js'
 * @import { Texts } from './texts.js'
 *
 * @typedef {object} MediaActions
 * @property {Texts} texts
 * @property {(messageId: number) => void} enlarge
 */
import { fileUrl } from './api.js';
import { audioPlayer, voicePlayer } from './audio-player.js';
import { h, icon } from './dom.js';
import { moneyText, sizeText } from './format.js';
import { animationPlayer, roundVideo, videoPlayer } from './video-player.js';

const narrowest = 0.5;
const widest = 2.4;

/**
 * What of a message stands above its text.
 *
 * @param {Message} message
 * @param {MediaActions} actions
 * @returns {HTMLElement | undefined}
 */
export function mediaOf(message, actions) {
  const { texts } = actions;
  if (isVisual(message)) return visualMedia(message, actions);
  if (message.video_note) return roundVideo(message.video_note, texts);
  if (message.audio) return audioPlayer(message.audio, texts);
  if (message.voice) return voicePlayer(message.voice, texts);
  if (message.document) return documentCard(message.document, texts);
  if (message.sticker) return sticker(message.sticker, texts);
  return otherMedia(message, texts);
}

/** @param {Message} message */
export function isVisual(message) {
  return Boolean(message.photo ?? message.video ?? message.animation);
}

/** @param {Message} message @returns {SentFile | PhotoSize | undefined} */
export function fileOf(message) {
  const { photo, video, animation, audio, voice, video_note: videoNote, document, sticker: stuck } = message;
  // A GIF comes as a document too.
  return photo?.at(-1) ?? video ?? animation ?? audio ?? voice ?? videoNote ?? document ?? stuck;
}

/**
 * Width by height, within what a chat shows.
 *
 * @param {Message} message
 */
export function aspectOf(message) {
  const size = message.photo?.at(-1) ?? message.video ?? message.animation;
  const aspect = size?.width && size.height ? size.width / size.height : 1;
  return Math.min(widest, Math.max(narrowest, aspect));
}

/**
 * @param {Message} message
 * @param {MediaActions} actions
 */
function visualMedia(message, actions) {
  const frame = h('div', { class: 'frame' }, visualContent(message, actions));
  frame.style.setProperty('--aspect', String(aspectOf(message)));
  if (message.has_media_spoiler) hideUntilTapped(frame, actions.texts);
  return frame;
}

/** @param {Message} message @param {MediaActions} actions */
function visualContent(message, { texts, enlarge }) {
  if (message.video) return videoPlayer(message.video, texts);
  if (message.animation) return animationPlayer(message.animation, texts);
  const photo = message.photo?.at(-1);
  const picture = h('img', {
    src: photo && fileUrl(photo.file_id),
    alt: message.caption ?? texts.photo,
    draggable: 'false',
  });
  const onclick = () => enlarge(message.message_id);
  return h(
    'button',
    {
      type: 'button',
      class: 'photo',
      'data-kind': 'photo',
      'aria-label': `${texts.enlarge}: ${texts.photo}`,
      onclick,
    },
    picture,
  );
}

/** @param {HTMLElement} frame @param {Texts} texts */
function hideUntilTapped(frame, texts) {
  const reveal = () => cover.remove();
  const cover = h('button', {
    type: 'button',
    class: 'media-spoiler',
    'aria-label': texts.open,
    onclick: reveal,
  });
  frame.append(cover);
}

/**
 * Puts the new picture into the old one's frame as soon as it is loaded, so that nothing flickers in between.
 *
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
export function swapMedia(old, fresh) {
  const next = fresh.querySelector('.photo img');
  const isPhoto = next instanceof HTMLImageElement && old.querySelector('.photo img');
  if (!isPhoto) {
    old.replaceWith(fresh);
    return;
  }
  const put = () => old.isConnected && old.replaceWith(fresh);
  next.decode().then(put, put);
}

/**
 * @param {SentFile} file
 * @param {Texts} texts
 */
function documentCard(file, texts) {
  const name = file.file_name ?? texts.file;
  const ending = /\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1];
  const preview = file.thumbnail
    ? h('img', { class: 'document-preview', src: fileUrl(file.thumbnail.file_id), alt: '' })
    : h(
        'span',
        { class: 'document-icon' },
        icon('file'),
        ending && h('span', { class: 'document-ending' }, ending),
      );
  return h(
    'a',
    {
      class: 'document',
      'data-kind': 'document',
      href: fileUrl(file.file_id),
      download: name,
      'aria-label': `${texts.download}: ${name}`,
    },
    preview,
    h(
      'span',
      { class: 'document-body' },
      h('span', { class: 'document-name' }, name),
      h('span', { class: 'document-size' }, icon('download'), sizeText(file.file_size, texts)),
    ),
  );
}

/** @param {SentFile} file @param {Texts} texts */
function sticker(file, texts) {
  const label = file.emoji ?? texts.sticker;
  const source = fileUrl(file.is_animated && file.thumbnail ? file.thumbnail.file_id : file.file_id);
  if (file.is_video) {
    const video = h('video', {
      class: 'sticker',
      src: source,
      autoplay: true,
      loop: true,
      playsinline: true,
    });
    video.muted = true;
    return video;
  }
  return h('img', { class: 'sticker', 'data-kind': 'sticker', src: source, alt: label });
}

/**
 * @param {Message} message
 * @param {Texts} texts
 * @returns {HTMLElement | undefined}
 */
function otherMedia(message, texts) {
  const { invoice, contact, venue, location, dice, poll } = message;
  if (invoice) return invoiceCard(invoice, texts);
  if (contact)
    return card(
      'contact',
      [contact.first_name, contact.last_name].filter(Boolean).join(' '),
      contact.phone_number,
    );
  if (venue) return card('venue', venue.title, venue.address);
  if (location)
    return card('location', '📍', `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`);
  if (dice) return card('dice', dice.emoji, String(dice.value));
  if (poll) return card('poll', poll.question, poll.options.map(({ text }) => `○ ${text}`).join('\n'));
  return message.text === undefined && message.caption === undefined
    ? h('div', { class: 'unknown' }, texts.unknownMessage)
    : undefined;
}

/** @param {NonNullable<Message['invoice']>} invoice @param {Texts} texts */
function invoiceCard(invoice, texts) {
  const price = moneyText(invoice.total_amount, invoice.currency, texts);
  return card('invoice', invoice.title, invoice.description, h('div', { class: 'invoice-price' }, price));
}

/** @param {string} kind @param {string} title @param {string} text @param {HTMLElement} [more] */
function card(kind, title, text, more) {
  return h('div', { class: 'card', 'data-kind': kind }, h('b', {}, title), h('div', {}, text), more);
}
