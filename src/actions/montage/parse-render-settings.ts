import type { AdFormat } from '../../domain/ad/ad.ts';
import type { OrderedBookend } from '../../domain/ad/ad-order.ts';
import {
  type RenderSettings,
  renderSettingsVersion,
  type SubtitleSource,
  settingsOf,
} from '../../domain/montage/render-settings.ts';
import { AppError } from '../../kernel/errors.ts';
import { explainIssue, settingError } from './explain-issue.ts';
import { readTypedJson } from './read-typed-json.ts';
import { type RenderSettingsJson, renderSettingsJson } from './render-settings-json.ts';

const mostCharacters = 100_000;

/**
 * Settings that a person typed as JSON, over those that are there; what is left out stays. Throws `invalid-arguments`
 * whose message and details name the path, what was found there and what is allowed.
 */
export function parseRenderSettings(text: string, current: RenderSettings, format: AdFormat): RenderSettings {
  const json = readJson(text);
  const parsed = renderSettingsJson.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw issue
      ? explainIssue(issue, json, keysAt)
      : new AppError('internal', 'Settings failed unexplained.');
  }
  const meaningful: readonly string[] = ['$schema', 'version', ...settingsOf(format)];
  const meaningless = Object.keys(parsed.data).find((name) => !meaningful.includes(name));
  if (meaningless !== undefined) {
    const allowed = settingsOf(format).join(', ');
    const message = `The setting ${meaningless} has no meaning for the format ${format}, which knows ${allowed}.`;
    throw new AppError('invalid-arguments', message, {
      details: { path: meaningless, found: meaningless, allowed },
    });
  }
  return applied(parsed.data, current);
}

function readJson(text: string): unknown {
  if (text.length > mostCharacters) {
    throw new AppError(
      'invalid-arguments',
      `The settings have ${text.length} characters; at most ${mostCharacters} are allowed.`,
      { details: { path: '', found: text.length, allowed: mostCharacters } },
    );
  }
  try {
    return readTypedJson(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(
      'invalid-arguments',
      `The settings are no JSON (${why}); allowed is an object such as {"theme": "pop"}.`,
      { cause, details: { path: '', found: why.slice(0, 200), allowed: '{"theme": "pop"}' } },
    );
  }
}

const keysOf: Readonly<Record<string, string[]>> = {
  '': Object.keys(renderSettingsJson.shape).filter((name) => name !== '$schema'),
  subtitles: ['kind', 'cues'],
  cues: ['startSeconds', 'endSeconds', 'text'],
  intro: ['ownSound'],
  outro: ['ownSound'],
  circle: ['radius', 'centre'],
  centre: ['x', 'y'],
};

function keysAt(path: readonly PropertyKey[]): string[] {
  const last = path.filter((part) => typeof part === 'string').at(-1) ?? '';
  return keysOf[last] ?? [];
}

function applied(json: RenderSettingsJson, current: RenderSettings): RenderSettings {
  const { templates, subtitles, intro, outro, version: _version, $schema: _, ...plain } = json;
  return {
    ...current,
    ...plain,
    version: renderSettingsVersion,
    ...(templates && { templates: [...new Set(templates)] }),
    ...(subtitles && { subtitles: sourceOf(subtitles, current.subtitles) }),
    ...(intro !== undefined && { intro: bookendOf('intro', intro, current.intro) }),
    ...(outro !== undefined && { outro: bookendOf('outro', outro, current.outro) }),
  };
}

function sourceOf(
  { kind, cues }: NonNullable<RenderSettingsJson['subtitles']>,
  current: SubtitleSource,
): SubtitleSource {
  if (cues && kind !== 'edited') {
    throw settingError(['subtitles', 'cues'], cues, `there only with kind "edited", and kind is "${kind}"`);
  }
  if (kind === 'own') {
    if (current.kind === 'own') return current;
    throw settingError(['subtitles', 'kind'], kind, 'own only where a subtitle file was given before');
  }
  if (kind !== 'edited') return { kind };
  if (!cues)
    throw settingError(['subtitles', 'cues'], undefined, 'a list of {startSeconds, endSeconds, text}');
  cues.forEach(({ startSeconds, endSeconds }, index) => {
    if (endSeconds > startSeconds) return;
    const path = ['subtitles', 'cues', index, 'endSeconds'];
    throw settingError(path, endSeconds, `a time after startSeconds, which is ${startSeconds}`);
  });
  return { kind, cues };
}

function bookendOf(
  name: 'intro' | 'outro',
  wanted: { readonly ownSound: boolean } | null,
  current: OrderedBookend | null,
): OrderedBookend | null {
  if (!wanted) return null;
  if (!current) throw settingError([name], wanted, `null while no ${name} was given`);
  return { ...current, ownSound: wanted.ownSound };
}
