import { join } from 'node:path';
import { spokenSentences } from '../../domain/script/reading/spoken-sentences.ts';
import { readScript } from '../../domain/script/reading/read-script.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { SpeechPort, SpeechRequest, SpeechResult } from '../../ports/speech.ts';
import type { WorkContext } from '../../ports/work.ts';
import { createAligner, type SpeechAligner } from './align/aligner.ts';
import { espeakSentences } from './engines/espeak.ts';
import { fliteSentences } from './engines/flite.ts';
import type { SaySentence, SentenceAudio } from './engines/sentence-audio.ts';
import { type EngineProcess, engineProcess } from './host/engine-process.ts';
import { finishSound } from './sound/finish-sound.ts';
import { paceSentences } from './sound/pacing.ts';
import { timedScript } from './speech-track.ts';
import { takeStyle } from './take-style.ts';
import type { LocalVoice } from './voices/local-voice.ts';
import { espeakVoiceName } from './voices/multilingual-voices.ts';
import { findVoice, voicesOf } from './voices/voice-catalogue.ts';

export interface LocalSpeechOptions {
  readonly ffmpeg: Ffmpeg;
  readonly log?: (line: string) => void;
}

export interface LocalSpeech extends SpeechPort {
  /** Word times for sound that comes without any: a cloud voice, an upload. */
  readonly aligner: SpeechAligner;
  close(): Promise<void>;
}

interface Engines {
  readonly flite: EngineProcess;
  readonly espeak: EngineProcess;
}

/** Speech without a network: flite for English, espeak-ng for Russian and other languages, each in its own process. */
export function createLocalSpeech(options: LocalSpeechOptions): LocalSpeech {
  const engines: Engines = {
    flite: startable('flite', './host/flite-child.ts', options.log),
    espeak: startable('espeak-ng', './host/espeak-child.ts', options.log),
  };
  return {
    adapter: { name: 'local-speech', version: '1', kind: 'local' },
    async voices(language) {
      return voicesOf(language).map(({ voice }) => voice);
    },
    async synthesise(request, context) {
      const voice = findVoice(request.voiceId, request.language);
      return await synthesise(request, context, options.ffmpeg, voice, engines);
    },
    aligner: createAligner(options.ffmpeg, engines.espeak),
    async close() {
      await Promise.all([engines.flite.close(), engines.espeak.close()]);
    },
  };
}

function startable(name: string, program: string, log?: (line: string) => void): EngineProcess {
  const url = new URL(program, import.meta.url);
  return engineProcess({ name, program: url, retriesAfterCrash: 1, ...(log && { log }) });
}

async function synthesise(
  request: SpeechRequest,
  context: WorkContext,
  ffmpeg: Ffmpeg,
  voice: LocalVoice,
  engines: Engines,
): Promise<SpeechResult> {
  const units = readScript(request.text, request.language);
  if (units.length === 0) {
    throw new AppError(
      'invalid-script',
      'The script holds nothing that can be spoken; it needs words or numbers.',
    );
  }
  const sentences = spokenSentences(units);
  const say = speakerOf(voice, request.language, engines);
  const spoken: SentenceAudio[] = [];
  for (const sentence of sentences) {
    spoken.push(await say(sentence, takeStyle(request.take), context));
    context.reportProgress((0.8 * spoken.length) / sentences.length);
  }
  const paced = paceSentences(spoken);
  const audioPath = join(context.workFolder, 'speech.wav');
  const sound = await finishSound(paced, voice.character, { ...context, ffmpeg, audioPath });
  context.reportProgress(1);
  const { durationSeconds } = sound;
  return {
    audioPath,
    track: {
      text: request.text,
      language: request.language,
      voiceId: request.voiceId,
      durationSeconds,
      ...timedScript(request.text, units, paced.phones, durationSeconds),
      timing: 'exact',
    },
    cost: { estimatedUsd: 0, actualUsd: 0 },
    warnings: [],
  };
}

function speakerOf({ voice, speaker }: LocalVoice, language: string, engines: Engines): SaySentence {
  if (speaker.engine === 'flite') return fliteSentences(engines.flite, speaker.settings);
  const name =
    voice.language === 'multi' ? espeakVoiceName(language, speaker.settings.name) : speaker.settings.name;
  return espeakSentences(engines.espeak, { ...speaker.settings, name }, language);
}
