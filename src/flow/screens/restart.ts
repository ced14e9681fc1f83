import { button } from '../buttons.ts';
import { draftLike, newDraft } from '../draft.ts';
import type { Effect } from '../effect.ts';
import { nextScreen } from '../next-screen.ts';
import { goTo, type Outcome, type ScreenDefinition, type Turn, withNotice } from '../screen.ts';
import type { FlowState, ScreenName } from '../state.ts';
import { hasChoices } from './home.ts';
import { productionFact } from './speaking.ts';

export const restart: ScreenDefinition<'restart'> = {
  read(fields) {
    const like = fields.text('like', 40);
    return { ...(like !== undefined && { like }), withScript: fields.flag('withScript') };
  },
  isOfDraft: true,
  needs: ({ like }) => (like === undefined ? {} : { production: like }),
  decide(event, turn) {
    const { state, screen, facts, newId } = turn;
    if (event.on !== 'press' || !state.draft) return undefined;
    if (event.button.name === 'go-on') return goTo(state, nextScreen(state.draft));
    if (event.button.name !== 'anew') return undefined;
    if (screen.like !== undefined) return replaceByLike(screen.like, screen.withScript, turn);
    const draft = newDraft(newId, facts.language);
    return goTo({ ...state, draft }, { name: 'format' }, leftWork(state));
  },
  view: ({ texts }) => ({
    html: texts.home.restart,
    rows: [
      [button(texts.home.resume, 'go-on', undefined, 'success')],
      [button(texts.home.startAnew, 'anew')],
    ],
  }),
  back: () => ({ name: 'home' }),
};

/** A draft with the choices of an earlier ad; asks first where another is in the making. */
export function makeLike<Name extends ScreenName>(
  productionId: string,
  withScript: boolean,
  turn: Turn<Name>,
): Outcome {
  const { state } = turn;
  const isOther = hasChoices(state) && state.draft?.production?.id !== productionId;
  return isOther
    ? goTo(state, { name: 'restart', like: productionId, withScript })
    : replaceByLike(productionId, withScript, turn);
}

function replaceByLike<Name extends ScreenName>(
  productionId: string,
  withScript: boolean,
  { state, facts, newId }: Turn<Name>,
): Outcome {
  const status = productionFact(facts, productionId);
  if (!status) return withNotice(goTo(state, { name: 'home' }), 'gone');
  const draft = draftLike(status, newId, withScript);
  return goTo({ ...state, draft }, nextScreen(draft), leftWork(state));
}

/** Work for the draft that is put away. */
export function leftWork({ draft }: FlowState): Effect[] {
  return draft?.task ? [{ do: 'cancel-task', taskId: draft.task.id }] : [];
}
