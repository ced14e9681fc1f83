import type { Disclosure } from '../../domain/ad/ad.ts';
import { isWeaker } from '../../domain/ad/disclosure.ts';
import { AppError } from '../../kernel/errors.ts';
import { saveChoices } from '../../store/people.ts';
import type { ActionParts } from '../parts.ts';

/** What a person's ads are marked with from now on. Throws `disclosure-weakened` below what the operator asks for. */
export async function setDisclosure(
  { database, limits }: Pick<ActionParts, 'database' | 'limits'>,
  personId: string,
  disclosure: Disclosure,
): Promise<void> {
  const allowed = limits.weakestDisclosure;
  if (isWeaker(disclosure, allowed)) {
    throw new AppError(
      'disclosure-weakened',
      `The disclosure ${disclosure} is weaker than ${allowed}, which this operator asks for.`,
      { details: { found: disclosure, allowed } },
    );
  }
  if (await saveChoices(database.db, personId, { disclosure })) return;
  throw new AppError('not-found', `Nobody with the id ${personId} ever wrote to the bot.`);
}
