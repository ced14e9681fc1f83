import type { AnytimeName } from './anytime.ts';
import type { Needs } from './facts.ts';
import { nextScreen } from './next-screen.ts';
import { goTo, type Outcome, type Turn, withNotice } from './screen.ts';
import { beginAd } from './screens/home.ts';
import { makeLike } from './screens/restart.ts';
import { openProduction } from './screens/resume.ts';
import { productionFact } from './screens/speaking.ts';
import type { ScreenName } from './state.ts';

type Answer = (productionId: string, turn: Turn<ScreenName>) => Outcome;

interface AnytimeButton {
  /** Whether it names a production that must be known. */
  readonly isOfProduction: boolean;
  readonly answer: Answer;
}

const buttons: Readonly<Record<AnytimeName, AnytimeButton>> = {
  menu: { isOfProduction: false, answer: (_, { state }) => goTo(state, { name: 'home' }) },
  new: { isOfProduction: false, answer: (_, { state, facts, newId }) => beginAd(state, facts, newId) },
  continue: {
    isOfProduction: false,
    answer: (_, { state }) => goTo(state, state.draft ? nextScreen(state.draft) : { name: 'resume' }),
  },
  'listen-to': {
    isOfProduction: true,
    answer: (productionId, { state, facts }) => {
      const status = productionFact(facts, productionId);
      return status ? openProduction(state, status, true) : withNotice(goTo(state, { name: 'home' }), 'gone');
    },
  },
  'open-video': {
    isOfProduction: true,
    answer: (productionId, { state }) =>
      goTo(state, { name: 'video', productionId, page: 0, asksToDelete: false }),
  },
  montage: {
    isOfProduction: true,
    answer: (_, { state, facts }) =>
      goTo(
        state,
        facts.montage
          ? { name: 'montage', productionId: facts.montage.productionId }
          : { name: 'no-montage' },
      ),
  },
  engine: {
    isOfProduction: true,
    answer: (productionId, { state, facts }) => {
      const status = productionFact(facts, productionId);
      return status ? openProduction(state, status) : withNotice(goTo(state, { name: 'home' }), 'gone');
    },
  },
  again: { isOfProduction: true, answer: (productionId, turn) => makeLike(productionId, false, turn) },
  retry: { isOfProduction: true, answer: (productionId, turn) => makeLike(productionId, true, turn) },
  flag: {
    isOfProduction: true,
    // A ban may come of it: only what was made for whoever reports it.
    answer: (id, { state, facts }) =>
      productionFact(facts, id)
        ? goTo(state, { name: 'report', subject: { kind: 'production', id }, page: 0 })
        : withNotice(goTo(state, { name: 'home' }), 'gone'),
  },
  'top-up': { isOfProduction: false, answer: (_, { state }) => goTo(state, { name: 'top-up' }) },
};

/** Below the message that the button stands under, which stays. */
export function pressAnytime(name: AnytimeName, value: string | undefined, turn: Turn<ScreenName>): Outcome {
  const { isOfProduction, answer } = buttons[name];
  if (isOfProduction && value === undefined) return withNotice(goTo(turn.state, { name: 'home' }), 'gone');
  return { ...answer(value ?? '', turn), show: 'anew' };
}

export function needsOfAnytime(name: AnytimeName, value: string | undefined): Needs {
  if (!buttons[name].isOfProduction || value === undefined) return {};
  return name === 'montage' ? { montage: { productionId: value } } : { production: value };
}
