import type { ProductionStatus, Refusal } from '../../domain/production/production-status.ts';
import { button } from '../buttons.ts';
import { draftOfSpeech } from '../draft.ts';
import type { Facts } from '../facts.ts';
import type { Fields } from '../fields.ts';
import { paragraphs } from '../html.ts';
import { progressText } from '../progress.ts';
import { goTo, type Outcome, type ScreenDefinition, type Sight, type Turn, withNotice } from '../screen.ts';
import { serviceText, stuckTitle } from '../service-words.ts';
import type { FlowState, ScreenName } from '../state.ts';
import type { Texts } from '../texts/texts.ts';
import type { View } from '../view.ts';

export const speaking: ScreenDefinition<'speaking'> = {
  read: (fields) => readProductionId(fields),
  needs: ({ productionId }) => ({ production: productionId }),
  decide(event, turn) {
    const { state, screen } = turn;
    if (event.on === 'refused') return refused(event.refusal, turn);
    if (event.on !== 'press') return undefined;
    if (event.button.name === 'listen') {
      return goTo(state, { name: 'listen', productionId: screen.productionId, isAbove: false });
    }
    const status = productionFact(turn.facts, screen.productionId);
    if (event.button.name === 'choose' && status?.state === 'awaiting_engine') {
      return goTo(state, { name: 'stuck', productionId: screen.productionId, refusal: refusalOf(status) });
    }
    if (event.button.name !== 'stop') return undefined;
    const effects = [{ do: 'cancel-production' as const, productionId: screen.productionId }];
    return goTo(withoutProduction(state, turn), { name: 'script' }, effects);
  },
  view,
  back: () => ({ name: 'home' }),
};

export function readProductionId(fields: Fields): { readonly productionId: string } | undefined {
  const productionId = fields.text('productionId', 40);
  return productionId === undefined ? undefined : { productionId };
}

/** What is known of a production that a screen or a button names. */
export function productionFact(facts: Facts, productionId: string) {
  return facts.production?.productionId === productionId ? facts.production : undefined;
}

/** The draft goes back to its text. */
export function withoutProduction<Name extends ScreenName>(
  state: FlowState,
  { facts, newId }: Pick<Turn<Name>, 'facts' | 'newId'>,
): FlowState {
  const known = state.draft ?? (facts.production && draftOfSpeech(undefined, facts.production, newId));
  if (!known) return state;
  const { production: _, ...draft } = known;
  return { ...state, draft };
}

function refused(refusal: Refusal, turn: Turn<'speaking'>): Outcome {
  const outcome = goTo(withoutProduction(turn.state, turn), { name: 'script' });
  return withNotice(outcome, { is: 'refusal', refusal });
}

function view({ screen, facts, texts }: Sight<'speaking'>): View {
  const status = productionFact(facts, screen.productionId);
  if (status?.state === 'awaiting_confirmation') {
    return {
      html: paragraphs(texts.production.speechReady),
      rows: [[button(texts.production.listenNow, 'listen', undefined, 'primary')]],
    };
  }
  if (status?.state === 'awaiting_engine') return stuckMeanwhile(status, texts);
  return {
    html: status ? progressText(status, texts) : texts.production.speaking,
    rows: [[button(texts.common.cancel, 'stop')]],
    activity: 'record_voice',
    progressOf: screen.productionId,
  };
}

/** Why it waits for the person; without a word on it, the service is down. */
export function refusalOf({ failure }: ProductionStatus): Refusal {
  return failure ?? { reason: 'provider-unavailable', details: {} };
}

/** A service failed, and the news of it has not come by yet, or was passed by. */
export function stuckMeanwhile(status: ProductionStatus, texts: Texts): View {
  return {
    html: paragraphs(stuckTitle(status, texts), serviceText(refusalOf(status), texts)),
    rows: [[button(texts.stuck.decide, 'choose', undefined, 'primary')]],
  };
}
