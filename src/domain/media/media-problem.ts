/** What a file turned out to be, where it is none that we can use; `unknown` for what has no known first bytes. */
export type FoundKind =
  | 'avi'
  | 'mkv'
  | 'wmv'
  | 'flv'
  | 'mpeg'
  | 'gif'
  | 'picture'
  | 'heic'
  | 'audio'
  | 'video'
  | 'document'
  | 'archive'
  | 'playlist'
  | 'page'
  | 'text'
  | 'empty'
  | 'unknown';

/** Services whose links show a page, known by name so that a text can say how a file is got out of them. */
export type ShareService =
  | 'google-drive'
  | 'dropbox'
  | 'yandex-disk'
  | 'icloud'
  | 'onedrive'
  | 'wetransfer'
  | 'youtube'
  | 'instagram'
  | 'tiktok'
  | 'vk'
  | 'telegram';

type Nothing = Record<never, never>;
interface TooBig {
  readonly foundMegabytes: number;
  readonly allowedMegabytes: number;
}
interface Exceeded {
  readonly found: number;
  readonly allowed: number;
}

/**
 * Why a user's video, link, photo or edit was refused: `details.problem` of an error of reason `invalid-media`,
 * `link-refused`, `invalid-portrait`, `invalid-subtitles` or `provider-refused`, with the values that texts in each language are built from.
 */
export interface MediaProblemDetails {
  // invalid-media: a background, an intro or an outro.
  readonly 'too-big': TooBig;
  readonly empty: Nothing;
  /** A video in a container that must be converted first. */
  readonly container: { readonly kind: FoundKind };
  readonly 'not-a-video': { readonly kind: FoundKind };
  readonly 'only-sound': Nothing;
  readonly codec: { readonly found: string };
  /** Width × height in pixels; at least `allowed` a side. */
  readonly 'picture-too-small': { readonly found: string; readonly allowed: number };
  /** Width × height in pixels; at most `allowed` pixels in all. */
  readonly 'picture-too-large': { readonly found: string; readonly allowed: number };
  /** Seconds: beyond what is read at all, not merely beyond what is used. */
  readonly 'too-long': Exceeded;
  /** Seconds: an intro or outro of which only so many are used; its first ones can be. */
  readonly 'clip-too-long': Exceeded;
  /** Seconds: an intro or outro that would only flicker; at least `allowed`. */
  readonly 'clip-too-short': Exceeded;
  readonly 'frame-rate': Exceeded;
  readonly 'cut-off': Nothing;
  /** Can't be read or decoded, or holds no picture. */
  readonly broken: Nothing;

  // link-refused: a link to a background.
  /** Not http or https, no host, a name and password in it, or a port that no web server uses. */
  readonly 'link-invalid': Nothing;
  /** Leads to a private, local or reserved address. */
  readonly 'link-private': Nothing;
  /** No such host, no answer, or an answer of the given HTTP status (0 where there was none). */
  readonly 'link-unreachable': { readonly status: number };
  readonly 'link-too-slow': Nothing;
  readonly 'link-too-many-redirects': { readonly allowed: number };
  readonly 'link-too-big': { readonly allowedMegabytes: number };
  /** A page came instead of the file: it is not open to everybody who has the link. */
  readonly 'link-login-page': { readonly service: ShareService | 'other' };
  /** A page of a service that gives its files by no direct link. */
  readonly 'link-share-page': { readonly service: ShareService };
  readonly 'link-folder': { readonly service: ShareService };
  readonly 'link-not-video': { readonly kind: FoundKind };

  // invalid-portrait: the picture file.
  readonly 'too-many-bytes': Exceeded;
  readonly 'too-small': { readonly found: string; readonly allowed: number };
  readonly 'too-many-pixels': { readonly found: string; readonly allowed: number };
  readonly format: { readonly kind: FoundKind; readonly allowed: string };
  readonly animated: Nothing;
  readonly damaged: Nothing;
  readonly 'foreign-data': Nothing;

  // invalid-portrait: what the picture shows. `checkPictureKey` is a file of ours with the faces drawn in.
  readonly 'no-face': Shown;
  readonly 'several-faces': Shown;
  /** Pixels from ear to ear. */
  readonly 'face-too-small': Shown;
  /** Degrees. */
  readonly 'face-turned': Shown;
  /** Percent of the face that lies outside of the picture. */
  readonly 'face-cut-off': Shown;
  /** Percent of certainty. */
  readonly 'low-quality': Shown;

  // invalid-subtitles: a file, or a text that was typed. `line` counts from 1.
  /** Kilobytes. */
  readonly 'subtitles-too-big': { readonly allowed: number };
  readonly 'subtitles-not-text': Nothing;
  /** Text, but of no encoding that we can tell. */
  readonly 'subtitles-encoding': Nothing;
  /** No entry with a text in it. */
  readonly 'subtitles-empty': Nothing;
  readonly 'subtitles-too-many': { readonly allowed: number };
  readonly 'subtitles-time': Line;
  /** It ends before it begins. */
  readonly 'subtitles-order': Line;
  /** Characters of one entry. */
  readonly 'subtitles-long-text': Line & { readonly allowed: number };
  /** All of it begins after the speech has ended. */
  readonly 'subtitles-after-speech': Line & { readonly seconds: number };
  /** A line that was typed, with nothing to see in it. */
  readonly 'subtitles-no-word': Nothing;
  /** No letter of it can be drawn. */
  readonly 'subtitles-no-font': Nothing;
  /** More than can be read while the speech lasts. */
  readonly 'subtitles-too-much': {
    readonly characters: number;
    readonly maxCharacters: number;
    readonly cutCharacters: number;
  };

  // provider-refused: an edit.
  readonly 'prompt-too-long': Exceeded;
  /** Words that the built-in edit has no rule for. */
  readonly 'not-understood': { readonly notUnderstood: string };
  readonly 'no-change': Nothing;
  readonly 'no-person-found': Nothing;
  readonly 'face-fills-picture': Nothing;
  readonly 'person-at-edge': Nothing;
  readonly 'no-background': Nothing;
}

interface Line {
  readonly line: number;
}

interface Shown {
  readonly found: number;
  readonly allowed?: number;
  readonly checkPictureKey?: string;
}

export type MediaProblem = keyof MediaProblemDetails;

type Details = Readonly<Record<string, string | number>>;

/** Details of an error, by the table above. */
export function mediaProblem<Problem extends MediaProblem>(
  problem: Problem,
  details: MediaProblemDetails[Problem],
): Details {
  return { problem, ...(details as Details) };
}

/** As people count a file's size. */
export function megabytesOf(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}
