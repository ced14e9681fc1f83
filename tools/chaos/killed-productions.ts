import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { unpackButton } from '../../src/flow/codec.ts';
import { buttonsOf, type ChatMirror } from './chat-mirror.ts';

/** Productions whose video is in the chat, with how often it is. */
export function deliveredIn(mirror: ChatMirror, chatId: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const message of mirror.chat(chatId).messages.values()) {
    if (message.video === undefined) continue;
    for (const { data } of buttonsOf(message)) {
      const button = unpackButton(data)?.button;
      if (button?.name === 'open-video' && button.value !== undefined) {
        found.set(button.value, (found.get(button.value) ?? 0) + 1);
      }
    }
  }
  return found;
}

/** Steps whose work was recorded more than once, over all runs in this data folder, by the log. */
export async function repeatedSteps(dataFolder: string): Promise<string[]> {
  const log = await readFile(join(dataFolder, 'log', 'ugc.log'), 'utf8');
  const counts = new Map<string, number>();
  for (const line of log.split('\n')) {
    if (!line.includes('"The step is done."')) continue;
    const { productionId, step, reused } = JSON.parse(line) as Record<string, unknown>;
    if (reused === false)
      counts.set(`${step} of ${productionId}`, (counts.get(`${step} of ${productionId}`) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([name]) => name);
}

export interface Ended {
  readonly id: string;
  readonly state: string;
  readonly holds: number;
  readonly settled: string | null;
}

/** The newest production of that script. */
export async function findEnded(pool: Pool, script: string): Promise<Ended | undefined> {
  const { rows } = await pool.query<Ended>(
    `select p.id, p.state, (select count(*)::int from ugc.credit_hold h where h.production_id = p.id) as holds,
       (select h.state from ugc.credit_hold h where h.production_id = p.id) as settled
     from ugc.production p where p."order"->>'script' = $1 order by p.created_at desc limit 1`,
    [script],
  );
  return rows[0];
}
