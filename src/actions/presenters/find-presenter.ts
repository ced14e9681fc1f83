import { isUuid } from '../../kernel/uuid.ts';
import type { PresenterCard } from '../../domain/presenter/presenter-card.ts';
import { findOwnPresenter } from '../../store/own-presenters.ts';
import type { ActionParts } from '../parts.ts';
import { cardOfCast, cardsOfOwn } from './presenter-cards.ts';

export interface PresenterRef {
  readonly kind: 'cast' | 'own';
  readonly id: string;
}

/** Of the cast or the person's own, drafts included; undefined where it was deleted or is somebody else's. */
export async function findPresenter(
  parts: Pick<ActionParts, 'database' | 'cast'>,
  personId: string,
  { kind, id }: PresenterRef,
): Promise<PresenterCard | undefined> {
  if (kind === 'cast') {
    const presenter = parts.cast.presenters.find((candidate) => candidate.id === id);
    return presenter && cardOfCast(presenter);
  }
  if (!isUuid(id)) return undefined;
  const own = await findOwnPresenter(parts.database.db, personId, id);
  const [card] = own ? await cardsOfOwn(parts, personId, [own]) : [];
  return card;
}
