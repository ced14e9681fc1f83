/**
 * @import { Message, User } from './bot-api.js'
 * @import { Texts } from './texts.js'
 */

const dayMs = 86_400_000;

/**
 * @param {number} unixSeconds
 * @returns {string} 09:41
 */
export function clockTime(unixSeconds) {
  const date = new Date(unixSeconds * 1000);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/**
 * @param {number} unixSeconds
 * @returns {string} the day by this machine's clock; sorts and compares
 */
export function dayKey(unixSeconds) {
  const date = new Date(unixSeconds * 1000);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/**
 * @param {number} unixSeconds
 * @param {Texts} texts
 */
export function dayName(unixSeconds, texts) {
  const key = dayKey(unixSeconds);
  if (key === dayKey(Date.now() / 1000)) return texts.today;
  if (key === dayKey((Date.now() - dayMs) / 1000)) return texts.yesterday;
  const date = new Date(unixSeconds * 1000);
  const isThisYear = date.getFullYear() === new Date().getFullYear();
  /** @type {Intl.DateTimeFormatOptions} */
  const form = { day: 'numeric', month: 'long', ...(isThisYear ? {} : { year: 'numeric' }) };
  return new Intl.DateTimeFormat(texts.locale, form).format(date);
}

/**
 * @param {number} seconds
 * @returns {string} 0:07, 12:30, 1:02:03
 */
export function durationText(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, '0');
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/**
 * @param {number | undefined} bytes
 * @param {Texts} texts
 */
export function sizeText(bytes, texts) {
  if (bytes === undefined) return '';
  const power = Math.min(3, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** power;
  const number = new Intl.NumberFormat(texts.locale, {
    maximumFractionDigits: power === 0 || value >= 100 ? 0 : 1,
  });
  return `${number.format(value)} ${texts.sizeUnits[power]}`;
}

/**
 * @param {User | undefined} user
 * @returns {string}
 */
export function fullName(user) {
  return [user?.first_name, user?.last_name].filter(Boolean).join(' ');
}

/**
 * @param {number} amount in the currency's smallest unit
 * @param {string} currency XTR for Telegram Stars, which have no smaller one
 * @param {Texts} texts
 */
export function moneyText(amount, currency, texts) {
  if (currency === 'XTR') return `⭐ ${new Intl.NumberFormat(texts.locale).format(amount)}`;
  const form = new Intl.NumberFormat(texts.locale, { style: 'currency', currency });
  const digits = form.resolvedOptions().maximumFractionDigits ?? 2;
  return form.format(amount / 10 ** digits);
}

/** @type {readonly (readonly [keyof Message, keyof Texts])[]} */
const kinds = [
  ['photo', 'photo'],
  ['animation', 'animation'],
  ['video', 'video'],
  ['video_note', 'videoNote'],
  ['voice', 'voice'],
  ['sticker', 'sticker'],
  ['invoice', 'invoice'],
];

/**
 * @param {Message | undefined} message
 * @param {Texts} texts
 * @returns {string} a message in one line, for a quote or a list
 */
export function messageSummary(message, texts) {
  if (!message) return '';
  const words = message.text ?? message.caption;
  const kind = kinds.find(([field]) => message[field] !== undefined);
  const file = message.audio?.title ?? message.audio?.file_name ?? message.document?.file_name;
  const name = kind
    ? String(texts[kind[1]])
    : (file ?? (message.audio ? texts.audio : message.document && texts.file));
  return [name, words].filter(Boolean).join(', ').replace(/\s+/g, ' ').slice(0, 200);
}
