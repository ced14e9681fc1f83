import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { SpeechPort } from '../../ports/speech.ts';
import type { SpeechPhoneme } from '../../domain/speech/speech.ts';
import type { WorkContext } from '../../ports/work.ts';
import { createAligner, type SpeechAligner } from './align/aligner.ts';
import { soundsOfWords, type TimedUnits } from './align/sounds-of-words.ts';
import { closeEngines, createEngines, speakerOf } from './speakers.ts';
import { synthesise } from './synthesise.ts';
import type { LocalVoice } from './voices/local-voice.ts';
import { findRhvoice, type RhvoiceInstallation, rhvoiceVoices } from './voices/rhvoice-voices.ts';
import { sherpaVoices } from './voices/sherpa-voices.ts';
import { findVoice, languagesOf, voicesOf } from './voices/voice-catalogue.ts';

export interface LocalSpeechOptions {
  readonly ffmpeg: Ffmpeg;
  /** Each folder in it is a neural voice model for sherpa-onnx. */
  readonly modelFolder?: string;
  /** Where RHVoice is; looked for in the usual places when absent. */
  readonly rhvoice?: RhvoiceInstallation;
  readonly log?: (line: string) => void;
}

export interface LocalSpeech extends SpeechPort {
  /** Word times for sound that comes without any: a cloud voice, an upload. */
  readonly aligner: SpeechAligner;
  /** The sounds inside words whose times are known, for lips that follow a voice of another engine. */
  soundsOf(
    speech: TimedUnits,
    context: Pick<WorkContext, 'signal' | 'workFolder'>,
  ): Promise<readonly SpeechPhoneme[]>;
  /** Ends the engines' processes; they end with this process in any case. */
  close(): Promise<void>;
}

/**
 * Speech without a network: flite for English, espeak-ng for Russian and other languages, RHVoice and neural models
 * where the machine has them. Every engine runs in a process of its own, which is started at its first use.
 */
export function createLocalSpeech(options: LocalSpeechOptions): LocalSpeech {
  const log = options.log ?? (() => {});
  const engines = createEngines(log);
  const aligner = createAligner(options.ffmpeg, engines.espeak);
  let found: Promise<readonly LocalVoice[]> | undefined;
  const further = () => {
    found ??= furtherVoices(options, log);
    return found;
  };
  return {
    adapter: { name: 'local-speech', version: '1', kind: 'local' },
    async voices(language) {
      return voicesOf(language, await further()).map(({ voice }) => voice);
    },
    async languages() {
      return languagesOf(await further());
    },
    async synthesise(request, context) {
      const voice = findVoice(request.voiceId, request.language, await further());
      const say = speakerOf(voice, request.language, engines);
      const work = synthesise(request, context, { ffmpeg: options.ffmpeg, voice, say });
      return await orCancelled(work, context.signal);
    },
    aligner: {
      async align(request, context) {
        return await orCancelled(aligner.align(request, context), context.signal);
      },
    },
    async soundsOf(speech, context) {
      return await orCancelled(soundsOfWords(engines.espeak, speech, context), context.signal);
    },
    async close() {
      await closeEngines(engines);
    },
  };
}

/** Voices that this machine has beyond the built-in ones, best first. */
async function furtherVoices(
  options: LocalSpeechOptions,
  log: (line: string) => void,
): Promise<readonly LocalVoice[]> {
  const rhvoice = options.rhvoice ?? (await findRhvoice());
  return [
    ...(options.modelFolder === undefined ? [] : await sherpaVoices(options.modelFolder, log)),
    ...(rhvoice ? await rhvoiceVoices(rhvoice) : []),
  ];
}

/** Whatever a part throws when its signal fires, the caller hears `cancelled`. */
async function orCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return await work.catch((error: unknown) => {
    throw signal.aborted ? new AppError('cancelled', 'The speech was cancelled.') : error;
  });
}
