import { maxPaidTries, mayAskAgain } from '../../domain/production/paid-tries.ts';
import { button } from '../buttons.ts';
import { returnedCredits } from '../delivery.ts';
import { paragraphs, quoted } from '../html.ts';
import { readRefusal } from '../read-refusal.ts';
import { goTo, type Outcome, type ScreenDefinition, type Sight, type Turn, withNotice } from '../screen.ts';
import { serviceOf, serviceText, stuckTitle } from '../service-words.ts';
import type { View } from '../view.ts';
import { openProduction } from './resume.ts';
import { productionFact, readProductionId, withoutProduction } from './speaking.ts';

export const stuck: ScreenDefinition<'stuck'> = {
  read(fields) {
    const known = readProductionId(fields);
    return known && { ...known, refusal: readRefusal(fields.raw('refusal')) };
  },
  needs: ({ productionId }) => ({ production: productionId }),
  decide(event, turn) {
    return event.on === 'press' ? press(event.button.name, turn) : undefined;
  },
  view,
  back: () => ({ name: 'home' }),
};

function press(name: string, turn: Turn<'stuck'>): Outcome | undefined {
  const { state, screen, facts } = turn;
  const { productionId } = screen;
  const status = productionFact(facts, productionId);
  if (!status) return withNotice(goTo(state, { name: 'home' }), 'gone');
  if (status.state !== 'awaiting_engine') return name === 'show' ? openProduction(state, status) : undefined;
  const isPaid = status.confirmedAt !== undefined;
  switch (name) {
    case 'wait': {
      if (!mayAskAgain(screen.refusal)) return undefined;
      const effects = [{ do: 'choose-engine' as const, productionId, choice: 'wait' as const }];
      return withNotice(goTo(state, { name: 'home' }, effects), 'waits-for-service');
    }
    case 'local': {
      const effects = [{ do: 'choose-engine' as const, productionId, choice: 'local' as const }];
      const next = isPaid
        ? { name: 'producing' as const, productionId, asksToCancel: false }
        : { name: 'speaking' as const, productionId };
      return goTo(state, next, effects);
    }
    case 'stop': {
      const effects = [{ do: 'cancel-production' as const, productionId }];
      const releasedCredits = returnedCredits(status);
      const notice = { is: 'cancelled' as const, draft: false, productions: 1, releasedCredits };
      const isOfDraft = state.draft?.production?.id === productionId;
      const left = isOfDraft ? withoutProduction(state, turn) : state;
      return withNotice(goTo(left, { name: 'home' }, effects), notice);
    }
    default:
      return undefined;
  }
}

function view({ screen, facts, texts }: Sight<'stuck'>): View {
  const { stuck: words } = texts;
  const status = productionFact(facts, screen.productionId);
  if (!status) return { html: texts.common.gone, rows: [] };
  if (status.state !== 'awaiting_engine') {
    return { html: words.goneOn, rows: [[button(words.goOn, 'show', undefined, 'primary')]] };
  }
  return {
    html: paragraphs(
      stuckTitle(status, texts),
      serviceText(screen.refusal, texts),
      `<blockquote>${quoted(status.script, 120)}</blockquote>`,
      mayAskAgain(screen.refusal) ? words.wait : words.noWait(maxPaidTries),
      words.engine(serviceOf(status), returnedCredits(status)),
      words.stop(returnedCredits(status)),
    ),
    rows: [
      ...(mayAskAgain(screen.refusal)
        ? [[button(words.waitButton, 'wait', undefined, 'primary')], [button(words.engineButton, 'local')]]
        : [[button(words.engineButton, 'local', undefined, 'primary')]]),
      [button(words.stopButton, 'stop', undefined, 'danger')],
    ],
  };
}
