import { AppError } from '../../kernel/errors.ts';
import { isShutOut } from '../../store/bans.ts';
import type { Sql } from '../../store/sql.ts';

/**
 * To be asked first in the transaction that begins work of theirs, so that of a ban and an order at once the order is
 * refused, or found and ended by the ban. Throws `forbidden`.
 */
export async function requireAdmitted(transaction: Sql, personId: string): Promise<void> {
  if (await isShutOut(transaction, personId)) {
    throw new AppError('forbidden', 'This person was shut out; nothing new is begun for them.');
  }
}
