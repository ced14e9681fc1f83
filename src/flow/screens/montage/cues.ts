import type { EditedCue } from '../../../domain/ad/ad-order.ts';
import { mediaProblem } from '../../../domain/media/media-problem.ts';
import { isWritten } from '../../../domain/subtitles/cue-text.ts';
import { unreadableCharactersPerSecond } from '../../../domain/subtitles/reading-speed.ts';
import { button, pageOf, pager } from '../../buttons.ts';
import { lines, paragraphs, quoted } from '../../html.ts';
import {
  change,
  type MontageSight,
  type MontageTurn,
  montageScreen,
  stillOf,
} from '../../montage/montage-screen.ts';
import { lettersWarning } from '../../montage/settings-words.ts';
import { goTo, type Outcome, stay, withNotice } from '../../screen.ts';
import type { Screen } from '../../state.ts';
import type { View } from '../../view.ts';

const cuesOnPage = 6;
/** Some words are read at one glance, however short they stand. */
const alwaysReadable = 20;
/** Of the settings' schema. */
const longestText = 500;

export const cues = montageScreen<'cues'>({
  read: (fields) => ({ page: fields.count('page') ?? 0 }),
  decide(event, turn) {
    if (event.on !== 'press') return undefined;
    const { state, screen, montage } = turn;
    const { name, value } = event.button;
    if (name === 'auto') {
      const isAuto = montage.settings.subtitles.kind === 'auto';
      return isAuto ? undefined : change(turn, { subtitles: { kind: 'auto' } }, { ...screen, page: 0 });
    }
    const number = pageOf(value);
    if (number === undefined) return undefined;
    if (name === 'page') return goTo(state, { ...screen, page: number });
    const { productionId } = screen;
    return name === 'line' && montage.cues[number]
      ? goTo(state, { name: 'cue', productionId, index: number })
      : undefined;
  },
  view: viewOfCues,
  back: ({ productionId }) => ({ name: 'subtitles', productionId }),
});

function viewOfCues({ screen, montage, texts }: MontageSight<'cues'>): View {
  const { montage: words } = texts;
  const lastPage = Math.max(0, Math.ceil(montage.cues.length / cuesOnPage) - 1);
  const page = Math.min(screen.page, lastPage);
  const first = page * cuesOnPage;
  const shown = montage.cues.slice(first, first + cuesOnPage);
  const isAuto = montage.settings.subtitles.kind === 'auto';
  const toAuto = isAuto ? [] : [[button(words.backToAuto, 'auto')]];
  const media = stillOf(montage, { shows: 'subtitles' });
  if (shown.length === 0) return { html: words.noCues, media, rows: toAuto };
  return {
    html: paragraphs(
      words.cuesTitle(page),
      lettersWarning(montage, texts),
      lines(
        ...shown.map(({ startSeconds, text }, at) =>
          words.cueItem(first + at + 1, clock(startSeconds), quoted(text, 90)),
        ),
      ),
    ),
    media,
    rows: [
      shown.map((_, at) => button(String(first + at + 1), 'line', first + at)),
      ...pager(texts, { page, hasNext: page < lastPage }),
      ...toAuto,
    ],
  };
}

export const cue = montageScreen<'cue'>({
  read(fields) {
    const index = fields.count('index');
    return index === undefined ? undefined : { index };
  },
  decide(event, turn) {
    const found = turn.montage.cues[turn.screen.index];
    if (event.on === 'refused') {
      const told = withNotice(stay(turn.state), { is: 'refusal', refusal: event.refusal });
      return { ...told, show: 'anew' };
    }
    if (!found) return goTo(turn.state, { name: 'cues', productionId: turn.screen.productionId, page: 0 });
    if (event.on === 'text') return rewrite(event.text, found, turn);
    return event.on === 'press' ? press(event.button.name, found, turn) : undefined;
  },
  view: viewOfCue,
  back: ({ productionId, index }) => listAt(productionId, index),
});

function press(name: string, found: EditedCue, turn: MontageTurn<'cue'>): Outcome | undefined {
  const { state, screen, montage } = turn;
  const { index } = screen;
  const next = montage.cues[index + 1];
  switch (name) {
    case 'remove':
      return remove(turn);
    case 'merge': {
      if (!next) return undefined;
      const joined = { ...found, endSeconds: next.endSeconds, text: `${found.text} ${next.text}` };
      const edited = [...montage.cues.slice(0, index), joined, ...montage.cues.slice(index + 2)];
      return withNotice(withCues(edited, turn, screen), 'cues-merged');
    }
    case 'previous':
      return index > 0 ? goTo(state, { ...screen, index: index - 1 }) : undefined;
    case 'next':
      return next && goTo(state, { ...screen, index: index + 1 });
    default:
      return undefined;
  }
}

function rewrite(typed: string, found: EditedCue, turn: MontageTurn<'cue'>): Outcome {
  const text = typed.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (/^[-–—−]$/.test(text)) return remove(turn);
  if (!isWritten(text)) {
    const refusal = { reason: 'invalid-subtitles', details: mediaProblem('subtitles-no-word', {}) } as const;
    return withNotice(stay(turn.state), { is: 'refusal', refusal });
  }
  const characters = [...text].length;
  const seconds = found.endSeconds - found.startSeconds;
  const readable = Math.max(alwaysReadable, Math.floor(seconds * unreadableCharactersPerSecond));
  const maxCharacters = Math.min(readable, longestText);
  if (characters > maxCharacters) {
    return withNotice(stay(turn.state), { is: 'cue-too-long', characters, maxCharacters });
  }
  const { index, productionId } = turn.screen;
  const edited = turn.montage.cues.map((each, at) => (at === index ? { ...each, text } : each));
  return withCues(edited, turn, listAt(productionId, index));
}

function remove(turn: MontageTurn<'cue'>): Outcome {
  const { index, productionId } = turn.screen;
  const left = turn.montage.cues.filter((_, at) => at !== index);
  if (left.length === 0) return withNotice(stay(turn.state), 'last-cue');
  return withNotice(withCues(left, turn, listAt(productionId, index)), 'cue-removed');
}

function withCues(edited: readonly EditedCue[], turn: MontageTurn<'cue'>, screen: Screen): Outcome {
  return change(turn, { subtitles: { kind: 'edited', cues: edited } }, screen);
}

function listAt(productionId: string, index: number): Screen {
  return { name: 'cues', productionId, page: Math.floor(index / cuesOnPage) };
}

function viewOfCue({ screen, montage, texts }: MontageSight<'cue'>): View {
  const { montage: words } = texts;
  const { index } = screen;
  const found = montage.cues[index];
  const media = stillOf(montage, { shows: 'subtitles' });
  if (!found) return { html: words.noCues, media, rows: [] };
  const { startSeconds, endSeconds, text } = found;
  const hasNext = index + 1 < montage.cues.length;
  return {
    html: paragraphs(
      words.cueTitle(index + 1, clock(startSeconds), clock(endSeconds)),
      `<code>${quoted(text, longestText)}</code>`,
      words.cueHint,
    ),
    media,
    rows: [
      ...(hasNext ? [[button(words.mergeCue, 'merge')]] : []),
      ...(montage.cues.length > 1 ? [[button(words.removeCue, 'remove')]] : []),
      [
        ...(index > 0 ? [button(words.previousCue, 'previous')] : []),
        ...(hasNext ? [button(words.nextCue, 'next')] : []),
      ],
    ].filter((row) => row.length > 0),
  };
}

/** Minutes, seconds and tenths from the beginning of the speech. */
function clock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(tenths / 600)}:${pad(Math.floor(tenths / 10) % 60)}.${tenths % 10}`;
}
