import type { Colour } from './subtitle-theme.ts';

/** Zero-width space: breaks up what libass would take for a command; Montserrat has it, so no other font is sought. */
const separator = '\u200B';

/** User text as libass draws it literally: braces escaped, a backslash kept from meaning anything. */
export function escapeAss(text: string): string {
  return text
    .replace(/\\(?=[Nnh{}]|$)/g, `\\${separator}`)
    .replace(/[{}]/g, '\\$&')
    .replace(/[\r\n]+/g, ' ');
}

/** `&Hbbggrr&`, as override tags want it. */
export function assColour(colour: Colour): string {
  const [, red = '', green = '', blue = ''] = /^#(..)(..)(..)$/.exec(colour) ?? [];
  return `&H${blue}${green}${red}&`.toUpperCase();
}

/** `&Haa&`: 0 is opaque, 1 invisible. */
export function assAlpha(transparency: number): string {
  return `&H${Math.round(transparency * 255)
    .toString(16)
    .padStart(2, '0')
    .toUpperCase()}&`;
}

/** At most two decimals, never an exponent. */
export function assNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** The frame whose time is nearest. */
export function frameAt(seconds: number, framesPerSecond: number): number {
  return Math.max(0, Math.round(seconds * framesPerSecond));
}

/**
 * A time from which on, in whole centiseconds, libass shows an event in the given frame and not in the one before: half
 * a centisecond early or more, since ffmpeg cuts a frame's time to whole milliseconds. Holds below 60 frames a second.
 */
export function assTimeOfFrame(frame: number, framesPerSecond: number): string {
  const centiseconds = Math.max(0, Math.floor((frame / framesPerSecond) * 100 - 0.5));
  const pad = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(centiseconds / 100);
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}.${pad(centiseconds % 100)}`;
}

/** Drawing commands of a rectangle with round corners, from its own origin; corners by one cubic Bézier each. */
export function roundedRectangle(width: number, height: number, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2);
  /** Distance of the handles for a quarter circle: 4/3·(√2 − 1). */
  const k = r * (1 - 0.5523);
  const [w, h, far, low, wk, hk] = [width, height, width - r, height - r, width - k, height - k].map(
    assNumber,
  );
  const [near, kk] = [assNumber(r), assNumber(k)];
  return [
    `m ${near} 0 l ${far} 0 b ${wk} 0 ${w} ${kk} ${w} ${near}`,
    `l ${w} ${low} b ${w} ${hk} ${wk} ${h} ${far} ${h}`,
    `l ${near} ${h} b ${kk} ${h} 0 ${hk} 0 ${low}`,
    `l 0 ${near} b 0 ${kk} ${kk} 0 ${near} 0`,
  ].join(' ');
}
