import { type AuditEntry, countRecentCommands, insertAuditEntry, tooMany } from '../../store/audit-log.ts';
import type { ActionParts } from '../parts.ts';

const windowSeconds = 10;
const commandsPerWindow = 5;
/** Arguments of commands are cut at this: a broadcast's text is kept with the broadcast. */
const longestArgument = 500;

/** `refused-quietly`: they have been told in this window already. */
export type Admission = 'admitted' | 'refused' | 'refused-quietly';

/** Whether an operator may give one more command now: five in ten seconds, by whichever process. */
export async function admitCommand(
  { database }: Pick<ActionParts, 'database'>,
  command: Omit<AuditEntry, 'outcome'>,
  now: Date,
): Promise<Admission> {
  const since = new Date(now.getTime() - windowSeconds * 1000);
  const recent = await countRecentCommands(database.db, command.operatorId, since);
  if (recent.taken < commandsPerWindow) return 'admitted';
  await recordCommand({ database }, { ...command, outcome: tooMany });
  return recent.refused === 0 ? 'refused' : 'refused-quietly';
}

/** Whatever came of it. `outcome` is in English, for whoever reads the table. */
export async function recordCommand(
  { database }: Pick<ActionParts, 'database'>,
  entry: AuditEntry,
): Promise<void> {
  await insertAuditEntry(database.db, cut(entry));
}

export function cut(entry: AuditEntry): AuditEntry {
  const argument = entry.argument.slice(0, longestArgument);
  return { ...entry, argument, outcome: entry.outcome.slice(0, longestArgument) };
}
