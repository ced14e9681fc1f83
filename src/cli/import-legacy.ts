import { importLegacy, type LegacyReport } from '../actions/operators/import-legacy.ts';
import { openLegacyDatabase } from '../platform/database/legacy-database.ts';
import type { UseApp } from './app.ts';
import { type OptionSpec, type ParsedOptions, textOption } from './arguments.ts';
import type { Output } from './output.ts';

export const importLegacyOptions = {
  from: {
    value: 'URL',
    help: "the predecessor's database; by default DATABASE_URL's, in its default schema",
  },
  yes: { help: 'do it; without it only what would be done is said' },
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

export async function importLegacyCommand(
  options: ParsedOptions,
  useApp: UseApp,
  output: Output,
): Promise<void> {
  const apply = options.yes === true;
  await useApp(async ({ parts, stopping }) => {
    const legacy = await openLegacyDatabase(parts.database, textOption(options, 'from'));
    try {
      const report = await importLegacy(parts, legacy.pool, {
        apply,
        signal: stopping,
        onProblem: (row, problem) => {
          output.line(`! ${row}: ${problem}`);
          output.event({ event: 'problem', row, problem });
        },
      });
      for (const line of linesOf(report, apply)) output.line(line);
      output.event({ event: 'legacy', applied: apply, ...report });
    } finally {
      await legacy.close();
    }
  });
}

function linesOf(report: LegacyReport, apply: boolean): string[] {
  const history = Object.entries(report.history).map(([type, count]) => `${count} ${type}`);
  return [
    apply ? 'Taken over:' : 'Nothing is written yet. With --yes this is taken over:',
    `  ${report.newPeople} people new here, ${report.knownPeople} known here already (of ${report.users} rows)`,
    `  ${report.credits} credits in ${report.balances} balances; ${report.importedBefore} were taken over before`,
    `  ${report.voices} chosen voices`,
    `Balances that are not the sum of their log: ${report.unlikeTheirLog} (the balance counts).`,
    `Rows of the credit log that belong to nobody: ${report.orphanLogRows}.`,
    `Not taken over, since nothing says how they were made: ${history.length > 0 ? history.join(', ') : 'no rows'} of generation_history. Their files stay where they are.`,
  ];
}
