import { mediaProblem } from '../../../domain/media/media-problem.ts';
import { type SubtitleThemeName, subtitleThemeNames } from '../../../domain/subtitles/subtitle-theme.ts';
import { subtitlePositions } from '../../../domain/subtitles/subtitle-track.ts';
import type { SentFile } from '../../../domain/task/task.ts';
import { button, pageOf, pager, type Row } from '../../buttons.ts';
import { paragraphs } from '../../html.ts';
import {
  already,
  change,
  type MontageSight,
  type MontageTurn,
  montageScreen,
  stillOf,
} from '../../montage/montage-screen.ts';
import { startMontageTask, stopMontageTask } from '../../montage/montage-task.ts';
import { lettersWarning, subtitlesWords, themeName } from '../../montage/settings-words.ts';
import { goTo, type Outcome, stay, withNotice } from '../../screen.ts';
import type { Texts } from '../../texts/texts.ts';
import type { View } from '../../view.ts';

/** The largest subtitle file that is read, as `domain/subtitles/parse-subtitles.ts` has it. */
const mostBytes = 512 * 1024;

export const subtitles = montageScreen<'subtitles'>({
  decide(event, turn) {
    if (event.on === 'file') return checkFile(event.file, turn);
    return event.on === 'press' ? press(event.button.name, turn) : undefined;
  },
  view: viewOfSubtitles,
});

function press(name: string, turn: MontageTurn<'subtitles'>): Outcome | undefined {
  const { state, montage } = turn;
  const { productionId, settings } = montage;
  const { kind } = settings.subtitles;
  switch (name) {
    case 'auto':
    case 'none':
      return kind === name ? already(turn) : change(turn, { subtitles: { kind: name } });
    case 'edit': {
      const cues = { name: 'cues' as const, productionId, page: 0 };
      return kind === 'none' ? change(turn, { subtitles: { kind: 'auto' } }, cues) : goTo(state, cues);
    }
    case 'theme':
      return goTo(state, { name, productionId, page: 0 });
    case 'position':
      return goTo(state, { name, productionId });
    case 'stop':
      return withNotice(stopMontageTask(state), 'task-cancelled');
    default:
      return undefined;
  }
}

function checkFile(file: SentFile, turn: MontageTurn<'subtitles'>): Outcome | undefined {
  const { state, montage, newId } = turn;
  if (file.kind !== 'document') return undefined;
  if (file.bytes !== undefined && file.bytes > mostBytes) {
    const details = mediaProblem('subtitles-too-big', { allowed: mostBytes / 1024 });
    return withNotice(stay(state), { is: 'refusal', refusal: { reason: 'invalid-subtitles', details } });
  }
  const { productionId } = montage;
  const kind = 'check-subtitles' as const;
  return startMontageTask(state, { id: newId, productionId, kind }, { kind, productionId, file });
}

function viewOfSubtitles({ state, montage, texts }: MontageSight<'subtitles'>): View {
  const { montage: words } = texts;
  const task = state.montageTask;
  const media = stillOf(montage, { shows: 'subtitles' });
  if (task?.kind === 'check-subtitles' && task.productionId === montage.productionId) {
    const rows = [[button(words.stop, 'stop')]];
    return { html: words.checkingSubtitles, media, rows, activity: 'typing' };
  }
  const { kind } = montage.settings.subtitles;
  return {
    html: paragraphs(
      words.subtitlesTitle(subtitlesWords(montage.settings, texts)),
      // Of a file that has just come it stands above.
      state.notice?.is !== 'subtitles-ready' && lettersWarning(montage, texts),
      words.subtitlesHint,
    ),
    media,
    rows: [
      [marked(words.auto, kind === 'auto', 'auto'), marked(words.noneChoice, kind === 'none', 'none')],
      [button(words.editText, 'edit')],
      ...(kind === 'none' ? [] : [[button(words.toTheme, 'theme'), button(words.toPosition, 'position')]]),
    ],
  };
}

function marked(text: string, isTaken: boolean, name: string, value?: string) {
  return button(`${isTaken ? '• ' : ''}${text}`, name, value);
}

const themesOnPage = 6;

export const theme = montageScreen<'theme'>({
  read: (fields) => ({ page: fields.count('page') ?? 0 }),
  decide(event, turn) {
    if (event.on !== 'press') return undefined;
    const { name, value } = event.button;
    const page = name === 'page' ? pageOf(value) : undefined;
    if (page !== undefined) return goTo(turn.state, { ...turn.screen, page: Math.min(page, lastThemePage) });
    const chosen = name === 'take' ? subtitleThemeNames.find((each) => each === value) : undefined;
    if (!chosen) return undefined;
    return chosen === turn.montage.settings.theme ? already(turn) : change(turn, { theme: chosen });
  },
  view({ screen, montage, texts }) {
    const page = Math.min(screen.page, lastThemePage);
    const shown = subtitleThemeNames.slice(page * themesOnPage, (page + 1) * themesOnPage);
    return {
      html: texts.montage.themeTitle(themeName(montage.settings.theme, texts)),
      media: stillOf(montage, { shows: 'subtitles' }),
      rows: [
        ...themeRows(shown, montage.settings.theme, texts),
        ...pager(texts, { page, hasNext: page < lastThemePage }),
      ],
    };
  },
});

const lastThemePage = Math.ceil(subtitleThemeNames.length / themesOnPage) - 1;

function themeRows(names: readonly SubtitleThemeName[], taken: string, { montage }: Texts): Row[] {
  const buttons = names.map((each) => marked(montage.theme[each], each === taken, 'take', each));
  return [0, 2, 4].map((at) => buttons.slice(at, at + 2)).filter((row) => row.length > 0);
}

export const position = montageScreen<'position'>({
  decide(event, turn) {
    const isTake = event.on === 'press' && event.button.name === 'take';
    const chosen = isTake ? subtitlePositions.find((each) => each === event.button.value) : undefined;
    if (!chosen) return undefined;
    return chosen === turn.montage.settings.position ? already(turn) : change(turn, { position: chosen });
  },
  view({ montage, texts: { montage: words } }) {
    const taken = montage.settings.position;
    return {
      html: words.positionTitle(taken),
      media: stillOf(montage, { shows: 'subtitles' }),
      rows: [
        (['top', 'middle', 'bottom'] as const).map((each) =>
          marked(words.positionChoice(each), each === taken, 'take', each),
        ),
      ],
    };
  },
});
