import type { Button, ButtonEvent } from './view.ts';
import { isAnytimeName } from './anytime.ts';

/** Telegram's bound for callback data, in bytes of UTF-8. */
const maxBytes = 64;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const namePattern = /^[a-z][a-z-]{0,19}$/;
/** What a person's client may send back as a value: no blanks, nothing but visible ASCII. */
const valuePattern = /^[!-}]{1,36}$/;

export type UnpackedButton =
  | { readonly kind: 'screen'; readonly revision: number; readonly button: ButtonEvent }
  | { readonly kind: 'anytime'; readonly button: ButtonEvent };

/**
 * The callback data of a button: `<revision in base 36>.<name>[:<value>]`, or `!<name>[:<value>]` for one that always
 * works. UUIDs take 23 letters instead of 36. Throws RangeError for what does not fit: a fault of the screen.
 */
export function packButton(revision: number, button: Exclude<Button, { readonly url: string }>): string {
  const isAnytime = 'anytime' in button;
  const { name, value } = isAnytime ? button.anytime : button.press;
  const packed = value === undefined ? name : `${name}:${packValue(value)}`;
  const data = isAnytime ? `!${packed}` : `${revision.toString(36)}.${packed}`;
  const isSound = namePattern.test(name) && isAnytime === isAnytimeName(name) && data.length <= maxBytes;
  if (isSound && (value === undefined || valuePattern.test(value))) return data;
  throw new RangeError(`The button ${data} can't be packed.`);
}

/** Undefined for whatever `packButton` never made: callback data comes from the person's client. */
export function unpackButton(data: string): UnpackedButton | undefined {
  if (data.length > maxBytes) return undefined;
  const match = /^(?:!|(?<revision>[0-9a-z]{1,8})\.)(?<name>[a-z-]+)(?::(?<value>.+))?$/.exec(data);
  const { revision, name = '', value: packed } = match?.groups ?? {};
  if (!match || !namePattern.test(name)) return undefined;
  const value = packed === undefined ? undefined : unpackValue(packed);
  if (packed !== undefined && value === undefined) return undefined;
  const button: ButtonEvent = value === undefined ? { name } : { name, value };
  if (revision === undefined) return isAnytimeName(name) ? { kind: 'anytime', button } : undefined;
  return isAnytimeName(name)
    ? undefined
    : { kind: 'screen', revision: Number.parseInt(revision, 36), button };
}

function packValue(value: string): string {
  if (!uuidPattern.test(value)) return value;
  let number = BigInt(`0x${value.replaceAll('-', '')}`);
  let letters = '';
  for (let at = 0; at < 22; at += 1) {
    letters = alphabet.charAt(Number(number & 63n)) + letters;
    number >>= 6n;
  }
  return `~${letters}`;
}

function unpackValue(packed: string): string | undefined {
  if (!packed.startsWith('~')) return valuePattern.test(packed) ? packed : undefined;
  if (packed.length !== 23) return undefined;
  let number = 0n;
  for (const letter of packed.slice(1)) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return undefined;
    number = (number << 6n) | BigInt(digit);
  }
  const hex = number.toString(16).padStart(32, '0');
  if (hex.length > 32) return undefined;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
