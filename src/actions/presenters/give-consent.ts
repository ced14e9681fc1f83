import { AppError } from '../../kernel/errors.ts';
import { recordConsent } from '../../store/consents.ts';
import { lockOwnPresenter, markConsented } from '../../store/own-presenters.ts';
import { consentTextVersion } from '../consent-text.ts';
import type { ActionParts, Person } from '../parts.ts';

/**
 * Keeps that the person agreed: text version, time and the picture's hash. From then on the presenter is in their
 * gallery. Giving it again changes nothing. Throws `not-found`.
 */
export async function giveConsent(
  { database }: Pick<ActionParts, 'database'>,
  person: Person,
  presenterId: string,
): Promise<void> {
  await database.db.transaction(async (transaction) => {
    const presenter = await lockOwnPresenter(transaction, person.owner, presenterId);
    if (!presenter) {
      throw new AppError('not-found', 'There is no such presenter any more; a draft is kept for a day only.');
    }
    const { owner, pictureSha256 } = presenter;
    await recordConsent(transaction, { owner, pictureSha256, textVersion: consentTextVersion });
    await markConsented(transaction, presenter.id);
  });
}
