import { isWeaker } from '../../domain/ad/disclosure.ts';
import type { KeptFile } from '../../domain/ad/ad-order.ts';
import { frameOfAspect, type AdFormat } from '../../domain/ad/ad.ts';
import { type RenderSettings, settingsOf } from '../../domain/montage/render-settings.ts';
import { circleFault } from '../../domain/overlay/auto-circle.ts';
import { cuesFromTexts } from '../../domain/subtitles/cues-from-texts.ts';
import { requireDrawable } from '../../domain/subtitles/undrawable.ts';
import type { SpeechTrack } from '../../domain/speech/speech.ts';
import { AppError } from '../../kernel/errors.ts';
import { uploadFolder } from '../keep-upload.ts';
import type { ActionParts, Person } from '../parts.ts';
import { settingError } from './explain-issue.ts';
import { parseRenderSettings } from './parse-render-settings.ts';

/** Throws `disclosure-weakened` where the mark is weaker than this operator asks for, unless it is the operator's own. */
export function requireDisclosure(
  { limits }: Pick<ActionParts, 'limits'>,
  person: Person,
  { disclosure }: Pick<RenderSettings, 'disclosure'>,
): void {
  if (person.isOperator || !isWeaker(disclosure, limits.weakestDisclosure)) return;
  throw new AppError(
    'disclosure-weakened',
    `The disclosure ${disclosure} is weaker than ${limits.weakestDisclosure}, which this operator asks for.`,
  );
}

/**
 * Settings as a render may be made with them, wherever they come from. Throws `invalid-arguments` by path,
 * `disclosure-weakened`, `invalid-subtitles`, and `not-found` for clips and files that are gone or not the person's.
 */
export async function checkRenderSettings(
  parts: Pick<ActionParts, 'files' | 'limits'>,
  person: Person,
  settings: RenderSettings,
  { format, speech }: { readonly format: AdFormat; readonly speech: SpeechTrack },
): Promise<RenderSettings> {
  const checked = {
    ...settings,
    ...parseRenderSettings(JSON.stringify(typed(settings, format)), settings, format),
    ...(format === 'talking_head' && ({ templates: [], circle: 'auto' } as const)),
  };
  requireDisclosure(parts, person, checked);
  const fault = checked.circle === 'auto' ? undefined : circleFault(checked.circle);
  if (fault !== undefined) throw settingError(['circle'], checked.circle, fault);
  const { subtitles, theme, aspect } = checked;
  if (subtitles.kind === 'edited') {
    cuesFromTexts(subtitles.cues, speech, { frame: frameOfAspect[aspect], theme });
    for (const { text } of subtitles.cues) requireDrawable([text], theme);
  }
  await requireOwnFiles(parts, person, checked);
  return checked;
}

/** Throws `not-found`, with the setting's name, for a clip or a file that is gone or not the person's. */
export async function requireOwnFiles(
  parts: Pick<ActionParts, 'files'>,
  person: Person,
  { subtitles, intro, outro }: RenderSettings,
): Promise<void> {
  if (subtitles.kind === 'own') await requireOwnFile(parts, person, 'subtitles', subtitles.file);
  if (intro) await requireOwnFile(parts, person, 'intro', intro);
  if (outro) await requireOwnFile(parts, person, 'outro', outro);
}

/** The form in which a person may type them. */
function typed(settings: RenderSettings, format: AdFormat): Readonly<Record<string, unknown>> {
  const { subtitles, intro, outro } = settings;
  const cues = subtitles.kind === 'edited' ? { cues: subtitles.cues } : {};
  const all: Readonly<Record<string, unknown>> = {
    ...settings,
    subtitles: { kind: subtitles.kind, ...cues },
    intro: intro && { ownSound: intro.ownSound },
    outro: outro && { ownSound: outro.ownSound },
  };
  return Object.fromEntries(['version', ...settingsOf(format)].map((name) => [name, all[name]]));
}

async function requireOwnFile(
  { files }: Pick<ActionParts, 'files'>,
  { owner }: Person,
  setting: 'subtitles' | 'intro' | 'outro',
  { key }: KeptFile,
): Promise<void> {
  if (key.startsWith(uploadFolder(owner)) && (await files.exists(key))) return;
  throw new AppError('not-found', `The file for ${setting} is no longer kept; send it again.`, {
    details: { setting },
  });
}
