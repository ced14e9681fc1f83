import { exifOrientation } from './exif-orientation.ts';
import { type PictureFile, refusal } from './picture-rules.ts';

const startOfScan = 0xda;
const endOfImage = 0xd9;
/** A progressive picture has about ten scans; hundreds only make a decoder work. */
const maxScans = 64;

interface Walk {
  orientation: number;
  size?: { readonly width: number; readonly height: number };
  scans: number;
  readonly kept: Buffer[];
}

/** Walks the segments from the start to the end mark; keeps what the decoder needs. */
export function readJpeg(content: Buffer): PictureFile {
  const walk: Walk = { orientation: 1, scans: 0, kept: [content.subarray(0, 2)] };
  let at = 2;
  for (;;) {
    while (content[at] === 0xff && content[at + 1] === 0xff) at++;
    const marker = content[at + 1];
    if (content[at] !== 0xff || marker === undefined) throw cut();
    if (marker === endOfImage) break;
    at = readSegment(content, at, marker, walk);
  }
  walk.kept.push(content.subarray(at, at + 2));
  if (!walk.size || walk.scans === 0) throw refusal('damaged', 'The JPEG file holds no picture');
  checkTrailer(content.subarray(at + 2));
  return {
    format: 'JPEG',
    ...walk.size,
    orientation: walk.orientation,
    essence: Buffer.concat(walk.kept),
  };
}

/** Returns where the next segment begins. */
function readSegment(content: Buffer, at: number, marker: number, walk: Walk): number {
  if (at + 4 > content.length) throw cut();
  const end = at + 2 + content.readUInt16BE(at + 2);
  if (end > content.length || end < at + 4) throw cut();
  const body = content.subarray(at + 4, end);
  if (isFrameHeader(marker)) readFrameHeader(body, walk);
  if (marker === 0xe1 && body.toString('latin1', 0, 6) === 'Exif\0\0') {
    walk.orientation = exifOrientation(body.subarray(6));
  }
  const next = marker === startOfScan ? endOfScan(content, end) : end;
  if (marker === startOfScan && ++walk.scans > maxScans) {
    throw refusal('damaged', `The JPEG file has more than ${maxScans} scans`);
  }
  if (isNeeded(marker)) walk.kept.push(content.subarray(at, next));
  return next;
}

function readFrameHeader(body: Buffer, walk: Walk): void {
  if (body.length < 6 || walk.size)
    throw refusal('damaged', 'The JPEG file describes its frame twice or not at all');
  walk.size = { height: body.readUInt16BE(1), width: body.readUInt16BE(3) };
}

function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Frame, tables, scans, JFIF, colour profile and Adobe's colour transform; no EXIF, comments or other metadata. */
function isNeeded(marker: number): boolean {
  const isApplication = marker >= 0xe0 && marker <= 0xef;
  const isComment = marker === 0xfe;
  return isApplication ? marker === 0xe0 || marker === 0xe2 || marker === 0xee : !isComment;
}

/** In a scan's data 0xff is followed by 0, by a restart mark or by the next segment's mark. */
function endOfScan(content: Buffer, from: number): number {
  for (let at = content.indexOf(0xff, from); at >= 0; at = content.indexOf(0xff, at + 1)) {
    const next = content[at + 1];
    if (next === undefined) break;
    const isData = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!isData) return at;
  }
  throw cut();
}

/**
 * Phones append a second picture (gain map, depth), a short video or their own records, and padding; it is dropped
 * unread. Anything else makes the file two files in one.
 */
function checkTrailer(trailer: Buffer): void {
  const start = trailer.findIndex((byte) => byte !== 0);
  if (start < 0) return;
  const rest = trailer.subarray(start);
  const isPicture = rest[0] === 0xff && rest[1] === 0xd8;
  const isVideo = trailer.toString('latin1', 4, 8) === 'ftyp' || rest.toString('latin1', 1, 5) === 'ftyp';
  const isSamsung = trailer.toString('latin1', trailer.length - 4) === 'SEFT';
  if (!isPicture && !isVideo && !isSamsung) {
    throw refusal('foreign-data', `The JPEG file goes on for ${trailer.length} bytes after its picture`);
  }
}

function cut() {
  return refusal('damaged', 'The JPEG file is cut off or damaged');
}
