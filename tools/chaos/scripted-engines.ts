import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ActionParts } from '../../src/actions/parts.ts';
import { scriptWords } from '../../src/domain/script/script-words.ts';
import type { Voice } from '../../src/domain/speech/voice.ts';
import { AppError } from '../../src/kernel/errors.ts';
import type { SlowPort, SlowWork, WorkContext } from '../../src/ports/work.ts';
import { plainProbe } from '../../test/support/plain-order.ts';
import type { Random } from './random.ts';
import { copyTinyMedia } from './tiny-media.ts';

type Engines = Pick<ActionParts, 'speech' | 'head' | 'overlay' | 'montage' | 'mediaProbe' | 'ffmpeg'>;

export interface ScriptedEngineOptions {
  readonly random: Random;
  readonly mediaFolder: string;
}

const adapter = { name: 'scripted', version: '1', kind: 'local' } as const;
const cost = { estimatedUsd: 0 };
const voice: Voice = {
  id: 'scripted-voice',
  language: 'en',
  gender: 'female',
  ageGroup: 'adult',
  name: { en: 'Emma', ru: 'Эмма' },
  description: { en: 'calm', ru: 'спокойный' },
  engine: 'scripted',
};

/** How often engines fail, and how often they let one wait. */
const chances = { transient: 0.06, permanent: 0.02, slow: 0.2, pending: 0.3, lostSubmit: 0.05 } as const;

/** Engines that make tiny files at once, and fail as real ones do: for a while, for good, or after they succeeded. */
export function scriptedEngines({ random, mediaFolder }: ScriptedEngineOptions): Engines {
  const made = async ({ workFolder }: WorkContext, name: string) =>
    await copyTinyMedia(mediaFolder, workFolder, name);
  const stumble = async (context: WorkContext) => {
    if (random.chance(chances.slow)) await delay(random.below(400), undefined, { signal: context.signal });
    if (random.chance(chances.permanent)) {
      throw new AppError('provider-refused', 'The scripted engine refuses it for good.');
    }
    if (random.chance(chances.transient)) throw unavailable();
  };
  const slow = <Request, Result>(
    make: (context: WorkContext) => Promise<Result>,
  ): SlowPort<Request, Result> => ({
    adapter,
    start: async (_request, context): Promise<SlowWork<Result>> => {
      await stumble(context);
      const operation = randomUUID();
      if (random.chance(chances.lostSubmit)) throw unavailable();
      if (random.chance(chances.pending)) return { status: 'pending', operation, pollAfterMs: 50 };
      return { status: 'completed', result: await make(context) };
    },
    status: async (operation, context) => {
      if (random.chance(chances.transient)) throw unavailable();
      if (random.chance(chances.pending)) return { status: 'pending', operation, pollAfterMs: 50 };
      return { status: 'completed', result: await make(context) };
    },
  });
  return {
    speech: {
      adapter,
      voices: async (language) => (language === undefined || language === voice.language ? [voice] : []),
      languages: async () => [voice.language],
      synthesise: async ({ text, language, voiceId }, context) => {
        await stumble(context);
        const words = scriptWords(text).map(({ from, to }, index, all) => ({
          ...{ text: text.slice(from, to), from, to, startSeconds: index / all.length },
          endSeconds: (index + 1) / all.length,
        }));
        const track = { text, language, voiceId, durationSeconds: 1, words, timing: 'exact' } as const;
        return { audioPath: await made(context, 'speech.wav'), track, cost, warnings: [] };
      },
    },
    head: slow(async (context) => ({
      videoPath: await made(context, 'head.mp4'),
      durationSeconds: 1,
      faceBox: { x: 0, y: 0, width: 10, height: 10 },
      ...{ cost, warnings: [] },
    })),
    overlay: slow(async () => ({
      overlay: { kind: 'circle' as const, circle: { radius: 0.3, centre: { x: 0.5, y: 0.4 } } },
      ...{ cost, warnings: [] },
    })),
    montage: {
      ...slow(async (context) => ({
        videoPath: await made(context, 'ad.mp4'),
        coverPath: await made(context, 'cover.jpg'),
        size: { width: 1080, height: 1920 },
        durationSeconds: 1,
        speechStartSeconds: 0,
        bytes: 20_000,
        loudness: { integrated: -14, truePeak: -2 },
        missingGlyphs: [],
        ...{ cost, warnings: [] },
      })),
      still: async () => {
        throw new Error('Nobody asks for a still.');
      },
    },
    mediaProbe: { probe: async () => plainProbe },
    ffmpeg: {
      path: 'scripted',
      version: 'scripted',
      run: async ({ args, cwd }) => {
        await copyTinyMedia(mediaFolder, cwd, args.at(-1) ?? '');
        return { output: Buffer.alloc(0), errorTail: '' };
      },
    },
  };
}

function unavailable(): AppError {
  return new AppError('provider-unavailable', 'The scripted engine gives no answer.', { retryable: true });
}
