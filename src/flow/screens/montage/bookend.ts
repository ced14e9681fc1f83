import { mediaProblem, megabytesOf } from '../../../domain/media/media-problem.ts';
import { bookendLimits } from '../../../domain/montage/join-plan.ts';
import type { Refusal } from '../../../domain/production/production-status.ts';
import type { ChatTask, SentFile } from '../../../domain/task/task.ts';
import { button } from '../../buttons.ts';
import { linkIn } from '../../link-in.ts';
import { paragraphs } from '../../html.ts';
import {
  change,
  type MontageSight,
  type MontageTurn,
  montageScreen,
  stillOf,
} from '../../montage/montage-screen.ts';
import { startMontageTask, stopMontageTask, withoutMontageTask } from '../../montage/montage-task.ts';
import { bookendWords } from '../../montage/settings-words.ts';
import { type Outcome, stay, withNotice } from '../../screen.ts';
import type { FlowState } from '../../state.ts';
import type { View } from '../../view.ts';

type Check = Extract<ChatTask, { kind: 'check-bookend' }>;

export const bookend = montageScreen<'bookend'>({
  read(fields) {
    const part = fields.oneOf('part', ['intro', 'outro'] as const);
    return part && { part };
  },
  decide(event, turn) {
    if (event.on === 'file') return takeFile(event.file, turn);
    if (event.on === 'text') return takeLink(event.text, turn);
    return event.on === 'press' ? press(event.button.name, turn) : undefined;
  },
  view,
});

function press(name: string, turn: MontageTurn<'bookend'>): Outcome | undefined {
  const { state, screen, montage } = turn;
  const { part } = screen;
  const known = montage.settings[part];
  const task = taskHere(turn);
  switch (name) {
    case 'stop':
      return withNotice(stopMontageTask(state), 'task-cancelled');
    case 'cut':
      return task?.isTooLong ? check(task.source, 'take-first-seconds', turn) : undefined;
    case 'sound':
      return known?.probe.hasAudio
        ? change(turn, { [part]: { ...known, ownSound: !known.ownSound } })
        : undefined;
    case 'remove':
      return known ? withNotice(change(settled(turn), { [part]: null }), 'bookend-removed') : undefined;
    default:
      return undefined;
  }
}

/** What was offered is over. */
function settled(turn: MontageTurn<'bookend'>): MontageTurn<'bookend'> {
  return taskHere(turn)?.isTooLong ? { ...turn, state: withoutMontageTask(turn.state) } : turn;
}

function takeFile(file: SentFile, turn: MontageTurn<'bookend'>): Outcome {
  const allowedMegabytes = turn.facts.limits.uploadMaxMegabytes;
  if (file.kind === 'photo')
    return refused(turn, 'invalid-media', mediaProblem('not-a-video', { kind: 'picture' }));
  if (file.bytes !== undefined && file.bytes > allowedMegabytes * 1024 * 1024) {
    const foundMegabytes = megabytesOf(file.bytes);
    return refused(turn, 'invalid-media', mediaProblem('too-big', { foundMegabytes, allowedMegabytes }));
  }
  return check({ file }, 'refuse', turn);
}

function takeLink(text: string, turn: MontageTurn<'bookend'>): Outcome {
  const url = linkIn(text);
  return url === undefined
    ? refused(turn, 'link-refused', mediaProblem('link-invalid', {}))
    : check({ url }, 'refuse', turn);
}

function refused(
  turn: MontageTurn<'bookend'>,
  reason: Refusal['reason'],
  details: Refusal['details'],
): Outcome {
  return withNotice(stay(settled(turn).state), { is: 'refusal', refusal: { reason, details } });
}

function check(
  source: Check['source'],
  tooLong: Check['tooLong'],
  { state, screen, montage, newId }: MontageTurn<'bookend'>,
): Outcome {
  const { part } = screen;
  const { productionId } = montage;
  const kind = 'check-bookend' as const;
  const task = { id: newId, productionId, kind, part, source, isTooLong: false };
  return startMontageTask(state, task, { kind, productionId, part, source, tooLong });
}

/** Work for this very clip. */
function taskHere({ state, screen }: { state: FlowState; screen: { productionId: string; part: string } }) {
  const task = state.montageTask;
  const isHere =
    task?.kind === 'check-bookend' && task.productionId === screen.productionId && task.part === screen.part;
  return isHere ? task : undefined;
}

function view(sight: MontageSight<'bookend'>): View {
  const { screen, montage, facts, texts } = sight;
  const { montage: words } = texts;
  const { part } = screen;
  const media = stillOf(montage);
  const task = taskHere(sight);
  if (task && !task.isTooLong) {
    return { html: words.checkingPart, media, rows: [[button(words.stop, 'stop')]], activity: 'typing' };
  }
  const known = montage.settings[part];
  const { uploadMaxMegabytes: fileMegabytes, linkMaxMegabytes: linkMegabytes } = facts.limits;
  const { leastSeconds: least, mostSeconds: most } = bookendLimits;
  return {
    html: paragraphs(
      words.partTitle(part, bookendWords(known, texts)),
      known ? words.replacePart : words.partHint(part, { least, most, fileMegabytes, linkMegabytes }),
    ),
    media,
    rows: [
      ...(task ? [[button(words.useBeginning(most), 'cut', undefined, 'primary')]] : []),
      [
        ...(known?.probe.hasAudio ? [button(known.ownSound ? words.soundOff : words.soundOn, 'sound')] : []),
        ...(known ? [button(words.removePart, 'remove')] : []),
      ],
    ].filter((row) => row.length > 0),
  };
}
