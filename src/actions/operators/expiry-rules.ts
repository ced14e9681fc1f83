import {
  temporaryFolders,
  temporaryLifeDays,
  unfinishedLifeDays,
} from '../../domain/files/temporary-folders.ts';
import { isAppError } from '../../kernel/errors.ts';
import { logOf } from '../../platform/log/log.ts';
import type { ActionParts } from '../parts.ts';
import { storeProblem } from './storage.ts';

export type RulesSet =
  | { readonly outcome: 'set' }
  /** The store has no such rules: we remove by ourselves. */
  | { readonly outcome: 'unsupported' }
  | { readonly outcome: 'refused'; readonly problem: string };

/**
 * Lets the store itself remove temporary files and what was never stored to the end: beside our own cleanup, which can't
 * see the latter. Where it may not be set, nothing else depends on it.
 */
export async function setExpiryRules({ files, log }: Pick<ActionParts, 'files' | 'log'>): Promise<RulesSet> {
  if (!files.setExpiry) return { outcome: 'unsupported' };
  try {
    await files.setExpiry({
      folders: temporaryFolders.map((folder) => ({ folder, days: temporaryLifeDays })),
      unfinishedDays: unfinishedLifeDays,
    });
    return { outcome: 'set' };
  } catch (error) {
    if (!isAppError(error)) throw error;
    logOf(log, 'r2').warn({ err: error }, "The bucket's rules could not be set.");
    return { outcome: 'refused', problem: storeProblem(error) };
  }
}
