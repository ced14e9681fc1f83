import { type Template, templates } from '../../domain/ad/ad.ts';
import type { OrderedBookend } from '../../domain/ad/ad-order.ts';
import type { MontageStatus } from '../../domain/montage/montage-status.ts';
import {
  describeChange,
  type RenderSetting,
  type RenderSettings,
} from '../../domain/montage/render-settings.ts';
import { isSubtitleTheme } from '../../domain/subtitles/subtitle-theme.ts';
import { undrawable } from '../../domain/subtitles/undrawable.ts';
import { lines } from '../html.ts';
import type { Texts } from '../texts/texts.ts';

/** What is chosen, so short that the picture above stays in sight; what is as usual is left out. HTML. */
export function shortSettingsText(settings: RenderSettings, { format }: MontageStatus, texts: Texts): string {
  const { montage } = texts;
  const { intro, outro, circle } = settings;
  return lines(
    format === 'character_with_background' && montage.templatesLine(templateNames(settings, texts)),
    montage.subtitlesLine(subtitlesWords(settings, texts)),
    intro !== null && montage.partLine('intro', bookendWords(intro, texts)),
    outro !== null && montage.partLine('outro', bookendWords(outro, texts)),
    circle !== 'auto' && hasCircle(settings) && montage.circleLine(circleWords(settings, texts)),
    montage.aspectLine(settings.aspect),
  );
}

/** All settings in words, a short line each; those that mean nothing for the video are left out. HTML. */
export function settingsText(settings: RenderSettings, { format }: MontageStatus, texts: Texts): string {
  const { montage } = texts;
  const isOverVideo = format === 'character_with_background';
  return lines(
    isOverVideo && montage.templatesLine(templateNames(settings, texts)),
    montage.subtitlesLine(subtitlesWords(settings, texts)),
    montage.partLine('intro', bookendWords(settings.intro, texts)),
    montage.partLine('outro', bookendWords(settings.outro, texts)),
    isOverVideo && hasCircle(settings) && montage.circleLine(circleWords(settings, texts)),
    montage.aspectLine(settings.aspect),
    montage.markLine(settings.disclosure),
  );
}

/** Templates in the order in which they are listed and rendered. */
export function chosenTemplates(settings: RenderSettings): readonly Template[] {
  return templates.filter((template) => settings.templates.includes(template));
}

export function clipsOf({ settings, format }: MontageStatus): number {
  return format === 'talking_head' ? 1 : Math.max(1, chosenTemplates(settings).length);
}

const withCircle: readonly Template[] = ['circle', 'mix_basic_circle'];

export function circleTemplate(settings: RenderSettings): Template | undefined {
  return chosenTemplates(settings).find((template) => withCircle.includes(template));
}

export function hasCircle(settings: RenderSettings): boolean {
  return circleTemplate(settings) !== undefined;
}

export function subtitlesWords(settings: RenderSettings, texts: Texts): string {
  const { montage } = texts;
  const { subtitles, theme, position } = settings;
  switch (subtitles.kind) {
    case 'none':
      return montage.noSubtitles;
    case 'auto':
      return montage.styled(montage.autoSubtitles, themeName(theme, texts), position);
    case 'own':
      return montage.styled(montage.ownSubtitles, themeName(theme, texts), position);
    case 'edited':
      return montage.styled(montage.editedSubtitles, themeName(theme, texts), position);
  }
}

/** What of the subtitles no font has, before anything is rendered; false where all of it can be seen. */
export function lettersWarning({ cues, settings }: MontageStatus, texts: Texts): string | false {
  const missing = undrawable(
    cues.map(({ text }) => text),
    settings.theme,
  );
  return missing !== 'nothing' && texts.montage.missingLetters(missing);
}

/** A theme that has gone keeps the name that it is typed by. */
export function themeName(theme: string, { montage }: Texts): string {
  return isSubtitleTheme(theme) ? montage.theme[theme] : theme.replace(/[^a-z_]/g, '');
}

export function bookendWords(bookend: OrderedBookend | null, { montage }: Texts): string {
  if (!bookend) return montage.noPart;
  const { hasAudio, durationSeconds } = bookend.probe;
  return montage.clipSeconds(durationSeconds, !hasAudio ? 'none' : bookend.ownSound ? 'heard' : 'muted');
}

export function circleWords({ circle }: RenderSettings, { montage }: Texts): string {
  if (circle === 'auto') return montage.autoCircle;
  return montage.circleValues(circle.radius, circle.centre.x, circle.centre.y);
}

/** Which settings differ from those that the video was made with. */
export function changedSettings({ rendered, settings }: MontageStatus): readonly RenderSetting[] {
  return describeChange(rendered, settings).map(({ setting }) => setting);
}

function templateNames(settings: RenderSettings, { montage }: Texts): string {
  return chosenTemplates(settings)
    .map((template) => montage.template[template])
    .join(' · ');
}
