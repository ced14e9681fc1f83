import { z } from 'zod';
import type { Alignment } from './character-times.ts';

/** A stretch of speech as the service gives it. */
export interface SpokenPart {
  readonly audio: Buffer;
  /** Of the text as sent, then of the text as the service wrote it out. */
  readonly alignments: readonly Alignment[];
  readonly requestId: string;
  /** What was charged; undefined where it isn't told. */
  readonly credits: number | undefined;
}

const numbers = z.array(z.number());
const alignment = z
  .object({
    characters: z.array(z.string()),
    character_start_times_seconds: numbers,
    character_end_times_seconds: numbers,
  })
  .nullish()
  .catch(undefined);
const withTimestamps = z.object({
  audio_base64: z.string().min(1),
  alignment,
  normalized_alignment: alignment,
});

/** Undefined where the answer is not of the documented form. */
export function readSpeech(body: unknown): Pick<SpokenPart, 'audio' | 'alignments'> | undefined {
  const parsed = withTimestamps.safeParse(body);
  if (!parsed.success) return undefined;
  const { audio_base64: audio, alignment: asSent, normalized_alignment: writtenOut } = parsed.data;
  return { audio: Buffer.from(audio, 'base64'), alignments: usable([asSent, writtenOut]) };
}

const kept = z.object({ alignment, normalized_alignment: alignment }).nullish().catch(undefined);

/** The same from the history, which keeps them beside each other. */
export function readAlignments(alignments: unknown): readonly Alignment[] {
  const parsed = kept.parse(alignments);
  return usable([parsed?.alignment, parsed?.normalized_alignment]);
}

/** Three arrays of equal length, whose times don't go back. */
function usable(found: readonly z.output<typeof alignment>[]): readonly Alignment[] {
  return found.flatMap((one) => {
    if (!one) return [];
    const { characters, character_start_times_seconds: starts, character_end_times_seconds: ends } = one;
    const isWhole =
      characters.length > 0 && starts.length === characters.length && ends.length === starts.length;
    const inOrder = starts.every(
      (start, index) => start >= 0 && start >= (starts[index - 1] ?? 0) && (ends[index] ?? 0) >= start,
    );
    return isWhole && inOrder ? [{ characters, starts, ends }] : [];
  });
}
