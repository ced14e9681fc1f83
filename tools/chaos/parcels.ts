import type { Pool } from 'pg';
import { unpackButton } from '../../src/flow/codec.ts';
import type { BotApiMessage } from '../../src/sandbox/protocol.ts';
import { buttonsOf, type ChatMirror } from './chat-mirror.ts';

export interface Parcels {
  /** Videos and voice-overs that came twice, and are known to. */
  readonly repeats: number;
  /** Those that came oftener than is known. */
  readonly uncounted: number;
  /** Videos that are paid for and came to nobody. */
  readonly missing: number;
  readonly examples: readonly string[];
}

interface Sent {
  readonly id: string;
  readonly kind: 'speech' | 'video';
  readonly repeats: number;
  readonly owner: string;
}

const buttonOf = { speech: 'listen-to', video: 'open-video' } as const;

/** Compares what people have in their chats with what the bot believes to have sent. */
export async function countParcels(
  pool: Pool,
  mirror: ChatMirror,
  people: readonly number[],
): Promise<Parcels> {
  const arrived = new Map<string, number>();
  for (const id of people) {
    for (const message of mirror.chat(id).messages.values()) {
      for (const key of parcelsIn(message)) arrived.set(key, (arrived.get(key) ?? 0) + 1);
    }
  }
  const { rows } = await pool.query<Sent>(
    `select d.production_id as id, d.kind, d.repeats, p.owner from ugc.delivery d
     join ugc.production p on p.id = d.production_id where d.kind in ('speech', 'video') and d.state = 'sent'`,
  );
  const counted = rows.map((sent) => ({ ...sent, count: arrived.get(`${sent.kind} ${sent.id}`) ?? 0 }));
  const uncounted = counted.filter(({ count, repeats }) => count > 1 + repeats);
  const missing = counted.filter(({ kind, count }) => kind === 'video' && count === 0);
  return {
    repeats: counted.filter(({ count }) => count > 1).length,
    uncounted: uncounted.length,
    missing: missing.length,
    examples: [
      ...uncounted
        .slice(0, 3)
        .map(
          ({ kind, id, count, repeats }) => `${kind} of ${id} came ${count} times, ${repeats} repeats known`,
        ),
      ...missing.slice(0, 3).map(({ id, owner }) => `video of ${id} did not come to ${owner}`),
    ],
  };
}

function parcelsIn(message: BotApiMessage): string[] {
  return buttonsOf(message).flatMap(({ data }) => {
    const button = unpackButton(data);
    if (button?.kind !== 'anytime') return [];
    const { name, value } = button.button;
    if (name === buttonOf.video && message.video !== undefined) return [`video ${value}`];
    return name === buttonOf.speech && message.audio !== undefined ? [`speech ${value}`] : [];
  });
}
