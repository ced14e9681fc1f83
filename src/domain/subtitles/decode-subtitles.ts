/** Text of a subtitle file in UTF-8, UTF-16, windows-1251 or windows-1252, told apart by marks and letters. */
export function decodeSubtitles(content: Uint8Array): string {
  return new TextDecoder(encodingOf(content)).decode(content).replace(/^\uFEFF/, '');
}

function encodingOf(content: Uint8Array): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const unmarked = unmarkedUtf16(content);
  if (unmarked) return unmarked;
  if (isUtf8(content)) return 'utf-8';
  return looksCyrillic(content) ? 'windows-1251' : 'windows-1252';
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

function isUtf8(content: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}

/** Russian is written in high bytes throughout; Western languages have one now and then. */
function looksCyrillic(content: Uint8Array): boolean {
  let high = 0;
  let latin = 0;
  for (const byte of content) {
    if (byte >= 0xc0 || byte === 0xa8 || byte === 0xb8) high++;
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) latin++;
  }
  return high > latin / 2;
}
