import { AppError } from '../../kernel/errors.ts';
import type { ActionParts, Person } from '../parts.ts';
import { readStatus } from './read-status.ts';

const lifetimeSeconds = 24 * 60 * 60;

/** A link to a delivered video that anyone who has it may use for 24 hours. Throws `not-found`. Never logged. */
export async function videoLink(
  parts: Pick<ActionParts, 'database' | 'files'>,
  person: Person,
  productionId: string,
): Promise<URL> {
  const status = await readStatus(parts, person.owner, productionId);
  if (status?.state !== 'delivered' || !status.video) {
    throw new AppError('not-found', `There is no finished video ${productionId} of yours.`);
  }
  return await parts.files.link(status.video.videoKey, lifetimeSeconds);
}
