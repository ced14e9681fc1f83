import { escapeHtml } from '../domain/html.ts';

/** They turn what follows them round, our own words too: embeddings, overrides, isolates and marks (UAX #9). */
const directions = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
const controls = /[\p{Cc}\u2028\u2029]/gu;
const wordJoiner = '\u2060';

/**
 * What a person wrote, as HTML for operators: only words. It turns no line of ours round, scrolls nothing away, and a
 * command in it is none that an operator gives by a tap.
 */
export function strangersWords(text: string): string {
  const plain = text
    .replace(directions, '')
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/(\n\s*){3,}/g, '\n\n')
    .replace(/(?<![\w/<>])\/(?=\w)/g, `/${wordJoiner}`);
  return escapeHtml(plain.trim());
}

/** A name in a line of ours. */
export function strangersName(name: string): string {
  return escapeHtml(name.replace(directions, '').replace(controls, ' ').replace(/\s+/g, ' ').trim());
}
