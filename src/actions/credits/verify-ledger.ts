import {
  findLedgerFaults,
  type LedgerFinding,
  type LedgerTotals,
  readLedgerTotals,
} from '../../store/ledger-checks.ts';
import type { ActionParts } from '../parts.ts';

export interface LedgerVerdict {
  readonly isSound: boolean;
  readonly totals: LedgerTotals;
  readonly findings: readonly LedgerFinding[];
}

/** Looks whether every credit is accounted for, at one moment, while the work goes on. */
export async function verifyLedger({ database }: Pick<ActionParts, 'database'>): Promise<LedgerVerdict> {
  return await database.db.transaction(
    async (snapshot) => {
      const findings = await findLedgerFaults(snapshot);
      return { isSound: findings.length === 0, totals: await readLedgerTotals(snapshot), findings };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
