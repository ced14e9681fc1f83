import { insertAuditEntry } from '../../store/audit-log.ts';
import {
  findEntry,
  lockBalance,
  moveCredits,
  openAccount,
  personAccount,
  readBalance,
} from '../../store/ledger.ts';
import type { Sql } from '../../store/sql.ts';
import type { ActionParts } from '../parts.ts';
import { cut } from './audit.ts';
import { derivedId } from '../derived-id.ts';
import { writeToPerson } from './operator-mail.ts';

export interface CreditMove {
  readonly personId: string;
  /** By how much, or to what. */
  readonly wanted: { readonly change: number } | { readonly balance: number };
  /** Of the message that asked for it: the same one again moves nothing. */
  readonly idempotencyKey: string;
  readonly operatorId: number;
  /** As typed, for the audit log. */
  readonly command: string;
  readonly note: string;
  /** What the person is told of a gift, in their language, as HTML. */
  readonly giftText: (change: number, balance: number) => string;
}

export interface CreditMoved {
  readonly change: number;
  readonly balance: number;
}

/**
 * Moves a person's credits by an operator's word: ledger, audit log and the news of a gift in one transaction. Throws
 * `credits-missing` (`needed`, `balance`) where less is there than is to be taken.
 */
export async function moveCreditsByOperator(
  parts: Pick<ActionParts, 'database' | 'queue' | 'log'>,
  move: CreditMove,
): Promise<CreditMoved> {
  return await parts.database.db.transaction(async (transaction) => {
    await openAccount(transaction, move.personId);
    const before = (await lockBalance(transaction, move.personId)) ?? 0;
    if (await findEntry(transaction, move.idempotencyKey)) return { change: 0, balance: before };
    const change = 'change' in move.wanted ? move.wanted.change : move.wanted.balance - before;
    if (change !== 0) await moveBy(transaction, move, change);
    const balance = (await readBalance(transaction, move.personId)) ?? 0;
    await audit(transaction, move, change, balance);
    if (change > 0) {
      const text = move.giftText(change, balance);
      const id = derivedId(move.idempotencyKey);
      await writeToPerson(parts, transaction, { id, personId: move.personId, kind: 'notice', text });
    }
    return { change, balance };
  });
}

async function moveBy(sql: Sql, move: CreditMove, change: number): Promise<void> {
  const account = personAccount(move.personId);
  const operators = 'system:granted';
  await moveCredits(sql, {
    idempotencyKey: move.idempotencyKey,
    kind: change > 0 ? 'granted' : 'taken',
    from: change > 0 ? operators : account,
    to: change > 0 ? account : operators,
    amount: Math.abs(change),
    reference: `operator:${move.operatorId}`,
    ...(move.note !== '' && { note: move.note }),
  });
}

async function audit(sql: Sql, move: CreditMove, change: number, balance: number): Promise<void> {
  const [, command = '', argument = ''] = /^\/(\w+)\S*\s*([\s\S]*)$/.exec(move.command) ?? [];
  const outcome = `moved ${change} to ${balance}`;
  await insertAuditEntry(sql, cut({ operatorId: move.operatorId, command, argument, outcome }));
}
