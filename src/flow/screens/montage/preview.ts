import { button } from '../../buttons.ts';
import {
  type MontageSight,
  type MontageTurn,
  montageScreen,
  renderNow,
  stillOf,
} from '../../montage/montage-screen.ts';
import { isChecking, startMontageTask, stillChecking, stopMontageTask } from '../../montage/montage-task.ts';
import { renderRow } from '../../montage/render-row.ts';
import { goTo, type Outcome, withNotice } from '../../screen.ts';
import type { ScreenName } from '../../state.ts';
import type { View } from '../../view.ts';

export const preview = montageScreen<'preview'>({
  read(fields) {
    const videoKey = fields.text('videoKey', 500);
    return videoKey === undefined ? {} : { videoKey };
  },
  decide(event, turn) {
    return event.on === 'press' ? press(event.button.name, turn) : undefined;
  },
  view,
});

/** A small clip of what the settings at hand give; the screen waits for it. */
export function makePreview<Name extends ScreenName>(turn: MontageTurn<Name>): Outcome {
  const { state, montage, facts, newId } = turn;
  const { productionId } = montage;
  if (isChecking(state)) return stillChecking(state);
  const kind = 'preview-clip' as const;
  const waiting = { ...state, screen: { name: 'preview' as const, productionId } };
  const startedAtMs = facts.now.getTime();
  return startMontageTask(waiting, { id: newId, productionId, kind, startedAtMs }, { kind, productionId });
}

function press(name: string, turn: MontageTurn<'preview'>): Outcome | undefined {
  const { state, montage } = turn;
  const menu = { name: 'montage' as const, productionId: montage.productionId };
  switch (name) {
    case 'stop': {
      const { state: stopped, effects } = stopMontageTask(state);
      return withNotice(goTo(stopped, menu, effects), 'task-cancelled');
    }
    case 'more':
      return goTo(state, menu);
    case 'once-more':
      return makePreview(turn);
    case 'render':
      return renderNow(turn);
    default:
      return undefined;
  }
}

function view({ state, screen, montage, facts, texts }: MontageSight<'preview'>): View {
  const { montage: words } = texts;
  const task = state.montageTask;
  if (task?.kind === 'preview-clip' && task.productionId === montage.productionId) {
    const seconds = Math.max(0, Math.floor((facts.now.getTime() - task.startedAtMs) / 1000));
    return {
      html: words.makingPreview(seconds),
      media: stillOf(montage),
      rows: [[button(words.stop, 'stop')]],
      activity: 'upload_video',
      progressOf: task.id,
    };
  }
  const { videoKey } = screen;
  const more = button(words.changeMore, 'more');
  return videoKey === undefined
    ? {
        html: words.previewFailed,
        media: stillOf(montage),
        rows: [[button(words.previewAgain, 'once-more'), more], renderRow(montage, texts)],
      }
    : {
        html: words.previewReady,
        media: { kind: 'video', from: 'file', key: videoKey },
        rows: [[more], renderRow(montage, texts)],
      };
}
