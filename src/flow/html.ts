import { escapeHtml, plainText } from '../domain/html.ts';

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The beginning of a text, on one line, cut between words where that can be; never inside a character. */
export function beginning(text: string, maxLength: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= maxLength ? line : `${cut(line, maxLength - 1)}…`;
}

function cut(text: string, maxLength: number): string {
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > maxLength) break;
    kept += segment;
  }
  const space = kept.lastIndexOf(' ');
  return (space > maxLength * 0.6 ? kept.slice(0, space) : kept).trimEnd();
}

/** A person's words as they are quoted in a screen. */
export function quoted(text: string, maxLength: number): string {
  return escapeHtml(beginning(text, maxLength));
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Blocks with an empty line between them; what is missing leaves no gap. */
export function paragraphs(...blocks: readonly (string | undefined | false)[]): string {
  return blocks.filter((block) => block !== undefined && block !== false && block !== '').join('\n\n');
}

export function lines(...rows: readonly (string | undefined | false)[]): string {
  return rows.filter((row) => row !== undefined && row !== false && row !== '').join('\n');
}

/** How long Telegram counts a text: without tags, an entity as one character. */
export function shownLength(html: string): number {
  return plainText(html).length;
}

/** Drops paragraphs from the end until the rest fits; no tag of ours spans two of them. */
export function fitted(html: string, maxLength: number): string {
  let kept = html;
  while (shownLength(kept) > maxLength) {
    const end = kept.lastIndexOf('\n\n');
    if (end < 0) return escapeHtml(cut(plainText(kept), maxLength));
    kept = kept.slice(0, end);
  }
  return kept;
}
