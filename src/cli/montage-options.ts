import { readFile } from 'node:fs/promises';
import { uploadedFile } from '../actions/keep-upload.ts';
import { type Template, aspects, disclosures, templates } from '../domain/ad/ad.ts';
import { nearestNames } from '../domain/nearest-names.ts';
import { subtitlePositions } from '../domain/subtitles/subtitle-track.ts';
import { AppError } from '../kernel/errors.ts';
import { type OptionSpec, type ParsedOptions, textOption } from './arguments.ts';
import { joinOptions } from './join-options.ts';

export const montageOptions = {
  settings: { value: 'JSON|FILE', help: 'by docs/render-settings.schema.json; what is left out stays' },
  template: { value: templates.join('|'), help: 'several with commas between: each gives a clip' },
  subtitles: { value: 'auto|none|FILE', help: 'from the speech, none, or your own .srt or .vtt' },
  'subtitle-theme': { value: 'THEME', help: 'light, yellow_on_black, white_on_purple, …' },
  'subtitle-position': { value: subtitlePositions.join('|'), help: 'where they stand' },
  ...joinOptions,
  intro: { value: 'VIDEO|none', help: 'a clip of yours before the speech, 15 s at most' },
  outro: { value: 'VIDEO|none', help: 'a clip of yours after the speech, 15 s at most' },
  aspect: { value: aspects.join('|'), help: 'shape of the frame' },
  disclosure: { value: disclosures.join('|'), help: "the 'AI-generated' mark" },
  out: { value: 'FILE', help: 'a .mp4 file; of several clips each gets its template into its name' },
  report: { value: 'FILE', help: 'writes what was made and measured as JSON' },
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

const maxSettingsBytes = 200_000;

/** The JSON that --settings gives, itself or by a file's name; undefined where it is absent. */
export async function settingsText(options: ParsedOptions): Promise<string | undefined> {
  const text = textOption(options, 'settings');
  if (text === undefined || /^\s*[{["]/.test(text)) return text;
  const file = await uploadedFile(
    { path: text, what: 'settings file', maxBytes: maxSettingsBytes },
    'text/plain',
  );
  return await readFile(file.path, 'utf8');
}

/** Undefined where none is named. */
export function templatesFrom(options: ParsedOptions): readonly Template[] | undefined {
  const text = textOption(options, 'template');
  return text?.split(',').map((name) => {
    const found = templates.find((template) => template === name.trim());
    if (found) return found;
    const near = nearestNames(name.trim(), templates, 1)[0];
    throw new AppError(
      'invalid-arguments',
      `--template has "${name.trim()}"; did you mean ${near}? Allowed are ${templates.join(', ')}.`,
    );
  });
}
