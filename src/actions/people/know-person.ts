import { personIdOf } from '../../domain/person/person-id.ts';
import type { SeenPerson } from '../../domain/person/seen-person.ts';
import { storableText } from '../../platform/database/storable-text.ts';
import { moveCredits, openAccount, personAccount } from '../../store/ledger.ts';
import { recordActivity, recordPayload, upsertPerson } from '../../store/people.ts';
import type { ActionParts } from '../parts.ts';

/**
 * Keeps who wrote, as of now, and that they were active today. Whoever is new gets an account and the bonus of the
 * sign-up: once for a Telegram user, whatever is repeated or raced, and also when they were forgotten meanwhile.
 * `payload` is that of a /start link; one that no link can have is left out.
 */
export async function knowPerson(
  { database, limits }: Pick<ActionParts, 'database' | 'limits'>,
  seen: SeenPerson,
  payload?: string,
): Promise<{ personId: string; isNew: boolean }> {
  const personId = personIdOf(seen.telegramId);
  const kept = payload !== undefined && /^[\w-]{1,64}$/.test(payload) ? payload : undefined;
  return await database.db.transaction(async (transaction) => {
    const isNew = await upsertPerson(transaction, storable(seen), kept);
    await recordActivity(transaction, personId);
    if (kept !== undefined) await recordPayload(transaction, personId, kept);
    if (isNew) await openAccount(transaction, personId);
    if (isNew && limits.signupBonusCredits > 0) {
      await moveCredits(transaction, {
        idempotencyKey: `bonus:${personId}`,
        kind: 'bonus',
        from: 'system:bonus',
        to: personAccount(personId),
        amount: limits.signupBonusCredits,
      });
    }
    return { personId, isNew };
  });
}

function storable(seen: SeenPerson): SeenPerson {
  const { firstName, lastName, username } = seen;
  return {
    ...seen,
    firstName: storableText(firstName),
    ...(lastName !== undefined && { lastName: storableText(lastName) }),
    ...(username !== undefined && { username: storableText(username) }),
  };
}
