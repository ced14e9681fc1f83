import { withMyData } from '../actions/operators/my-data.ts';
import type { ActionParts } from '../actions/parts.ts';
import type { Profile } from '../domain/person/profile.ts';
import { type Telegram, uploadOf } from '../telegram/client.ts';

/** Sends a person all that is kept of them, as a file. */
export async function sendMyData(
  parts: Pick<ActionParts, 'database' | 'scratchFolder'>,
  telegram: Telegram,
  { personId, telegramId }: Pick<Profile, 'personId' | 'telegramId'>,
): Promise<void> {
  await withMyData(parts, personId, async ({ path, name }) => {
    await telegram.sendDocument(telegramId, uploadOf(path, name));
  });
}
