import { type AdFormat, type Aspect, type Disclosure, type Template, templates } from '../ad/ad.ts';
import type { AdOrder, EditedCue, KeptFile, OrderedBookend, OrderedSubtitles } from '../ad/ad-order.ts';
import { defaultDisclosure } from '../ad/disclosure.ts';
import type { HeadCircle } from '../overlay/circle.ts';
import { defaultSubtitleTheme } from '../subtitles/subtitle-theme.ts';
import type { SubtitlePosition } from '../subtitles/subtitle-track.ts';

/** Raised when an older program could no longer read them. */
export const renderSettingsVersion = 1;

export type SubtitleSource =
  | { readonly kind: 'none' }
  /** From the speech. */
  | { readonly kind: 'auto' }
  /** An SRT or WebVTT file. */
  | { readonly kind: 'own'; readonly file: KeptFile }
  | { readonly kind: 'edited'; readonly cues: readonly EditedCue[] };

/** All that a video can be rendered anew with, without speaking or animating anything again. */
export interface RenderSettings {
  readonly version: typeof renderSettingsVersion;
  /** Each gives a clip; none for a talking head, which has one layout. */
  readonly templates: readonly Template[];
  readonly subtitles: SubtitleSource;
  readonly theme: string;
  readonly position: SubtitlePosition;
  readonly intro: OrderedBookend | null;
  readonly outro: OrderedBookend | null;
  readonly circle: 'auto' | HeadCircle;
  readonly aspect: Aspect;
  readonly disclosure: Disclosure;
}

export type RenderSetting = Exclude<keyof RenderSettings, 'version'>;

/** In the order in which they are shown. */
export const renderSettingNames = [
  ...['templates', 'subtitles', 'theme', 'position', 'intro', 'outro'],
  ...['circle', 'aspect', 'disclosure'],
] as readonly RenderSetting[];

export const defaultTemplate: Template = 'mix_basic_circle';

const meaningless: Readonly<Record<AdFormat, readonly RenderSetting[]>> = {
  talking_head: ['templates', 'circle'],
  character_with_background: [],
};

/** Which settings change anything in an ad of that format. */
export function settingsOf(format: AdFormat): readonly RenderSetting[] {
  return renderSettingNames.filter((name) => !meaningless[format].includes(name));
}

export function defaultSettings(format: AdFormat): RenderSettings {
  return {
    version: renderSettingsVersion,
    templates: format === 'talking_head' ? [] : [defaultTemplate],
    subtitles: { kind: 'auto' },
    theme: defaultSubtitleTheme,
    position: 'bottom',
    intro: null,
    outro: null,
    circle: 'auto',
    aspect: '9:16',
    disclosure: defaultDisclosure,
  };
}

/** What an ad was made with. */
export function settingsOfOrder(order: AdOrder): RenderSettings {
  const { composition, subtitles, intro, outro, circle, aspect, disclosure } = order;
  const usual = defaultSettings(order.format);
  return {
    ...usual,
    templates: composition ? [composition.template] : [],
    subtitles: sourceOf(subtitles),
    ...(subtitles.kind !== 'none' && { theme: subtitles.theme, position: subtitles.position }),
    intro: intro ?? null,
    outro: outro ?? null,
    circle: circle ?? 'auto',
    aspect,
    disclosure,
  };
}

/** The same ad with these settings: an order for each template, in the order in which templates are listed. */
export function ordersWith(order: AdOrder, settings: RenderSettings): AdOrder[] {
  const { intro, outro, circle, aspect, disclosure } = settings;
  const { composition, intro: _intro, outro: _outro, circle: _circle, ...rest } = order;
  const shared: AdOrder = {
    ...rest,
    subtitles: orderedSubtitles(settings),
    ...(intro && { intro }),
    ...(outro && { outro }),
    aspect,
    disclosure,
  };
  if (!composition) return [shared];
  const wanted = templates.filter((template) => settings.templates.includes(template));
  const byHand = circle === 'auto' ? {} : { circle };
  return wanted.map((template) => ({ ...shared, ...byHand, composition: { ...composition, template } }));
}

function sourceOf(subtitles: OrderedSubtitles): SubtitleSource {
  if (subtitles.kind === 'own') return { kind: 'own', file: subtitles.file };
  if (subtitles.kind === 'edited') return { kind: 'edited', cues: subtitles.cues };
  return { kind: subtitles.kind };
}

function orderedSubtitles({ subtitles, theme, position }: RenderSettings): OrderedSubtitles {
  return subtitles.kind === 'none' ? subtitles : { ...subtitles, theme, position };
}

export interface SettingChange {
  readonly setting: RenderSetting;
  /** In short: names as they are typed, numbers with at most three decimals. */
  readonly from: string;
  readonly to: string;
}

/** What one set of settings changes of another, in the order in which settings are shown. */
export function describeChange(before: RenderSettings, after: RenderSettings): SettingChange[] {
  return renderSettingNames
    .filter((setting) => JSON.stringify(before[setting]) !== JSON.stringify(after[setting]))
    .map((setting) => ({ setting, from: described(before, setting), to: described(after, setting) }));
}

function described(settings: RenderSettings, setting: RenderSetting): string {
  switch (setting) {
    case 'templates':
      return settings.templates.join(', ');
    case 'subtitles':
      return settings.subtitles.kind;
    case 'intro':
    case 'outro':
      return describedClip(settings[setting]);
    case 'circle':
      return describedCircle(settings.circle);
    default:
      return settings[setting];
  }
}

function describedClip(clip: OrderedBookend | null): string {
  if (!clip) return 'none';
  const isHeard = clip.ownSound && clip.probe.hasAudio;
  return `${rounded(clip.probe.durationSeconds)} s${isHeard ? '' : ', silent'}`;
}

function describedCircle(circle: RenderSettings['circle']): string {
  if (circle === 'auto') return circle;
  return [circle.radius, circle.centre.x, circle.centre.y].map(rounded).join(', ');
}

function rounded(value: number): string {
  return String(Number(value.toFixed(3)));
}
