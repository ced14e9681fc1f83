import type { FileKind, FileRecord } from '../journal/records.ts';
import type { IncomingFile } from './file-store.ts';
import { readMediaFacts, type MediaFacts } from './media-facts.ts';
import { readPictureFacts, type PictureFacts } from './picture-facts.ts';

/** What the sender says of a file; Telegram finds out the rest where it looks. */
export interface GivenMedia {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly length?: number | undefined;
  readonly duration?: number | undefined;
  readonly title?: string | undefined;
  readonly performer?: string | undefined;
  readonly thumbnail?: Readonly<Record<string, unknown>> | undefined;
  readonly cover?: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly startTimestamp?: number | undefined;
}

export type LookedAt = { readonly picture?: PictureFacts; readonly media?: MediaFacts };
type Ids = { readonly id: string; readonly uniqueId: string };

/** Above this Telegram doesn't look into a bot's video: what wasn't given stays 320×320 and 0 s. */
export const probedBytes = 10 << 20;

export async function lookAt(
  file: IncomingFile,
  kind: FileKind,
  given: GivenMedia,
  anySize: boolean,
): Promise<LookedAt> {
  if (kind === 'photo' || kind === 'thumbnail' || kind === 'sticker') {
    const picture = await readPictureFacts(file.path);
    return picture === undefined ? {} : { picture };
  }
  if (kind === 'document' || (file.bytes > probedBytes && !anySize) || isAllGiven(kind, given)) return {};
  const media = await readMediaFacts(file.path);
  return media === undefined ? {} : { media };
}

function isAllGiven(kind: FileKind, { width, height, duration }: GivenMedia): boolean {
  if (duration === undefined) return false;
  return (
    kind === 'audio' || (['video', 'animation'].includes(kind) && width !== undefined && height !== undefined)
  );
}

/** The object of that kind as messages carry it. */
export function describeMedia(
  file: IncomingFile,
  kind: FileKind,
  given: GivenMedia,
  { picture, media }: LookedAt,
): (ids: Ids) => FileRecord['content'] {
  return ({ id, uniqueId }) => {
    const own = { file_id: id, file_unique_id: uniqueId, file_size: file.bytes };
    const named = { ...own, file_name: file.name, mime_type: file.mime };
    const duration = clamp(given.duration ?? Math.round(media?.durationSeconds ?? 0), 86_400);
    const frame = {
      width: clamp(given.width ?? media?.video?.width ?? 320, 10_000),
      height: clamp(given.height ?? media?.video?.height ?? 320, 10_000),
    };
    const thumbnail = given.thumbnail && { thumbnail: given.thumbnail };
    switch (kind) {
      case 'photo':
        return photoSizes(own, picture ?? { width: 0, height: 0 });
      case 'thumbnail':
        return { ...own, width: picture?.width ?? 0, height: picture?.height ?? 0 };
      case 'video': {
        const cover = given.cover && { cover: given.cover };
        const start = given.startTimestamp !== undefined && { start_timestamp: given.startTimestamp };
        return { ...named, ...frame, duration, ...thumbnail, ...cover, ...start };
      }
      case 'animation':
        return { ...named, ...frame, duration, ...thumbnail };
      case 'audio': {
        const title = given.title !== undefined && { title: given.title };
        const performer = given.performer !== undefined && { performer: given.performer };
        return { ...named, duration, ...title, ...performer, ...thumbnail };
      }
      case 'voice':
        return { ...own, duration, mime_type: file.mime };
      case 'video_note':
        return { ...own, length: given.length ?? media?.video?.width ?? 240, duration, ...thumbnail };
      case 'sticker':
        return {
          ...own,
          type: 'regular',
          width: picture?.width ?? 512,
          height: picture?.height ?? 512,
          is_animated: false,
          is_video: false,
        };
      case 'document':
        return { ...named, ...thumbnail };
    }
  };
}

/** Telegram clamps what is too large instead of refusing it. */
function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

const smallerSizes = [
  ['s', 90],
  ['m', 320],
  ['x', 800],
] as const;

/** Smallest first, as Telegram lists them. Whichever is downloaded gives the whole picture: nothing is scaled here. */
function photoSizes(
  own: { readonly file_id: string; readonly file_unique_id: string; readonly file_size: number },
  { width, height }: { readonly width: number; readonly height: number },
): readonly Readonly<Record<string, unknown>>[] {
  const longest = Math.max(width, height);
  const smaller = smallerSizes
    .filter(([, side]) => side < longest)
    .map(([letter, side]) => ({
      ...own,
      file_id: `${own.file_id}.${letter}`,
      file_unique_id: `${own.file_unique_id}${letter}`,
      width: Math.max(1, Math.round((width * side) / longest)),
      height: Math.max(1, Math.round((height * side) / longest)),
    }));
  return [...smaller, { ...own, width, height }];
}
