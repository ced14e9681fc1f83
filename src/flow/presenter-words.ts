import type { OrderedPresenter } from '../domain/ad/ad-order.ts';
import type { PresenterCard } from '../domain/presenter/presenter-card.ts';
import type { Facts, PublicLimits } from './facts.ts';
import { escapeHtml } from '../domain/html.ts';
import { beginning, capitalised, quoted } from './html.ts';
import type { Texts } from './texts/texts.ts';

/** Name of one of the cast, or what an own picture is; HTML. */
export function cardTitle(card: PresenterCard, texts: Texts): string {
  return card.kind === 'cast' ? quoted(card.name[texts.language], 40) : texts.presenter.own(card.origin);
}

/** Where only the order is known; HTML. */
export function orderedTitle(presenter: OrderedPresenter, { limits }: Facts, texts: Texts): string {
  return escapeHtml(beginning(orderedName(presenter, limits.castNames, texts), 40));
}

export type CastNames = PublicLimits['castNames'];

/** The same without HTML. Of who has left the cast the id is left, which has the name in it. */
export function orderedName(presenter: OrderedPresenter, castNames: CastNames, texts: Texts): string {
  if (presenter.kind === 'own') return texts.videos.ownPresenter;
  return castNames[presenter.id]?.[texts.language] ?? capitalised(presenter.id);
}

/** Age and look of one of the cast: where somebody seems to come from is seen, and said of nobody; HTML. */
export function lookOf({ description }: Cast, texts: Texts, maxLength: number): string {
  return quoted(description[texts.language].replace(/^[^\d,]+,\s*(?=\d)/, ''), maxLength);
}

type Cast = Extract<PresenterCard, { readonly kind: 'cast' }>;
