import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomically } from '../../platform/files/atomic-write.ts';
import type { Log } from '../../platform/log/log.ts';
import { cleanedVoice, type ListedVoice, readVoices, type ServiceVoice } from './service-voice.ts';

export interface VoiceCatalogue {
  /** All that can be used; of an old list a new one is fetched behind the scenes. Throws only where none was ever had. */
  usable(): Promise<readonly ServiceVoice[]>;
  /** The same after asking the service, unless it was asked a moment ago. */
  refreshed(): Promise<readonly ServiceVoice[]>;
  /** The service refused to speak with it: it is not offered for a while. */
  putAway(voiceId: string): Promise<void>;
}

export interface VoiceCatalogueOptions {
  fetchAll(): Promise<readonly ListedVoice[]>;
  /** Kept across starts and shared by processes of a machine, for when the service is down. */
  readonly file: string | undefined;
  readonly log: Log;
  /** Milliseconds since 1970. */
  now(): number;
}

interface Kept {
  readonly fetchedAt: number;
  readonly voices: readonly ListedVoice[];
  /** Until when a voice is not offered. */
  readonly putAway: Readonly<Record<string, number>>;
}

const freshMs = 600_000;
/** Neither a service that is down nor a mistyped id makes us ask more often. */
const leastPauseMs = 60_000;
const putAwayMs = 12 * 3_600_000;

const keptFile = z.object({
  fetchedAt: z.number(),
  voices: z.array(z.unknown()),
  putAway: z.record(z.string(), z.number()),
});

export function createVoiceCatalogue(options: VoiceCatalogueOptions): VoiceCatalogue {
  const { now, log } = options;
  let kept: Kept | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<Kept> | undefined;

  const keep = async (next: Kept) => {
    kept = next;
    if (options.file === undefined) return;
    await writeFileAtomically(options.file, JSON.stringify(next)).catch((error: unknown) =>
      log.warn({ err: error }, 'The list of voices could not be kept.'),
    );
  };
  const ask = async (): Promise<Kept> => {
    askedAt = now();
    const voices = await options.fetchAll();
    const next = {
      fetchedAt: now(),
      voices,
      putAway: (kept ?? (await readKept(options.file)))?.putAway ?? {},
    };
    await keep(next);
    return next;
  };
  const askOnce = () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  const current = async (): Promise<Kept> => {
    if (!kept || now() - kept.fetchedAt > freshMs) {
      // Another process may have asked meanwhile.
      const shared = await readKept(options.file);
      if (shared && shared.fetchedAt > (kept?.fetchedAt ?? 0)) kept = shared;
    }
    if (!kept) return await askOnce();
    if (now() - kept.fetchedAt > freshMs && now() - askedAt > leastPauseMs) {
      askOnce().catch((error: unknown) =>
        log.warn({ err: error }, 'The voices could not be listed anew: the last list goes on to be used.'),
      );
    }
    return kept;
  };

  return {
    usable: async () => usableOf(await current(), now()),
    refreshed: async () => {
      const list = await current();
      const isRecent = now() - Math.max(list.fetchedAt, askedAt) < leastPauseMs;
      return usableOf(isRecent ? list : await askOnce().catch(() => list), now());
    },
    putAway: async (voiceId) => {
      const list = kept ?? (await readKept(options.file));
      if (list) await keep({ ...list, putAway: { ...list.putAway, [voiceId]: now() + putAwayMs } });
    },
  };
}

function usableOf({ voices, putAway }: Kept, now: number): readonly ServiceVoice[] {
  const seen = new Set<string>();
  return voices.map(cleanedVoice).filter(({ id }) => {
    if (seen.has(id) || (putAway[id] ?? 0) > now) return false;
    seen.add(id);
    return true;
  });
}

/** Undefined where there is none, or one that can't be read. */
async function readKept(file: string | undefined): Promise<Kept | undefined> {
  if (file === undefined) return undefined;
  try {
    const { voices, ...rest } = keptFile.parse(JSON.parse(await readFile(file, 'utf8')));
    return { ...rest, voices: readVoices(voices) };
  } catch {
    return undefined;
  }
}
