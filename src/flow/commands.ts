import { returnedCredits } from './delivery.ts';
import type { Effect } from './effect.ts';
import type { CommandName } from './event.ts';
import { goTo, type Outcome, stay, type Turn, withNotice, withoutDraft } from './screen.ts';
import { beginAd, hasChoices } from './screens/home.ts';
import { leftWork } from './screens/restart.ts';
import type { Screen, ScreenName } from './state.ts';

type Answer = (turn: Turn<ScreenName>) => Outcome;

const toScreen =
  (screen: Screen): Answer =>
  ({ state }) =>
    goTo(state, screen);

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
  overlay: toScreen({ name: 'videos', page: 0 }),
  renderinfo: toScreen({ name: 'videos', page: 0 }),
  editrender: toScreen({ name: 'videos', page: 0 }),
  rerender: toScreen({ name: 'videos', page: 0 }),
  cancel: cancelAll,
  help: toScreen({ name: 'help' }),
  terms: toScreen({ name: 'terms' }),
  paysupport: toScreen({ name: 'paysupport' }),
  // The file itself is the answer; words about it would come after it.
  mydata: ({ state }) => ({ state, effects: [{ do: 'send-my-data' }], show: 'keep' }),
  forget_me: toScreen({ name: 'forget' }),
};

export function answerCommand(name: CommandName, turn: Turn<ScreenName>): Outcome {
  return answers[name](turn);
}

/** Ends the draft and whatever runs. Voice-overs that wait for a decision stay in the history. */
function cancelAll({ state, facts }: Turn<ScreenName>): Outcome {
  const ofDraft = state.draft?.production?.id;
  const ended = (facts.unfinished ?? []).filter(
    ({ state: stands, productionId }) => stands === 'running' || productionId === ofDraft,
  );
  const ids = new Set([
    ...(ofDraft === undefined ? [] : [ofDraft]),
    ...ended.map((each) => each.productionId),
  ]);
  const effects: Effect[] = [
    ...leftWork(state),
    ...[...ids].map((productionId) => ({ do: 'cancel-production' as const, productionId })),
  ];
  const hadDraft = hasChoices(state);
  if (!hadDraft && effects.length === 0) return withNotice(stay(state), 'nothing-to-cancel');
  const releasedCredits = ended.reduce((sum, status) => sum + returnedCredits(status), 0);
  return withNotice(goTo(withoutDraft(state), { name: 'home' }, effects), {
    is: 'cancelled',
    draft: hadDraft,
    productions: ids.size,
    releasedCredits,
  });
}
