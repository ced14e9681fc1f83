import type { FoundKind } from '../../domain/media/media-problem.ts';
import { type PictureFile, pictureLimits, refusal } from './picture-rules.ts';
import { readJpeg } from './picture-jpeg.ts';
import { readPng } from './picture-png.ts';
import { readWebp } from './picture-webp.ts';

/** Throws `invalid-portrait` for everything but one whole, still JPEG, PNG or WebP within the limits. */
export function readPictureFile(content: Buffer): PictureFile {
  if (content.length > pictureLimits.maxBytes) {
    throw refusal('too-many-bytes', `The picture has ${content.length} bytes`, {
      found: content.length,
      allowed: pictureLimits.maxBytes,
    });
  }
  const picture = readByMagic(content);
  checkSize(picture);
  return picture;
}

function readByMagic(content: Buffer): PictureFile {
  if (content.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return readJpeg(content);
  if (content.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))) return readPng(content);
  if (text(content, 0, 4) === 'RIFF' && text(content, 8, 12) === 'WEBP') return readWebp(content);
  const { is, kind } = formatGuess(content);
  throw refusal('format', `The picture is ${is}`, { kind, allowed: 'JPEG, PNG, WebP' });
}

/** Named so that a user knows what to convert; never trusted. */
function formatGuess(content: Buffer): { readonly is: string; readonly kind: FoundKind } {
  const brand = text(content, 4, 8) === 'ftyp' ? text(content, 8, 12) : '';
  if (/^(heic|heix|mif1|msf1|heim|hevc)$/.test(brand)) return { is: 'a HEIC file', kind: 'heic' };
  if (/^avi[fs]$/.test(brand)) return { is: 'an AVIF file', kind: 'heic' };
  if (brand) return { is: 'a video file', kind: 'video' };
  if (text(content, 0, 4) === 'GIF8') return { is: 'a GIF file', kind: 'gif' };
  if (text(content, 0, 4) === '%PDF') return { is: 'a PDF file', kind: 'document' };
  if (text(content, 0, 2) === 'BM') return { is: 'a BMP file', kind: 'picture' };
  if (/^(II\*\0|MM\0\*)$/.test(text(content, 0, 4))) return { is: 'a TIFF file', kind: 'picture' };
  if (/<svg|<\?xml/.test(text(content, 0, 256))) return { is: 'an SVG file', kind: 'picture' };
  return content.length === 0
    ? { is: 'an empty file', kind: 'empty' }
    : { is: 'in no known format', kind: 'unknown' };
}

function checkSize({ width, height }: PictureFile): void {
  const found = `${width}×${height}`;
  const { minSide, maxSide, maxPixels } = pictureLimits;
  if (width < minSide || height < minSide) {
    throw refusal('too-small', `The picture has ${found} pixels`, { found, allowed: minSide });
  }
  if (width > maxSide || height > maxSide || width * height > maxPixels) {
    throw refusal('too-many-pixels', `The picture has ${found} pixels`, { found, allowed: maxPixels });
  }
}

function text(content: Buffer, from: number, to: number): string {
  return content.toString('latin1', from, Math.min(to, content.length));
}
