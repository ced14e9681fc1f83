import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { keepBotSetting, readBotSetting } from '../inbox/bot-settings.ts';
import type { ActionParts } from '../parts.ts';

const key = 'hook-secret';
const kept = z.string().min(32);

/** What the addresses are signed with at which services tell of finished work; made once for all processes. */
export async function hookSecret(parts: Pick<ActionParts, 'database'>): Promise<string> {
  const found = kept.safeParse(await readBotSetting(parts, key));
  if (found.success) return found.data;
  return kept.parse(await keepBotSetting(parts, key, randomBytes(32).toString('base64url')));
}
