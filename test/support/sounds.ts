import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { createLocalSpeech, type LocalSpeech } from '../../src/providers/local-speech/provider.ts';

/** The built-in engine, as far as another one's speech is told its sounds by it; to be closed by whoever opens it. */
export function openSounds(ffmpeg: Ffmpeg): Pick<LocalSpeech, 'soundsOf' | 'close'> {
  return createLocalSpeech({ ffmpeg });
}
