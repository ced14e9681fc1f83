import { alignSentences } from './engines/aligned-sentences.ts';
import { espeakSentences } from './engines/espeak.ts';
import { fliteSentences } from './engines/flite.ts';
import { rhvoiceSentences } from './engines/rhvoice.ts';
import type { SaySentence } from './engines/sentence-audio.ts';
import { sherpaSentences } from './engines/sherpa.ts';
import { type EngineProcess, engineProcess } from './host/engine-process.ts';
import type { LocalVoice } from './voices/local-voice.ts';
import { espeakVoiceName } from './voices/multilingual-voices.ts';

export interface Engines {
  readonly flite: EngineProcess;
  readonly espeak: EngineProcess;
  readonly sherpa: EngineProcess;
}

export function createEngines(log: (line: string) => void): Engines {
  const start = (name: string, program: URL, retriesAfterCrash: number, maxRssBytes?: number) =>
    engineProcess({
      name,
      program,
      retriesAfterCrash,
      log,
      ...(maxRssBytes !== undefined && { maxRssBytes }),
    });
  return {
    flite: start('flite', new URL('./host/flite-child.ts', import.meta.url), 1),
    espeak: start('espeak-ng', new URL('./host/espeak-child.ts', import.meta.url), 1),
    // A damaged model crashes it every time, and neural models are large by nature.
    sherpa: start('sherpa-onnx', new URL('./host/sherpa-child.ts', import.meta.url), 0, 2e9),
  };
}

export async function closeEngines({ flite, espeak, sherpa }: Engines): Promise<void> {
  await Promise.all([flite.close(), espeak.close(), sherpa.close()]);
}

/** How a voice says a sentence of a language. */
export function speakerOf({ voice, speaker }: LocalVoice, language: string, engines: Engines): SaySentence {
  switch (speaker.engine) {
    case 'flite':
      return fliteSentences(engines.flite, speaker.settings);
    case 'espeak': {
      const variant = speaker.settings.name;
      const name = voice.language === 'multi' ? espeakVoiceName(language, variant) : variant;
      return espeakSentences(engines.espeak, { ...speaker.settings, name }, language);
    }
    case 'rhvoice':
      return rhvoiceSentences(speaker.program, speaker.name, alignSentences(engines.espeak, language));
    case 'sherpa': {
      const align = alignSentences(engines.espeak, language);
      return sherpaSentences(engines.sherpa, speaker.model, speaker.sid, align);
    }
  }
}
