import type { ProductionStatus } from '../../domain/production/production-status.ts';
import { button } from '../buttons.ts';
import { paragraphs, quoted } from '../html.ts';
import { nextScreen } from '../next-screen.ts';
import { goTo, type Outcome, type ScreenDefinition, type Sight, withNotice } from '../screen.ts';
import type { FlowState } from '../state.ts';
import type { Texts } from '../texts/texts.ts';
import { unfinishedBesideDraft } from '../unfinished-work.ts';
import type { View } from '../view.ts';
import { beginAd, hasChoices } from './home.ts';
import { refusalOf } from './speaking.ts';

const maxListed = 5;

export const resume: ScreenDefinition<'resume'> = {
  read: () => ({}),
  needs: () => ({ unfinished: true }),
  decide(event, { state, facts, newId }) {
    if (event.on !== 'press') return undefined;
    const { name, value } = event.button;
    if (name === 'create') return beginAd(state, facts, newId);
    if (name === 'go-on' && state.draft) return goTo(state, nextScreen(state.draft));
    if (name !== 'open') return undefined;
    const status = facts.unfinished?.find(({ productionId }) => productionId === value);
    return status ? openProduction(state, status) : withNotice(goTo(state, { name: 'resume' }), 'gone');
  },
  view,
  back: () => ({ name: 'home' }),
};

/** The screen that a production stands at by now; `isAbove` where its speech is the message above. */
export function openProduction(state: FlowState, status: ProductionStatus, isAbove = false): Outcome {
  const { productionId, request } = status;
  if (request && status.state === 'running') {
    return goTo(state, { name: 'rendering', requestId: request.requestId, asksToCancel: false });
  }
  switch (status.state) {
    case 'awaiting_confirmation':
      return goTo(state, { name: 'listen', productionId, isAbove });
    case 'awaiting_engine':
      return goTo(state, { name: 'stuck', productionId, refusal: refusalOf(status) });
    case 'running':
      return goTo(
        state,
        status.confirmedAt === undefined
          ? { name: 'speaking', productionId }
          : { name: 'producing', productionId, asksToCancel: false },
      );
    case 'delivered':
    case 'expired':
    case 'cancelled':
      return goTo(state, { name: 'video', productionId, page: 0, asksToDelete: false });
    case 'failed': {
      const refusal = status.failure ?? { reason: 'internal' as const, details: {} };
      return goTo(state, { name: 'failed', productionId, refusal });
    }
  }
}

function view({ state, facts, texts }: Sight<'resume'>): View {
  const { production, home } = texts;
  const unfinished = unfinishedBesideDraft(state, facts).slice(0, maxListed);
  const draftLine = hasChoices(state) ? draftWords(state, production.draftWaits) : undefined;
  if (unfinished.length === 0 && draftLine === undefined) {
    return { html: production.unfinishedNone, rows: [[button(home.create, 'create', undefined, 'primary')]] };
  }
  const listed = unfinished.map((status, at) => {
    return `<b>${at + 1}.</b> ${standing(status, texts)}\n<i>${quoted(status.script, 90)}</i>`;
  });
  return {
    html: paragraphs(production.unfinishedTitle, draftLine, ...listed),
    rows: [
      ...(draftLine === undefined ? [] : [[button(home.resume, 'go-on', undefined, 'success')]]),
      ...(unfinished.length > 0
        ? [unfinished.map((status, at) => button(String(at + 1), 'open', status.productionId))]
        : []),
    ],
  };
}

function standing(status: ProductionStatus, texts: Texts): string {
  const percent = Math.floor(status.fraction * 100);
  if (status.state === 'awaiting_confirmation') return texts.production.waitsForYou;
  if (status.state === 'awaiting_engine') return texts.stuck.inList;
  return status.request ? texts.montage.inWork(percent) : texts.production.inWork(percent);
}

function draftWords({ draft }: FlowState, waits: string): string {
  return draft?.script === undefined ? waits : `${waits}\n<i>${quoted(draft.script, 90)}</i>`;
}
