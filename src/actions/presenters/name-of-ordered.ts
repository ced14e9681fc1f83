import type { OrderedPresenter } from '../../domain/ad/ad-order.ts';
import type { LocalText } from '../../domain/presenter/presenter.ts';
import type { ActionParts } from '../parts.ts';

/** Empty for an own picture, and for who is in the cast no more. */
export function nameOfOrdered(
  { cast }: Pick<ActionParts, 'cast'>,
  presenter: OrderedPresenter,
): { readonly presenterName?: LocalText } {
  if (presenter.kind !== 'cast') return {};
  const found = cast.presenters.find(({ id }) => id === presenter.id);
  return found ? { presenterName: found.name } : {};
}
