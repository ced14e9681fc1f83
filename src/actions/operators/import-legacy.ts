import { personIdOf } from '../../domain/person/person-id.ts';
import { AppError } from '../../kernel/errors.ts';
import {
  findKnownTelegramIds,
  findMovedKeys,
  insertImportedPerson,
  insertImportedVoice,
} from '../../store/imported-people.ts';
import {
  countLegacyHistory,
  countLegacyOrphans,
  findMissingColumns,
  type LegacyDatabase,
  type LegacyUser,
  listLegacyUsers,
} from '../../store/legacy.ts';
import { moveCredits, openAccount, personAccount } from '../../store/ledger.ts';
import type { ActionParts } from '../parts.ts';

const batchSize = 200;
/** The predecessor spoke Russian only. */
const legacyLanguage = 'ru';
const mostCredits = 1_000_000_000;

export interface LegacyReport {
  /** Rows of `users`. */
  users: number;
  /** Who was not known here. */
  newPeople: number;
  /** Who was, and whose balance is added to. */
  knownPeople: number;
  /** Whose balance was taken over by an earlier run: nothing is done. */
  importedBefore: number;
  /** Moved, or to be moved. */
  credits: number;
  balances: number;
  voices: number;
  /** Balances that are not the sum of their log: the balance counts. */
  unlikeTheirLog: number;
  /** Rows of the credit log that belong to nobody. */
  orphanLogRows: number;
  /** Rows of `generation_history` by type. They stay where they are: what made them is not known here. */
  history: Readonly<Record<string, number>>;
}

/** Of one row, as far as it can be used. */
interface Judged {
  readonly key: string;
  readonly personId: string;
  readonly telegramId: number;
  readonly credits: number;
  readonly user: LegacyUser;
}

export interface ImportOptions {
  /** Otherwise nothing is written. */
  readonly apply: boolean;
  /** Called for each row that can't be taken over as it is, with what is done instead. */
  readonly onProblem: (row: string, problem: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Takes users, their balances (each as one movement) and their chosen voices over from the predecessor's tables. Each
 * user is a transaction, and a balance comes once, however often this runs and wherever it was stopped. Throws
 * `invalid-arguments` where the tables are not there.
 */
export async function importLegacy(
  { database: { db } }: Pick<ActionParts, 'database'>,
  legacy: LegacyDatabase,
  options: ImportOptions,
): Promise<LegacyReport> {
  await refuseOtherTables(legacy);
  const report: LegacyReport = {
    users: 0,
    newPeople: 0,
    knownPeople: 0,
    importedBefore: 0,
    credits: 0,
    balances: 0,
    voices: 0,
    unlikeTheirLog: 0,
    orphanLogRows: await countLegacyOrphans(legacy),
    history: await countLegacyHistory(legacy),
  };
  let cursor = '-9223372036854775808';
  for (;;) {
    const users = await listLegacyUsers(legacy, cursor, batchSize);
    report.users += users.length;
    const judged = users.flatMap((user) => judge(user, options.onProblem) ?? []);
    const known = await findKnownTelegramIds(
      db,
      judged.map(({ telegramId }) => telegramId),
    );
    const moved = await findMovedKeys(
      db,
      judged.map(({ key }) => key),
    );
    for (const one of judged) {
      options.signal.throwIfAborted();
      count(report, one, known.has(one.telegramId), moved.has(one.key));
      if (options.apply) await db.transaction((transaction) => takeOver(transaction, one));
    }
    const last = users.at(-1);
    if (users.length < batchSize || !last) return report;
    cursor = last.id;
  }
}

async function refuseOtherTables(legacy: LegacyDatabase): Promise<void> {
  const missing = await findMissingColumns(legacy);
  if (missing.length === 0) return;
  throw new AppError(
    'invalid-arguments',
    `These are not the predecessor's tables: ${missing.slice(0, 8).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing; --from names another database.`,
  );
}

function judge(user: LegacyUser, onProblem: ImportOptions['onProblem']): Judged | undefined {
  const row = `users ${user.id}`;
  const telegramId = Number(user.tg_id);
  if (user.tg_id === null || !Number.isSafeInteger(telegramId) || telegramId <= 0) {
    onProblem(row, `tg_id is ${user.tg_id ?? 'empty'}: not taken over`);
    return undefined;
  }
  const found = Number(user.credits);
  let credits = found;
  if (user.credits === null || !Number.isSafeInteger(found)) {
    onProblem(row, `credits is ${user.credits ?? 'empty'}: taken over with 0`);
    credits = 0;
  } else if (found < 0 || found > mostCredits) {
    credits = found < 0 ? 0 : mostCredits;
    onProblem(row, `credits is ${found}: taken over with ${credits}`);
  }
  return { key: `import:${user.id}`, personId: personIdOf(telegramId), telegramId, credits, user };
}

function count(report: LegacyReport, one: Judged, isKnown: boolean, isMoved: boolean): void {
  const { credits, user } = one;
  if (isKnown) report.knownPeople += 1;
  else report.newPeople += 1;
  if (user.log_sum !== null && Number(user.log_sum) !== Number(user.credits)) report.unlikeTheirLog += 1;
  if (isMoved) {
    report.importedBefore += 1;
    return;
  }
  if (user.selected_voice_id) report.voices += 1;
  if (credits === 0) return;
  report.balances += 1;
  report.credits += credits;
}

async function takeOver(sql: Parameters<typeof moveCredits>[0], one: Judged): Promise<void> {
  const { key, personId, telegramId, credits, user } = one;
  const seconds = Number(user.created_seconds);
  await insertImportedPerson(sql, {
    telegramId,
    firstName: storable(user.first_name) ?? storable(user.username) ?? String(telegramId),
    lastName: storable(user.last_name),
    username: storable(user.username)?.replace(/^@/, ''),
    createdAt: user.created_seconds === null || Number.isNaN(seconds) ? new Date() : new Date(seconds * 1000),
  });
  await openAccount(sql, personId);
  if (user.selected_voice_id) {
    await insertImportedVoice(sql, personId, legacyLanguage, user.selected_voice_id);
  }
  // An earlier run may have moved another amount: the first one counts.
  if (credits === 0 || (await findMovedKeys(sql, [key])).has(key)) return;
  await moveCredits(sql, {
    idempotencyKey: key,
    kind: 'imported',
    from: 'system:imported',
    to: personAccount(personId),
    amount: credits,
    reference: `legacy:${user.id}`,
  });
}

function storable(text: string | null): string | undefined {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : trimmed.slice(0, 256);
}
