import { cyrillicEncodingOf, isWestern } from './unmarked-encoding.ts';

/**
 * Text of a subtitle file in UTF-8, UTF-16, windows-1251, KOI8-R, the Cyrillic of DOS, or windows-1252,
 * told apart by marks and letters. Undefined where its letters make sense in none of these.
 */
export function decodeSubtitles(content: Uint8Array): string | undefined {
  const encoding = encodingOf(content);
  return encoding && new TextDecoder(encoding).decode(content).replace(/^\uFEFF/, '');
}

function encodingOf(content: Uint8Array): string | undefined {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const unmarked = unmarkedUtf16(content);
  if (unmarked) return unmarked;
  if (isUtf8(content)) return 'utf-8';
  return cyrillicEncodingOf(content) ?? (isWestern(content) ? 'windows-1252' : undefined);
}

/** Digits and arrows of the times are ASCII, so every other byte is zero. */
function unmarkedUtf16(content: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0];
  const sample = content.subarray(0, 400);
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (even + odd < sample.length / 5) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** A few damaged characters among many sound ones don't make it another encoding. */
function isUtf8(content: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(content);
  const foreign = text.match(/[^\0-\x7f]/g)?.length ?? 0;
  const damaged = text.match(/\uFFFD/g)?.length ?? 0;
  return damaged * 10 <= foreign;
}
