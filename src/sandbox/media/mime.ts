import { extname } from 'node:path';
import type { FileKind } from '../journal/records.ts';
import type { LookedAt } from './describe-media.ts';
import type { IncomingFile } from './file-store.ts';

const byExtension: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
  '.avi': 'video/x-msvideo',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.wav': 'audio/wav',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.srt': 'application/x-subrip',
  '.vtt': 'text/vtt',
  '.zip': 'application/zip',
};

const byKind: Readonly<Partial<Record<FileKind, string>>> = {
  photo: 'image/jpeg',
  video: 'video/mp4',
  animation: 'video/mp4',
  video_note: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg',
};

const unknown = 'application/octet-stream';

/** By its content where that was looked at, else by what its sender or its name says: libraries send no types. */
export function mimeOf({ name, mime }: IncomingFile, kind: FileKind, { picture, media }: LookedAt): string {
  if (picture) return `image/${picture.format}`;
  if (media) return media.mime;
  return (mime === unknown ? byExtension[extname(name).toLowerCase()] : mime) ?? byKind[kind] ?? unknown;
}
