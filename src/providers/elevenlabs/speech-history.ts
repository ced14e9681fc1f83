import { z } from 'zod';
import type { ServiceReads } from './service-api.ts';
import { readAlignments, type SpokenPart } from './speech-answer.ts';

/** A paid request whose answer was lost. */
export interface LostSpeech {
  readonly voiceId: string;
  readonly modelId: string;
  /** As it was sent. */
  readonly text: string;
  readonly sentAt: Date;
  /** Where its beginning was heard: then nothing else is it. */
  readonly requestId?: string | undefined;
}

/** What the service keeps of each speech; fields of `GET /v1/history` as its own client types them. */
const historyItem = z.object({
  history_item_id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  request_id: z.string().max(200).nullish().catch(undefined),
  voice_id: z.string().nullish(),
  model_id: z.string().nullish().catch(undefined),
  text: z.string().nullish(),
  date_unix: z.number(),
  character_count_change_from: z.number().nullish().catch(undefined),
  character_count_change_to: z.number().nullish().catch(undefined),
  alignments: z.unknown(),
});
type HistoryItem = z.output<typeof historyItem>;

const itemsAsked = 100;
/** Their clock and ours, and whole seconds. */
const clockSeconds = 5;
const maxAudioBytes = 24_000_000;

/**
 * The speech that a request without an answer has made after all, fetched without paying again: the same words by the
 * same voice and model since it was sent. Undefined where the history has none (yet, or by the account's choice).
 */
export async function keptSpeech(
  reads: ServiceReads,
  lost: LostSpeech,
  isTaken: (requestId: string) => boolean,
  signal: AbortSignal,
): Promise<SpokenPart | undefined> {
  const since = Math.floor(lost.sentAt.getTime() / 1000) - clockSeconds;
  const query = { page_size: itemsAsked, voice_id: lost.voiceId, date_after_unix: since };
  const listed = z
    .object({ history: z.array(z.unknown()) })
    .safeParse(await reads.read('/v1/history', query, signal));
  const items = (listed.data?.history ?? []).flatMap((item) => historyItem.safeParse(item).data ?? []);
  const found = items.find((item) =>
    lost.requestId === undefined
      ? isOf(item, lost, since) && !isTaken(requestIdOf(item))
      : requestIdOf(item) === lost.requestId,
  );
  return found && (await fetched(reads, found, signal));
}

function isOf(item: HistoryItem, lost: LostSpeech, since: number): boolean {
  return (
    item.voice_id === lost.voiceId &&
    item.text === lost.text &&
    (item.model_id ?? lost.modelId) === lost.modelId &&
    item.date_unix >= since
  );
}

async function fetched(reads: ServiceReads, item: HistoryItem, signal: AbortSignal): Promise<SpokenPart> {
  const path = `/v1/history/${item.history_item_id}`;
  const audio = await reads.readBytes(`${path}/audio`, maxAudioBytes, signal);
  let alignments = readAlignments(item.alignments);
  if (alignments.length === 0) {
    const whole = historyItem.safeParse(await reads.read(path, {}, signal));
    alignments = readAlignments(whole.data?.alignments);
  }
  const { character_count_change_from: before, character_count_change_to: after } = item;
  return {
    audio,
    alignments,
    requestId: requestIdOf(item),
    credits:
      typeof before === 'number' && typeof after === 'number' ? Math.max(0, after - before) : undefined,
  };
}

function requestIdOf({ request_id: id, history_item_id: item }: HistoryItem): string {
  return id ?? `history:${item}`;
}
