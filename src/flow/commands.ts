import type { ProductionState } from '../domain/production/step.ts';
import { returnedCredits } from './delivery.ts';
import type { Effect } from './effect.ts';
import type { CommandName } from './event.ts';
import type { Needs } from './facts.ts';
import { leftMontageWork, withoutMontageTask } from './montage/montage-task.ts';
import { goTo, type Outcome, stay, type Turn, withNotice, withoutDraft } from './screen.ts';
import { beginAd, hasChoices } from './screens/home.ts';
import { renderTyped } from './screens/montage/render-info.ts';
import { leftWork } from './screens/restart.ts';
import type { Screen, ScreenName } from './state.ts';

type Answer = (turn: Turn<ScreenName>, argument: string | undefined) => Outcome;

const toScreen =
  (screen: Screen): Answer =>
  ({ state }) =>
    goTo(state, screen);

const ofNewestVideo: readonly CommandName[] = ['overlay', 'renderinfo', 'editrender', 'rerender'];

const answers: Readonly<Record<CommandName, Answer>> = {
  start: ({ state }) =>
    goTo(state, hasChoices(state) ? { name: 'restart', withScript: false } : { name: 'home' }),
  create: ({ state, facts, newId }) => beginAd(state, facts, newId),
  my_videos: toScreen({ name: 'videos', page: 0 }),
  credits: toScreen({ name: 'credits', page: 0 }),
  feedback: toScreen({ name: 'feedback' }),
  faq: toScreen({ name: 'faq' }),
  profile: toScreen({ name: 'profile' }),
  language: toScreen({ name: 'language' }),
  resume: toScreen({ name: 'resume' }),
  overlay: toNewest('renew-overlay'),
  renderinfo: toNewest('render-info'),
  editrender: toNewest('montage'),
  rerender: rerender,
  cancel: cancelAll,
  help: toScreen({ name: 'help' }),
  terms: toScreen({ name: 'terms' }),
  paysupport: toScreen({ name: 'paysupport' }),
  // The file itself is the answer; words about it would come after it.
  mydata: ({ state }) => ({ state, effects: [{ do: 'send-my-data' }], show: 'keep' }),
  forget_me: toScreen({ name: 'forget' }),
};

export function answerCommand(
  name: CommandName,
  argument: string | undefined,
  turn: Turn<ScreenName>,
): Outcome {
  return answers[name](turn, argument);
}

/** What answering needs to know beside the screen. */
export function needsOfCommand(name: CommandName): Needs {
  if (name === 'cancel') return { unfinished: true };
  return ofNewestVideo.some((each) => each === name) ? { montage: {} } : {};
}

function toNewest(name: 'montage' | 'render-info' | 'renew-overlay'): Answer {
  return ({ state, facts }) =>
    goTo(state, facts.montage ? { name, productionId: facts.montage.productionId } : { name: 'no-montage' });
}

/** With settings as JSON it renders at once, without any it shows how they are typed. */
function rerender(turn: Turn<ScreenName>, argument: string | undefined): Outcome {
  const { montage } = turn.facts;
  if (!montage) return goTo(turn.state, { name: 'no-montage' });
  if (argument !== undefined) return renderTyped(argument, { ...turn, montage });
  return goTo(turn.state, { name: 'render-json', productionId: montage.productionId });
}

const endedByCancel: readonly ProductionState[] = ['running', 'awaiting_engine'];

/** Ends the draft and whatever runs. Voice-overs that wait for a decision stay in the history. */
function cancelAll({ state, facts }: Turn<ScreenName>): Outcome {
  const ofDraft = state.draft?.production?.id;
  const ended = (facts.unfinished ?? []).filter(
    ({ state: stands, productionId }) => endedByCancel.includes(stands) || productionId === ofDraft,
  );
  const ids = new Set([
    ...(ofDraft === undefined ? [] : [ofDraft]),
    ...ended.map((each) => each.productionId),
  ]);
  const effects: Effect[] = [
    ...leftWork(state),
    ...leftMontageWork(state),
    ...[...ids].map((productionId) => ({ do: 'cancel-production' as const, productionId })),
  ];
  const hadDraft = hasChoices(state);
  if (!hadDraft && effects.length === 0) return withNotice(stay(state), 'nothing-to-cancel');
  const releasedCredits = ended.reduce((sum, status) => sum + returnedCredits(status), 0);
  return withNotice(goTo(withoutMontageTask(withoutDraft(state)), { name: 'home' }, effects), {
    is: 'cancelled',
    draft: hadDraft,
    productions: ids.size,
    releasedCredits,
  });
}
