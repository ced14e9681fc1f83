import type { ProductionStatus, Refusal } from '../../domain/production/production-status.ts';
import type { ErrorReason } from '../../kernel/errors.ts';
import { button, priceOf } from '../buttons.ts';
import { speechCaption, speechTrack } from '../delivery.ts';
import { type Draft, draftOfSpeech } from '../draft.ts';
import { lines, paragraphs } from '../html.ts';
import {
  goTo,
  type Outcome,
  type ScreenDefinition,
  type Sight,
  stay,
  type Turn,
  withNotice,
  withoutDraft,
} from '../screen.ts';
import type { View } from '../view.ts';
import { speechRefused } from '../speech-refused.ts';
import { speak } from './script.ts';
import { productionFact, readProductionId } from './speaking.ts';

export const listen: ScreenDefinition<'listen'> = {
  read(fields) {
    const known = readProductionId(fields);
    return known && { ...known, isAbove: fields.flag('isAbove') };
  },
  needs: ({ productionId }) => ({ production: productionId, quote: { productionId } }),
  decide(event, turn) {
    if (event.on === 'refused') return refused(event.refusal, turn);
    if (event.on !== 'press') return undefined;
    const status = productionFact(turn.facts, turn.screen.productionId);
    if (!status) return withNotice(goTo(turn.state, { name: 'home' }), 'gone');
    return press(event.button.name, status, turn);
  },
  view,
  back: (_screen, { draft }) => (draft ? { name: 'script' } : { name: 'home' }),
};

function press(name: string, status: ProductionStatus, turn: Turn<'listen'>): Outcome | undefined {
  const { state, facts, newId } = turn;
  const draft = draftOfSpeech(state.draft, status, newId);
  switch (name) {
    case 'confirm':
      return confirm(status, turn);
    case 'top-up-here':
      return goTo(state, { name: 'top-up' });
    case 'text':
      return goTo({ ...state, draft }, { name: 'script' });
    case 'voice':
      return goTo({ ...state, draft }, { name: 'voice' });
    case 'take':
      return draft.take + 1 >= facts.limits.maxTakes
        ? withNotice(stay(state), 'no-takes-left')
        : speak(nextTake(draft), turn);
    default:
      return undefined;
  }
}

const ofConfirming: readonly ErrorReason[] = ['credits-missing', 'limit-reached', 'conflict'];

/** Takes and videos a day have limits of the same kind: which one it was shows in its number. */
function refused(refusal: Refusal, turn: Turn<'listen'>): Outcome {
  const { maxTakes, maxVideosPerDay } = turn.facts.limits;
  const { limit } = refusal.details;
  const isOfTakes = limit === maxTakes && limit !== maxVideosPerDay;
  return ofConfirming.includes(refusal.reason) && !isOfTakes
    ? withNotice(stay(turn.state), { is: 'refusal', refusal })
    : speechRefused(refusal, turn);
}

function nextTake(draft: Draft): Draft {
  return { ...draft, take: draft.take + 1 };
}

/** The draft is done with: what was chosen lives on in the production. */
function confirm({ productionId }: ProductionStatus, { state }: Turn<'listen'>): Outcome {
  const isOfDraft = state.draft?.production?.id === productionId;
  const next = isOfDraft ? withoutDraft(state) : state;
  const screen = { name: 'producing' as const, productionId, asksToCancel: false };
  return goTo(next, screen, [{ do: 'confirm', productionId }]);
}

function view({ state, screen, facts, texts }: Sight<'listen'>): View {
  const { production } = texts;
  const status = productionFact(facts, screen.productionId);
  if (!status) return { html: texts.common.gone, rows: [] };
  if (status.state !== 'awaiting_confirmation') return { html: production.endedMeanwhile, rows: [] };
  const { price, balance } = priceOf(facts);
  const isAffordable = price <= balance;
  const take = state.draft?.production?.id === status.productionId ? state.draft.take : status.take;
  const { maxTakes } = facts.limits;
  return {
    html: paragraphs(
      lines(production.listen, screen.isAbove && production.listenHere),
      isAffordable ? production.order(price, balance) : production.notEnough(price, balance),
    ),
    ...(!screen.isAbove && {
      media: {
        kind: 'audio' as const,
        from: 'speech' as const,
        productionId: status.productionId,
        ...speechTrack(status, facts.limits.castNames, texts),
      },
      keptAs: speechCaption(status, texts),
    }),
    rows: [
      [
        isAffordable
          ? button(production.confirm(price), 'confirm', undefined, 'success')
          : button(production.topUp, 'top-up-here', undefined, 'primary'),
      ],
      [button(production.changeText, 'text'), button(production.otherVoice, 'voice')],
      ...(take + 1 < maxTakes ? [[button(production.otherTake(take + 2, maxTakes), 'take')]] : []),
    ],
  };
}
