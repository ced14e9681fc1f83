import type { CreditOperation } from '../../domain/credits/credit-operation.ts';
import { button, pageOf, pager } from '../buttons.ts';
import { lines, paragraphs } from '../html.ts';
import { goTo, type ScreenDefinition, type Sight, withNotice } from '../screen.ts';
import type { Texts } from '../texts/texts.ts';
import type { View } from '../view.ts';

export const credits: ScreenDefinition<'credits'> = {
  read: (fields) => ({ page: fields.count('page') ?? 0 }),
  needs: ({ page }) => ({ operations: { page } }),
  decide(event, { state }) {
    if (event.on !== 'press') return undefined;
    if (event.button.name === 'pay') return goTo(state, { name: 'top-up' });
    const page = event.button.name === 'page' ? pageOf(event.button.value) : undefined;
    return page === undefined ? undefined : goTo(state, { name: 'credits', page });
  },
  view,
  back: () => ({ name: 'home' }),
};

function view({ screen, facts, texts }: Sight<'credits'>): View {
  const { profile, limits } = facts;
  const listed = (facts.operations?.items ?? []).slice(0, 5);
  const operations = listed.map((operation) => operationLine(operation, facts.now, texts));
  return {
    html: paragraphs(
      lines(
        texts.credits.title,
        texts.credits.balance(profile.balanceCredits),
        profile.heldCredits > 0 && texts.credits.held(profile.heldCredits),
      ),
      texts.credits.prices(limits.videoPriceCredits, limits.maxEdits, limits.maxTakes),
      lines(texts.credits.operations, ...(operations.length > 0 ? operations : [texts.credits.noOperations])),
    ),
    rows: [
      [button(texts.credits.topUp, 'pay', undefined, 'primary')],
      ...pager(texts, { page: screen.page, hasNext: facts.operations?.hasNext ?? false }),
    ],
  };
}

function operationLine(
  { at, amount, kind }: CreditOperation,
  now: Date,
  { words, credits: text }: Texts,
): string {
  const sign = amount > 0 ? '+' : amount < 0 ? '−' : '';
  return text.operation(words.date(at, now), `${sign}${words.number(Math.abs(amount))}`, kind);
}

export const topUp: ScreenDefinition<'top-up'> = {
  read: () => ({}),
  needs: () => ({}),
  decide(event, { state, newId }) {
    if (event.on !== 'press' || event.button.name !== 'ask') return undefined;
    // Who asks stands above every message to the operators.
    const effects = [{ do: 'tell-operators' as const, messageId: newId, kind: 'top_up' as const, text: '' }];
    return withNotice(goTo(state, { name: 'credits', page: 0 }, effects), 'top-up-sent');
  },
  view: ({ facts, texts }) => ({
    html: texts.credits.topUpText(facts.profile.telegramId),
    rows: [[button(texts.credits.askOperators, 'ask', undefined, 'primary')]],
  }),
  back: () => ({ name: 'credits', page: 0 }),
};
