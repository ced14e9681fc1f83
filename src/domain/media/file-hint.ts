import type { FoundKind } from './media-problem.ts';

const kindOfMime: Readonly<Record<string, FoundKind>> = {
  'video/x-msvideo': 'avi',
  'video/avi': 'avi',
  'video/x-matroska': 'mkv',
  'video/x-ms-wmv': 'wmv',
  'video/x-flv': 'flv',
  'video/mpeg': 'mpeg',
  'video/mp2t': 'mpeg',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/heif': 'heic',
  'application/pdf': 'document',
  'application/zip': 'archive',
  'application/x-rar-compressed': 'archive',
  'text/html': 'page',
};

const kindOfExtension: Readonly<Record<string, FoundKind>> = {
  mp4: 'video',
  mov: 'video',
  webm: 'video',
  m4v: 'video',
  avi: 'avi',
  mkv: 'mkv',
  wmv: 'wmv',
  flv: 'flv',
  mpg: 'mpeg',
  mpeg: 'mpeg',
  gif: 'gif',
  jpg: 'picture',
  jpeg: 'picture',
  png: 'picture',
  webp: 'picture',
  heic: 'heic',
  mp3: 'audio',
  m4a: 'audio',
  wav: 'audio',
  ogg: 'audio',
  pdf: 'document',
  doc: 'document',
  docx: 'document',
  zip: 'archive',
  rar: 'archive',
  html: 'page',
  txt: 'text',
};

/** What a file claims to be by its type and name, before a byte of it is fetched; undefined where it claims nothing. */
export function claimedKind(file: { readonly mime?: string; readonly name?: string }): FoundKind | undefined {
  const mime = file.mime?.toLowerCase().split(';')[0]?.trim() ?? '';
  const byMime = kindOfMime[mime] ?? kindOfFamily(mime);
  if (byMime) return byMime;
  const extension = /\.([a-z0-9]{1,5})$/i.exec(file.name ?? '')?.[1]?.toLowerCase();
  return extension === undefined ? undefined : kindOfExtension[extension];
}

function kindOfFamily(mime: string): FoundKind | undefined {
  if (mime.startsWith('video/')) return 'video';
  if (mime.startsWith('image/')) return 'picture';
  if (mime.startsWith('audio/')) return 'audio';
  return undefined;
}
