import type { FoundKind } from '../../domain/media/media-problem.ts';

/** What a file's first bytes say it is; its name says nothing. */
export type FoundContent =
  | { readonly kind: 'mp4' | 'mov' | 'webm' }
  /** Something else, in words that follow "The file is". */
  | { readonly kind: 'other'; readonly is: string; readonly what: FoundKind };

/** How many bytes `contentOf` wants. */
export const magicBytes = 512;

const topLevelBoxes = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);
const pictureBrands = new Set(['heic', 'heix', 'mif1', 'msf1', 'avif', 'avis', 'crx ']);

interface Signature {
  readonly at: number;
  readonly bytes: string;
  readonly is: string;
  readonly what: FoundKind;
}

/** `bytes` are Latin-1 text. */
const signatures: readonly Signature[] = [
  { at: 8, bytes: 'AVI ', is: 'an AVI video', what: 'avi' },
  { at: 8, bytes: 'WAVE', is: 'a WAV sound', what: 'audio' },
  { at: 8, bytes: 'WEBP', is: 'a WebP picture', what: 'picture' },
  { at: 0, bytes: '0&\xb2u\x8ef\xcf\x11', is: 'a Windows Media video', what: 'wmv' },
  { at: 0, bytes: 'FLV', is: 'a Flash video', what: 'flv' },
  { at: 0, bytes: '\x00\x00\x01\xba', is: 'an MPEG program stream', what: 'mpeg' },
  { at: 0, bytes: '\x00\x00\x01\xb3', is: 'an MPEG video stream', what: 'mpeg' },
  { at: 0, bytes: 'OggS', is: 'an Ogg file', what: 'audio' },
  { at: 0, bytes: 'ID3', is: 'an MP3 sound', what: 'audio' },
  { at: 0, bytes: 'GIF8', is: 'a GIF picture', what: 'gif' },
  { at: 0, bytes: '\x89PNG', is: 'a PNG picture', what: 'picture' },
  { at: 0, bytes: '\xff\xd8\xff', is: 'a JPEG picture', what: 'picture' },
  { at: 0, bytes: '%PDF', is: 'a PDF document', what: 'document' },
  { at: 0, bytes: 'PK\x03\x04', is: 'a ZIP archive', what: 'archive' },
  { at: 0, bytes: 'Rar!', is: 'a RAR archive', what: 'archive' },
  { at: 0, bytes: '#EXTM3U', is: 'a playlist (HLS), not a video', what: 'playlist' },
  { at: 0, bytes: 'ffconcat', is: 'a playlist (concat), not a video', what: 'playlist' },
];

export function contentOf(head: Buffer): FoundContent {
  if (head.length === 0) return { kind: 'other', is: 'empty', what: 'empty' };
  if (head.toString('latin1', 4, 8) === 'ftyp') return isoBrand(head);
  if (head.length >= 8 && topLevelBoxes.has(head.toString('latin1', 4, 8))) return { kind: 'mov' };
  if (head.subarray(0, ebmlId.length).equals(ebmlId)) return ebmlContent(head);
  for (const { at, bytes, is, what } of signatures) {
    if (head.toString('latin1', at, at + bytes.length) === bytes) return { kind: 'other', is, what };
  }
  if (head[0] === 0x47 && head[188] === 0x47)
    return { kind: 'other', is: 'an MPEG transport stream', what: 'mpeg' };
  return textContent(head) ?? { kind: 'other', is: 'of an unknown kind', what: 'unknown' };
}

function isoBrand(head: Buffer): FoundContent {
  const brand = head.toString('latin1', 8, 12);
  if (pictureBrands.has(brand)) return { kind: 'other', is: 'a picture (HEIC or AVIF)', what: 'heic' };
  return { kind: brand === 'qt  ' ? 'mov' : 'mp4' };
}

const ebmlId = Buffer.from([0x1a, 0x45, 0xdf, 0xa3]);
const docTypeId = Buffer.from([0x42, 0x82]);

/** Matroska and WebM share a container; only WebM holds what browsers and this product read. */
function ebmlContent(head: Buffer): FoundContent {
  const at = head.indexOf(docTypeId);
  if (at >= 0 && head.toString('latin1', at + 3, at + 7) === 'webm') return { kind: 'webm' };
  return { kind: 'other', is: 'a Matroska (MKV) video', what: 'mkv' };
}

function textContent(head: Buffer): FoundContent | undefined {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  if (!/^[\t\n\r\x20-\x7e\x80-\xff]*$/.test(text)) return undefined;
  const trimmed = text.trimStart();
  if (/<MPD\b/i.test(trimmed))
    return { kind: 'other', is: 'a playlist (DASH), not a video', what: 'playlist' };
  if (/^<(\?xml|!doctype|html|svg|smil)/i.test(trimmed)) {
    return { kind: 'other', is: 'an XML or HTML page, not a video', what: 'page' };
  }
  return { kind: 'other', is: 'a text, not a video', what: 'text' };
}
