import { type LedgerVerdict, verifyLedger } from '../actions/credits/verify-ledger.ts';
import { AppError } from '../kernel/errors.ts';
import type { UseApp } from './app.ts';
import type { OptionSpec, ParsedOptions } from './arguments.ts';
import type { Output } from './output.ts';

export const ledgerOptions = {
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

/** `ugc ledger verify`: exit code 1, and what is wrong, where the ledger does not hold. */
export async function ledgerCommand(_options: ParsedOptions, useApp: UseApp, output: Output): Promise<void> {
  const { isSound, totals, findings } = await useApp(async ({ parts }) => await verifyLedger(parts));
  output.event({ event: 'ledger', isSound, totals, findings });
  for (const line of totalLines(totals)) output.line(line);
  for (const { problem, count, examples } of findings) {
    output.line(
      `WRONG  ${problem}: ${count} (${examples.join(', ')}${count > examples.length ? ', …' : ''})`,
    );
  }
  if (isSound) {
    output.line('The ledger holds.');
    return;
  }
  const problems = findings.map(({ problem, count }) => `${problem} (${count})`).join('; ');
  throw new AppError('internal', `The ledger does not hold: ${problems}.`);
}

function totalLines(totals: LedgerVerdict['totals']): string[] {
  const { givenCredits, balanceCredits, heldCredits, spentCredits } = totals;
  return [
    `${totals.accounts} accounts, ${totals.entries} entries, ${totals.postings} postings`,
    `holds: ${totals.openHolds} open, ${totals.capturedHolds} captured, ${totals.releasedHolds} released`,
    `credits: ${givenCredits} given = ${balanceCredits} in balances + ${heldCredits} held + ${spentCredits} spent`,
  ];
}
