import { hasConsent } from '../../store/consents.ts';
import type { OwnPresenter } from '../../store/own-presenters.ts';
import { consentTextVersion } from '../consent-text.ts';
import type { ActionParts } from '../parts.ts';

/**
 * True for a photo that may not be worked with yet. A picture edited from another may be edited on without a word of
 * its own: it comes from the cast, or from a photo that was consented to.
 */
export async function isConsentMissing(
  { database }: Pick<ActionParts, 'database'>,
  { origin, owner, pictureSha256 }: OwnPresenter,
): Promise<boolean> {
  if (origin !== 'photo') return false;
  const asked = { owner, pictureSha256, textVersion: consentTextVersion };
  return !(await hasConsent(database.db, asked));
}
