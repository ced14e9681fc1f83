import { button } from '../buttons.ts';
import { returnedCredits } from '../delivery.ts';
import { progressText } from '../progress.ts';
import { goTo, type ScreenDefinition, type Sight, withNotice } from '../screen.ts';
import type { View } from '../view.ts';
import { openProduction } from './resume.ts';
import { productionFact, readProductionId, stuckMeanwhile } from './speaking.ts';

export const producing: ScreenDefinition<'producing'> = {
  read(fields) {
    const known = readProductionId(fields);
    return known && { ...known, asksToCancel: fields.flag('asksToCancel') };
  },
  needs: ({ productionId }) => ({ production: productionId }),
  decide(event, { state, screen, facts }) {
    const { productionId } = screen;
    if (event.on === 'refused') {
      const listen = { name: 'listen' as const, productionId, isAbove: false };
      return withNotice(goTo(state, listen), { is: 'refusal', refusal: event.refusal });
    }
    if (event.on !== 'press') return undefined;
    switch (event.button.name) {
      case 'ask-cancel':
        return goTo(state, { ...screen, asksToCancel: true });
      case 'keep':
        return goTo(state, { ...screen, asksToCancel: false });
      case 'cancel': {
        const releasedCredits = returnedCredits(productionFact(facts, productionId));
        const effects = [{ do: 'cancel-production' as const, productionId }];
        const notice = { is: 'cancelled' as const, draft: false, productions: 1, releasedCredits };
        return withNotice(goTo(state, { name: 'home' }, effects), notice);
      }
      case 'show':
        return goTo(state, { name: 'result', productionId });
      case 'choose': {
        const status = productionFact(facts, productionId);
        return status && openProduction(state, status);
      }
      default:
        return undefined;
    }
  },
  view,
  back: () => ({ name: 'home' }),
};

function view({ screen, facts, texts }: Sight<'producing'>): View {
  const { production, common } = texts;
  const status = productionFact(facts, screen.productionId);
  if (status?.state === 'delivered') {
    return {
      html: production.deliveredMeanwhile,
      rows: [[button(production.showVideo, 'show', undefined, 'primary')]],
    };
  }
  if (status?.state === 'awaiting_engine') return stuckMeanwhile(status, texts);
  if (status && status.state !== 'running' && status.state !== 'awaiting_confirmation') {
    return { html: production.endedMeanwhile, rows: [] };
  }
  if (screen.asksToCancel) {
    return {
      html: production.cancelQuestion(returnedCredits(status)),
      rows: [
        [button(production.cancelNo, 'keep', undefined, 'primary')],
        [button(production.cancelYes, 'cancel', undefined, 'danger')],
      ],
    };
  }
  return {
    html: status ? progressText(status, texts) : production.making,
    rows: [[button(common.cancel, 'ask-cancel')]],
    activity: 'upload_video',
    progressOf: screen.productionId,
  };
}
