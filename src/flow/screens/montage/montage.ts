import type { MontageStatus } from '../../../domain/montage/montage-status.ts';
import type { RenderSettings } from '../../../domain/montage/render-settings.ts';
import { button, type Row } from '../../buttons.ts';
import { lines, paragraphs } from '../../html.ts';
import { change, type MontageTurn, montageScreen, renderNow, stillOf } from '../../montage/montage-screen.ts';
import { renderRow } from '../../montage/render-row.ts';
import {
  changedSettings,
  hasCircle,
  lettersWarning,
  shortSettingsText,
} from '../../montage/settings-words.ts';
import { goTo, type Outcome, type ScreenDefinition, withNotice } from '../../screen.ts';
import type { Texts } from '../../texts/texts.ts';
import type { View } from '../../view.ts';
import { beginAd } from '../home.ts';
import { makePreview } from './preview.ts';

export const montage = montageScreen<'montage'>({
  decide(event, turn) {
    return event.on === 'press' ? press(event.button.name, event.button.value, turn) : undefined;
  },
  view: ({ montage: known, texts }) => viewOfMontage(known, texts),
  back: () => ({ name: 'home' }),
});

function press(name: string, value: string | undefined, turn: MontageTurn<'montage'>): Outcome | undefined {
  const { state, montage: known } = turn;
  const { productionId } = known;
  switch (name) {
    case 'templates':
    case 'subtitles':
    case 'position':
    case 'circle':
    case 'aspect':
    case 'mark':
      return goTo(state, { name, productionId });
    case 'theme':
      return goTo(state, { name, productionId, page: 0 });
    case 'part':
      return value === 'intro' || value === 'outro'
        ? goTo(state, { name: 'bookend', productionId, part: value })
        : undefined;
    case 'preview':
      return makePreview(turn);
    case 'reset':
      return withNotice(change(turn, asRendered(turn)), 'montage-reset');
    case 'render':
      return renderNow(turn);
    default:
      return undefined;
  }
}

/** With the mark that is asked for by now, where the operator no longer allows the one of then. */
function asRendered({ montage: { rendered, settings }, facts }: MontageTurn<'montage'>): RenderSettings {
  const isAllowed = facts.limits.disclosures.includes(rendered.disclosure);
  return isAllowed ? rendered : { ...rendered, disclosure: settings.disclosure };
}

function viewOfMontage(known: MontageStatus, texts: Texts): View {
  const { montage: words } = texts;
  const changed = changedSettings(known);
  return {
    html: paragraphs(
      lines(words.title, shortSettingsText(known.settings, known, texts)),
      lettersWarning(known, texts),
      changed.length > 0 && words.changed(changed),
    ),
    media: stillOf(known),
    rows: [
      ...settingRows(known, texts),
      [
        button(words.toMark, 'mark'),
        button(words.toPreview, 'preview'),
        ...(changed.length > 0 ? [button(words.reset, 'reset')] : []),
      ],
      renderRow(known, texts),
    ],
  };
}

/** In the order in which a clip is thought of; short ones in threes, so that the picture above stays in sight. */
function settingRows({ settings, format }: MontageStatus, { montage: words }: Texts): Row[] {
  const isOverVideo = format === 'character_with_background';
  const hasSubtitles = settings.subtitles.kind !== 'none';
  const toAspect = button(words.toAspect, 'aspect');
  return [
    [
      ...(isOverVideo ? [button(words.toTemplates, 'templates')] : []),
      button(words.toSubtitles, 'subtitles'),
    ],
    hasSubtitles
      ? [button(words.toTheme, 'theme'), button(words.toPosition, 'position'), toAspect]
      : [toAspect],
    [
      button(words.toPart('intro', settings.intro !== null), 'part', 'intro'),
      button(words.toPart('outro', settings.outro !== null), 'part', 'outro'),
      ...(isOverVideo && hasCircle(settings) ? [button(words.toCircle, 'circle')] : []),
    ],
  ];
}

export const noMontage: ScreenDefinition<'no-montage'> = {
  read: () => ({}),
  needs: () => ({ history: { page: 0 } }),
  decide(event, { state, facts, newId }) {
    if (event.on !== 'press') return undefined;
    if (event.button.name === 'create') return beginAd(state, facts, newId);
    return event.button.name === 'videos' ? goTo(state, { name: 'videos', page: 0 }) : undefined;
  },
  view({ facts, texts: { montage: words } }) {
    const hasVideos = facts.history?.items.some(({ kind }) => kind === 'video') ?? false;
    return {
      html: hasVideos ? words.gone : words.none,
      rows: [
        [button(words.create, 'create', undefined, 'primary')],
        ...(hasVideos ? [[button(words.videos, 'videos')]] : []),
      ],
    };
  },
  back: () => ({ name: 'home' }),
};
