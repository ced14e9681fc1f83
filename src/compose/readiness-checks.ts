import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { ActionParts } from '../actions/parts.ts';
import { neededBytes } from '../domain/production/needed-bytes.ts';
import type { PartCheck } from '../http/readiness.ts';
import { requireFreeSpace } from '../platform/files/disk-full.ts';

export interface CheckedParts {
  readonly parts: Pick<ActionParts, 'database' | 'queue' | 'ffmpeg'>;
  /** Throws while Telegram is not reached. */
  askTelegram(): Promise<unknown>;
}

/** What must be there for the bot to do its work. */
export function readinessChecks(
  dataFolder: string,
  { parts, askTelegram }: CheckedParts,
): Record<string, PartCheck> {
  return {
    database: async () => await parts.database.pool.query('select 1'),
    queue: async () => await parts.queue.depths(),
    telegram: askTelegram,
    ffmpeg: async () => await access(parts.ffmpeg.path, constants.X_OK),
    disk: async () => await requireFreeSpace(dataFolder, neededBytes),
  };
}
