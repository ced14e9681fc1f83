import { z } from 'zod';
import type { VoiceSettings } from './speech-body.ts';

/** A voice as the service lists it, cleaned: everything but the id may have been missing. */
export interface ServiceVoice {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  /** Keys and values in lower case with blanks for dashes and underscores. */
  readonly labels: Readonly<Record<string, string>>;
  readonly about: string;
  readonly previewUrl?: string | undefined;
  readonly isOwn: boolean;
  readonly isLegacy: boolean;
  /** ISO 639-1 codes of the languages in which somebody has listened to it. */
  readonly verified: readonly { readonly language: string; readonly previewUrl?: string | undefined }[];
  readonly settings?: VoiceSettings | undefined;
}

const someText = z.string().nullish().catch(undefined);
const share = z.number().min(0).max(1).optional().catch(undefined);
const settings = z
  .object({
    stability: share,
    similarity_boost: share,
    style: share,
    use_speaker_boost: z.boolean().optional().catch(undefined),
    speed: z.number().positive().optional().catch(undefined),
  })
  .nullish()
  .catch(undefined);
const listed = z.object({
  // It becomes a part of addresses.
  voice_id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  name: someText,
  category: someText,
  labels: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  description: someText,
  preview_url: someText,
  is_owner: z.boolean().nullish().catch(undefined),
  is_legacy: z.boolean().nullish().catch(undefined),
  verified_languages: z.array(z.unknown()).nullish().catch(undefined),
  settings,
});
const verifiedLanguage = z.object({ language: z.string(), preview_url: someText });
const page = z.object({
  voices: z.array(z.unknown()),
  has_more: z.boolean().nullish().catch(undefined),
  next_page_token: someText,
});

/** As the service writes it, without what is not used here. */
export type ListedVoice = z.output<typeof listed>;

export interface VoicePage {
  readonly voices: readonly ListedVoice[];
  readonly nextPageToken?: string | undefined;
}

/** A page of `GET /v2/voices`; undefined where it is none. A voice that can't be read is left out. */
export function readVoicePage(answer: unknown): VoicePage | undefined {
  const parsed = page.safeParse(answer);
  if (!parsed.success) return undefined;
  const { voices, has_more: hasMore, next_page_token: token } = parsed.data;
  return {
    voices: readVoices(voices),
    nextPageToken: hasMore === true && token ? token : undefined,
  };
}

export function readVoices(items: readonly unknown[]): readonly ListedVoice[] {
  return items.flatMap((item) => {
    const read = listed.safeParse(item);
    return read.success ? [read.data] : [];
  });
}

export function cleanedVoice(voice: ListedVoice): ServiceVoice {
  const category = (voice.category ?? '').toLowerCase();
  return {
    id: voice.voice_id,
    name: plain(voice.name ?? ''),
    category,
    labels: cleanedLabels(voice.labels ?? {}),
    about: plain(voice.description ?? '').slice(0, 500),
    previewUrl: webAddress(voice.preview_url),
    isOwn: voice.is_owner === true || category === 'cloned' || category === 'generated',
    isLegacy: voice.is_legacy === true,
    verified: (voice.verified_languages ?? []).flatMap((item) => {
      const read = verifiedLanguage.safeParse(item);
      if (!read.success || !/^[a-z]{2}$/.test(read.data.language)) return [];
      return [{ language: read.data.language, previewUrl: webAddress(read.data.preview_url) }];
    }),
    settings: voice.settings ?? undefined,
  };
}

function cleanedLabels(labels: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const words = (text: string) => plain(text).toLowerCase().replace(/[_-]+/g, ' ').trim();
  return Object.fromEntries(
    Object.entries(labels)
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .map(([key, value]) => [words(key), words(value).slice(0, 60)]),
  );
}

/** Names are anybody's text: no line breaks, no signs that turn the direction of writing. */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 500);
}

function webAddress(url: string | null | undefined): string | undefined {
  return url && /^https?:\/\//.test(url) && URL.canParse(url) ? url : undefined;
}
