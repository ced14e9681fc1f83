import type { OrderedPresenter } from '../domain/ad/ad-order.ts';
import type { PresenterCard } from '../domain/presenter/presenter-card.ts';
import { capitalised, quoted } from './html.ts';
import type { Texts } from './texts/texts.ts';

/** Name of one of the cast, or what an own picture is; HTML. */
export function cardTitle(card: PresenterCard, texts: Texts): string {
  return card.kind === 'cast' ? quoted(card.name[texts.language], 40) : texts.presenter.own(card.origin);
}

/** Where only the order is known: the id of the cast has the name in it, in Latin letters. */
export function orderedTitle(presenter: OrderedPresenter, texts: Texts): string {
  if (presenter.kind === 'own') return texts.videos.ownPresenter;
  return capitalised(quoted(presenter.id, 40));
}
