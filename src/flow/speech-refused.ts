import type { Refusal } from '../domain/production/production-status.ts';
import type { Draft } from './draft.ts';
import { goTo, type Outcome, stay, type Turn, withNotice } from './screen.ts';
import type { ScreenName } from './state.ts';

/** Leads to the choice that a refused order of speech was refused for, and says why. */
export function speechRefused<Name extends ScreenName>(refusal: Refusal, { state }: Turn<Name>): Outcome {
  const { draft } = state;
  return withNotice(draft ? mend(refusal, draft, state) : stay(state), noticeOf(refusal));
}

function mend(refusal: Refusal, draft: Draft, state: Turn<ScreenName>['state']): Outcome {
  switch (refusal.reason) {
    case 'invalid-media': {
      const { background: _, ...rest } = draft;
      return goTo({ ...state, draft: rest }, { name: 'background' });
    }
    case 'invalid-voice': {
      const { voice: _, ...rest } = draft;
      return goTo({ ...state, draft: rest }, { name: 'voice' });
    }
    case 'invalid-presenter':
    case 'invalid-portrait':
    case 'not-found': {
      const { presenter: _, ...rest } = draft;
      return goTo(
        { ...state, draft: rest },
        draft.gender ? { name: 'gallery', page: 0 } : { name: 'gender' },
      );
    }
    case 'consent-missing': {
      const ref = draft.presenter?.ref;
      return ref?.kind === 'own' ? goTo(state, { name: 'consent', presenterId: ref.id }) : stay(state);
    }
    default:
      return stay(state);
  }
}

function noticeOf(refusal: Refusal): Parameters<typeof withNotice>[1] {
  if (refusal.reason === 'invalid-media' && refusal.details.problem === undefined) return 'background-gone';
  return refusal.reason === 'limit-reached' ? 'no-takes-left' : { is: 'refusal', refusal };
}
