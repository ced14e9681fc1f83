import type { PresenterCard } from '../../domain/presenter/presenter-card.ts';
import type { Presenter } from '../../domain/presenter/presenter.ts';
import { consentedPictures } from '../../store/consents.ts';
import type { OwnPresenter } from '../../store/own-presenters.ts';
import { consentTextVersion } from '../consent-text.ts';
import type { ActionParts } from '../parts.ts';

export function cardOfCast(presenter: Presenter): PresenterCard {
  const { id, name, description, gender, ageGroup } = presenter;
  return { kind: 'cast', id, name, description, gender, ageGroup };
}

/** Consent counts as given only by the text of today: a text that means something else is asked again. */
export async function cardsOfOwn(
  { database }: Pick<ActionParts, 'database'>,
  personId: string,
  presenters: readonly OwnPresenter[],
): Promise<PresenterCard[]> {
  const pictures = presenters.map(({ pictureSha256 }) => pictureSha256);
  const consented = await consentedPictures(database.db, personId, consentTextVersion, pictures);
  return presenters.map((presenter) => {
    const { id, origin, gender, pictureKey, pictureSha256, checkPictureKey, madeFrom, createdAt } = presenter;
    return {
      kind: 'own',
      id,
      origin,
      gender,
      pictureKey,
      pictureSha256,
      checkPictureKey,
      edits: presenter.prompts.length,
      madeFrom,
      hasConsent: presenter.consentedAt !== undefined && consented.has(pictureSha256),
      createdAt,
    };
  });
}
