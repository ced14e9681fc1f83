import type { OrderedPresenter } from '../domain/ad/ad-order.ts';
import type { PresenterCard } from '../domain/presenter/presenter-card.ts';
import type { LocalText } from '../domain/presenter/presenter.ts';
import { beginning, capitalised, escapeHtml, quoted } from './html.ts';
import type { Texts } from './texts/texts.ts';

/** Name of one of the cast, or what an own picture is; HTML. */
export function cardTitle(card: PresenterCard, texts: Texts): string {
  return card.kind === 'cast' ? quoted(card.name[texts.language], 40) : texts.presenter.own(card.origin);
}

interface Ordered {
  readonly presenter: OrderedPresenter;
  readonly presenterName?: LocalText;
}

/** Of an order: the name where it is known, else the id of the cast, which has it in Latin letters; HTML. */
export function orderedTitle(ordered: Ordered, texts: Texts): string {
  return escapeHtml(beginning(orderedName(ordered, texts), 40));
}

/** The same without HTML. */
export function orderedName({ presenter, presenterName }: Ordered, texts: Texts): string {
  if (presenter.kind === 'own') return texts.videos.ownPresenter;
  return presenterName?.[texts.language] ?? capitalised(presenter.id);
}

/** Age and look of one of the cast: where somebody seems to come from is seen, and said of nobody; HTML. */
export function lookOf({ description }: Cast, texts: Texts, maxLength: number): string {
  return quoted(description[texts.language].replace(/^[^\d,]+,\s*(?=\d)/, ''), maxLength);
}

type Cast = Extract<PresenterCard, { readonly kind: 'cast' }>;
