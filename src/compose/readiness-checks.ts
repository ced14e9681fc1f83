import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { ActionParts } from '../actions/parts.ts';
import { neededBytes } from '../domain/production/needed-bytes.ts';
import type { PartCheck } from '../http/readiness.ts';
import { AppError } from '../kernel/errors.ts';
import { requireFreeSpace } from '../platform/files/disk-full.ts';
import type { Telegram } from '../telegram/client.ts';

/** What must be there for the program to do its work. A worker needs no Telegram. */
export function readinessChecks(
  dataFolder: string,
  parts: Pick<ActionParts, 'database' | 'queue' | 'ffmpeg'>,
  telegram: Telegram | undefined,
): Record<string, PartCheck> {
  return {
    database: async () => await parts.database.pool.query('select 1'),
    queue: async () => await parts.queue.depths(),
    ...(telegram && { telegram: reaches(telegram) }),
    ffmpeg: async () => await access(parts.ffmpeg.path, constants.X_OK),
    disk: async () => await requireFreeSpace(dataFolder, neededBytes),
  };
}

/** However often somebody looks, Telegram is asked once in so long. */
const askEveryMs = 30_000;

function reaches(telegram: Telegram): PartCheck {
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let answer: Promise<unknown> = Promise.resolve();
  return async () => {
    if (performance.now() - askedAtMs >= askEveryMs) {
      askedAtMs = performance.now();
      answer = telegram.getMe().catch(() => {
        // Not the error itself: it may name the address, which holds the token.
        askedAtMs = Number.NEGATIVE_INFINITY;
        throw new AppError('provider-unavailable', 'Telegram does not answer.', { retryable: true });
      });
      answer.catch(() => undefined);
    }
    await answer;
  };
}
