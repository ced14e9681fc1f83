import { button } from '../buttons.ts';
import { failureWords, returnedCredits } from '../delivery.ts';
import { paragraphs } from '../html.ts';
import { goTo, type ScreenDefinition, type Sight } from '../screen.ts';
import { readRefusal } from '../read-refusal.ts';
import type { View } from '../view.ts';
import { beginAd } from './home.ts';
import { makeLike } from './restart.ts';
import { productionFact, readProductionId } from './speaking.ts';

export const result: ScreenDefinition<'result'> = {
  read: (fields) => readProductionId(fields),
  needs: ({ productionId }) => ({ production: productionId }),
  decide(event, turn) {
    if (event.on !== 'press') return undefined;
    const { state, facts, newId } = turn;
    switch (event.button.name) {
      case 'to-montage':
        return goTo(state, { name: 'montage', productionId: turn.screen.productionId });
      case 'same':
        return makeLike(turn.screen.productionId, false, turn);
      case 'create':
        return beginAd(state, facts, newId);
      case 'videos':
        return goTo(state, { name: 'videos', page: 0 });
      default:
        return undefined;
    }
  },
  view: viewOfResult,
  leave: (texts) => texts.production.finish,
  back: () => ({ name: 'home' }),
};

function viewOfResult({ screen, facts, texts }: Sight<'result'>): View {
  const { production } = texts;
  const status = productionFact(facts, screen.productionId);
  return {
    html: paragraphs(
      production.result,
      `${production.nowBalance(facts.profile.balanceCredits)} ${production.whatNext}`,
    ),
    rows: [
      ...(status?.state === 'delivered'
        ? [[button(texts.montage.open, 'to-montage', undefined, 'primary')]]
        : []),
      ...(status ? [[button(production.again, 'same')]] : []),
      [button(production.newAd, 'create'), button(production.myVideos, 'videos')],
    ],
  };
}

export const failed: ScreenDefinition<'failed'> = {
  read(fields) {
    const known = readProductionId(fields);
    return known && { ...known, refusal: readRefusal(fields.raw('refusal')) };
  },
  needs: ({ productionId }) => ({ production: productionId }),
  decide(event, turn) {
    if (event.on !== 'press' || event.button.name !== 'retry-here') return undefined;
    return makeLike(turn.screen.productionId, true, turn);
  },
  view({ screen, facts, texts }) {
    const status = productionFact(facts, screen.productionId);
    return {
      html: failureWords(screen.refusal, returnedCredits(status), texts),
      rows: status ? [[button(texts.production.retry, 'retry-here', undefined, 'primary')]] : [],
    };
  },
  back: () => ({ name: 'home' }),
};
