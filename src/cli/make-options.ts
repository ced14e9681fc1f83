import { readFile } from 'node:fs/promises';
import type { AdWish, WishedPresenter, WishedSubtitles } from '../actions/ad-wish.ts';
import { uploadedFile } from '../actions/keep-upload.ts';
import { adFormats, aspects, disclosures, templates } from '../domain/ad/ad.ts';
import { defaultSubtitleTheme } from '../domain/subtitles/subtitle-theme.ts';
import { subtitlePositions } from '../domain/subtitles/subtitle-track.ts';
import { AppError } from '../kernel/errors.ts';
import { bookendsFrom, circleFrom, joinOptions } from './join-options.ts';
import { choiceOption, type OptionSpec, type ParsedOptions, textOption } from './arguments.ts';

export const makeOptions = {
  script: { value: 'TEXT', help: 'what the presenter says' },
  'script-file': { value: 'FILE', help: 'the same, read from a UTF-8 file' },
  language: { value: 'ru|en|…', help: "the script's language; told from its letters when absent" },
  presenter: { value: 'ID', help: 'one of the built-in cast: see "ugc presenters"' },
  portrait: { value: 'IMAGE', help: 'your own photo instead: JPEG, PNG or WebP with one clear face' },
  voice: { value: 'ID', help: 'see "ugc voices"; by default one that suits the presenter' },
  take: { value: 'NUMBER', help: 'another number speaks the same text a little differently' },
  format: { value: adFormats.join('|'), help: 'alone, or over your video (default with --background)' },
  background: { value: 'VIDEO', help: 'mp4, mov or webm' },
  template: { value: templates.join('|'), help: 'how head and background share the frame' },
  subtitles: { value: 'auto|none|FILE', help: 'from the speech, none, or your own .srt or .vtt' },
  'subtitle-theme': { value: 'THEME', help: 'a look of the subtitles; `ugc themes` lists them' },
  'subtitle-position': { value: subtitlePositions.join('|'), help: 'where they stand' },
  ...joinOptions,
  disclosure: { value: disclosures.join('|'), help: "the 'AI-generated' mark" },
  'i-have-consent': { help: 'confirms consent of the person on your own photo' },
  aspect: { value: aspects.join('|'), help: 'shape of the frame' },
  out: { value: 'FILE', help: 'where the ad goes: a .mp4 file' },
  report: { value: 'FILE', help: 'writes what was made and measured as JSON' },
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

const maxScriptFileBytes = 100_000;

/** The ad that the options ask for; files are only named here, nothing of them is trusted yet. */
export async function wishFrom(options: ParsedOptions): Promise<AdWish> {
  const backgroundPath = textOption(options, 'background');
  const fallbackFormat = backgroundPath === undefined ? 'talking_head' : 'character_with_background';
  const format = choiceOption(options, 'format', adFormats, fallbackFormat);
  if (format === 'talking_head') refuseUnused(options, ['background', 'template', 'circle'], format);
  const circle = circleFrom(options);
  const language = textOption(options, 'language');
  const voiceId = textOption(options, 'voice');
  return {
    script: await scriptFrom(options),
    ...(language !== undefined && { language: checkedLanguage(language) }),
    presenter: presenterFrom(options),
    ...(voiceId !== undefined && { voiceId }),
    take: takeFrom(options),
    format,
    ...(backgroundPath !== undefined && { backgroundPath }),
    template: choiceOption(options, 'template', templates, 'mix_basic_circle'),
    ...bookendsFrom(options),
    ...(circle && circle !== 'auto' && { circle }),
    aspect: choiceOption(options, 'aspect', aspects, '9:16'),
    subtitles: subtitlesFrom(options),
    subtitleTheme: textOption(options, 'subtitle-theme') ?? defaultSubtitleTheme,
    subtitlePosition: choiceOption(options, 'subtitle-position', subtitlePositions, 'bottom'),
    disclosure: choiceOption(options, 'disclosure', disclosures, 'badge'),
    measureSync: textOption(options, 'report') !== undefined,
  };
}

function refuseUnused(options: ParsedOptions, names: readonly string[], format: string): void {
  const used = names.find((name) => options[name] !== undefined);
  if (used === undefined) return;
  throw new AppError(
    'invalid-arguments',
    `--${used} has no meaning for the format ${format}; use --format character_with_background.`,
  );
}

async function scriptFrom(options: ParsedOptions): Promise<string> {
  const script = textOption(options, 'script');
  const path = textOption(options, 'script-file');
  if ((script === undefined) === (path === undefined)) {
    throw new AppError('invalid-arguments', 'Give the script by exactly one of --script and --script-file.');
  }
  return script ?? (await readScriptFile(path ?? ''));
}

async function readScriptFile(path: string): Promise<string> {
  const upload = { path, what: 'script file', maxBytes: maxScriptFileBytes };
  const file = await uploadedFile(upload, 'text/plain');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file.path));
  } catch (cause) {
    throw new AppError('invalid-script', `The script file ${path} is not UTF-8 text.`, { cause });
  }
}

function checkedLanguage(language: string): string {
  if (/^[a-z]{2,3}$/.test(language)) return language;
  throw new AppError(
    'invalid-arguments',
    `--language is "${language}"; a code of two or three small letters is allowed, such as ru or en.`,
  );
}

function presenterFrom(options: ParsedOptions): WishedPresenter {
  const id = textOption(options, 'presenter');
  const picturePath = textOption(options, 'portrait');
  if (id !== undefined && picturePath === undefined) return { kind: 'cast', id };
  if (picturePath !== undefined && id === undefined) {
    return { kind: 'own', picturePath, hasConsent: options['i-have-consent'] === true };
  }
  throw new AppError(
    'invalid-arguments',
    'Choose the presenter by exactly one of --presenter and --portrait.',
  );
}

function takeFrom(options: ParsedOptions): number {
  const text = textOption(options, 'take') ?? '0';
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new AppError('invalid-arguments', `--take is "${text}"; a whole number from 0 to 999 is allowed.`);
}

/** What --subtitles asks for; by default they come from the speech. */
export function subtitlesFrom(options: ParsedOptions): WishedSubtitles {
  const text = textOption(options, 'subtitles') ?? 'auto';
  if (text === 'auto' || text === 'none') return { kind: text };
  if (/\.(srt|vtt)$/i.test(text)) return { kind: 'file', path: text };
  throw new AppError(
    'invalid-arguments',
    `--subtitles is "${text}"; allowed are auto, none, or the path of a .srt or .vtt file.`,
  );
}
