import type { TelegramMessageEntity } from '@gramio/types';
import type { MessageContent } from '../chats/post.ts';
import type { FileKind, FileRecord } from '../journal/records.ts';
import type { SandboxParts } from '../parts.ts';
import { captionFields, formatCaption } from '../text/format-text.ts';
import { ApiError, badRequest, tooLarge, wrongCall } from '../wire/api-error.ts';
import { describeMedia, type GivenMedia, lookAt } from './describe-media.ts';
import type { IncomingFile } from './file-store.ts';
import { mimeOf } from './mime.ts';

export type MediaKind = Exclude<FileKind, 'thumbnail' | 'sticker'>;

/** An `InputMedia…`, or the parameters of a method that sends one file, which say the same. */
export interface SentMedia {
  readonly type: string;
  readonly media: unknown;
  readonly caption?: unknown;
  readonly parse_mode?: string;
  readonly caption_entities?: TelegramMessageEntity[];
  readonly show_caption_above_media?: boolean;
  readonly has_spoiler?: boolean;
  readonly thumbnail?: unknown;
  readonly cover?: unknown;
  readonly width?: number;
  readonly height?: number;
  readonly length?: number;
  readonly duration?: number;
  readonly title?: string;
  readonly performer?: string;
  readonly start_timestamp?: number;
}

type Uploads = ReadonlyMap<string, IncomingFile>;

const photoBytes = 10 << 20;
const thumbnailBytes = 200_000;
const thumbnailSide = 320;
const longestPhotoSides = 10_000;

/** The media part of a message, with its caption. Throws Telegram's refusals. */
export async function mediaContent(
  parts: SandboxParts,
  sent: SentMedia,
  uploads: Uploads,
): Promise<MessageContent> {
  const kind = sent.type as MediaKind;
  const caption = formatCaption({
    text: sent.caption === undefined ? undefined : String(sent.caption),
    parseMode: sent.parse_mode,
    entities: sent.caption_entities,
  });
  const file = await fileOf(parts, sent, kind, uploads);
  return {
    ...contentOf(file, kind),
    ...captionFields(caption),
    ...(sent.show_caption_above_media && { show_caption_above_media: true }),
    ...(sent.has_spoiler && { has_media_spoiler: true }),
  };
}

/** An animation comes as a document too, for bots that know no animations. */
export function contentOf(file: FileRecord, kind: FileKind): MessageContent {
  if (kind !== 'animation') return { [kind]: file.content };
  const {
    width: _width,
    height: _height,
    duration: _duration,
    ...document
  } = file.content as Record<string, unknown>;
  return { animation: file.content, document } as MessageContent;
}

async function fileOf(
  parts: SandboxParts,
  sent: SentMedia,
  kind: MediaKind,
  uploads: Uploads,
): Promise<FileRecord> {
  const upload = uploadNamed(sent.media, uploads);
  if (upload === undefined) return storedFile(parts, String(sent.media), kind);
  requireSize(upload, kind);
  const given: GivenMedia = {
    width: sent.width,
    height: sent.height,
    length: sent.length,
    duration: sent.duration,
    title: sent.title,
    performer: sent.performer,
    startTimestamp: sent.start_timestamp,
    thumbnail: await thumbnailOf(parts, sent.thumbnail, uploads),
    cover: await coverOf(parts, sent.cover, uploads),
  };
  return await keepUpload(parts, upload, kind, given);
}

/** Looks at the bytes, as far as Telegram does, and gives them an id. */
export async function keepUpload(
  parts: SandboxParts,
  upload: IncomingFile,
  kind: FileKind,
  given: GivenMedia,
  options: { readonly fromPerson?: boolean } = {},
): Promise<FileRecord> {
  const seen = await lookAt(upload, kind, given, options.fromPerson ?? false);
  if (kind === 'photo') {
    if (seen.picture === undefined) throw badRequest('IMAGE_PROCESS_FAILED');
    const { width, height } = seen.picture;
    if (width + height > longestPhotoSides || Math.max(width / height, height / width) > 20) {
      throw badRequest('PHOTO_INVALID_DIMENSIONS');
    }
  }
  if (kind === 'voice' && seen.media !== undefined && !isVoice(seen.media.mime)) {
    throw wrongCall(`[sandbox] voice: OGG, MP3 or M4A expected, ${seen.media.mime} found`);
  }
  const typed = { ...upload, mime: mimeOf(upload, kind, seen) };
  return await parts.files.keep(typed, kind, describeMedia(typed, kind, given, seen));
}

function isVoice(mime: string): boolean {
  return ['audio/ogg', 'audio/mpeg', 'audio/mp4', 'video/mp4'].includes(mime);
}

function uploadNamed(value: unknown, uploads: Uploads): IncomingFile | undefined {
  return typeof value === 'string' && value.startsWith('attach://')
    ? uploads.get(value.slice('attach://'.length))
    : undefined;
}

function requireSize(upload: IncomingFile, kind: MediaKind): void {
  if (upload.isTooLarge) throw tooLarge;
  if (upload.bytes === 0) throw wrongCall('file must be non-empty');
  if (kind === 'photo' && upload.bytes > photoBytes) {
    throw badRequest(`too big for a photo; it must be less than ${photoBytes} bytes`);
  }
}

/** By the id of a file that the bot has seen, of the same kind; anything of the internet is out of reach here. */
function storedFile(parts: SandboxParts, value: string, kind: MediaKind): FileRecord {
  if (/^https?:\/\//i.test(value)) throw badRequest('failed to get HTTP URL content');
  const file = parts.files.find(value);
  if (file === undefined) throw badRequest('wrong file identifier/HTTP URL specified');
  if (file.kind !== kind && !(file.kind === 'animation' && kind === 'document')) {
    throw new ApiError(400, `Bad Request: can't use file of type ${nameOf(file.kind)} as ${nameOf(kind)}`, {
      isViolation: true,
    });
  }
  return file;
}

function nameOf(kind: FileKind): string {
  return kind
    .split('_')
    .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
    .join('');
}

/** Telegram leaves out a thumbnail that breaks these rules without a word; a bot should know. */
async function thumbnailOf(
  parts: SandboxParts,
  value: unknown,
  uploads: Uploads,
): Promise<GivenMedia['thumbnail']> {
  if (value === undefined) return undefined;
  const upload = uploadNamed(value, uploads);
  if (upload === undefined) throw wrongCall("[sandbox] thumbnail: it can't be reused and must be uploaded");
  if (upload.bytes >= thumbnailBytes) {
    throw wrongCall(`[sandbox] thumbnail: less than ${thumbnailBytes} bytes allowed, ${upload.bytes} found`);
  }
  const { picture } = await lookAt(upload, 'thumbnail', {}, false);
  if (picture?.format !== 'jpeg') throw wrongCall('[sandbox] thumbnail: JPEG expected');
  if (Math.max(picture.width, picture.height) > thumbnailSide) {
    throw wrongCall(
      `[sandbox] thumbnail: at most ${thumbnailSide}×${thumbnailSide} allowed, ${picture.width}×${picture.height} found`,
    );
  }
  const file = await parts.files.keep(
    { ...upload, mime: 'image/jpeg' },
    'thumbnail',
    describeMedia(upload, 'thumbnail', {}, { picture }),
  );
  return file.content as Readonly<Record<string, unknown>>;
}

async function coverOf(parts: SandboxParts, value: unknown, uploads: Uploads): Promise<GivenMedia['cover']> {
  if (value === undefined) return undefined;
  const upload = uploadNamed(value, uploads);
  if (upload !== undefined) requireSize(upload, 'photo');
  const file = upload
    ? await keepUpload(parts, upload, 'photo', {})
    : storedFile(parts, String(value), 'photo');
  return file.content as readonly Readonly<Record<string, unknown>>[];
}
