import type { OrderedPresenter } from '../domain/ad/ad-order.ts';
import type { PresenterCard } from '../domain/presenter/presenter-card.ts';
import type { Facts } from './facts.ts';
import { capitalised, quoted } from './html.ts';
import type { Texts } from './texts/texts.ts';

/** Name of one of the cast, or what an own picture is; HTML. */
export function cardTitle(card: PresenterCard, texts: Texts): string {
  return card.kind === 'cast' ? quoted(card.name[texts.language], 40) : texts.presenter.own(card.origin);
}

/** Where only the order is known. Of who has left the cast the id is left, which has the name in it. */
export function orderedTitle(presenter: OrderedPresenter, { limits }: Facts, texts: Texts): string {
  if (presenter.kind === 'own') return texts.videos.ownPresenter;
  const name = limits.castNames[presenter.id]?.[texts.language];
  return quoted(name ?? capitalised(presenter.id), 40);
}
