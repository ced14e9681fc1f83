import { withScratchFolder } from '../platform/files/scratch.ts';
import type { Voice } from '../domain/speech/voice.ts';
import { copyWhole } from './fetch-file.ts';
import type { ActionParts } from './parts.ts';
import { sampleSpeech } from './sample-speech.ts';

/** Speaks a short text by the voice into a WAV file. */
export async function sampleVoice(
  parts: ActionParts,
  voice: Voice,
  destination: string,
  signal: AbortSignal,
): Promise<void> {
  await withScratchFolder(parts.scratchFolder, async (workFolder) => {
    const context = { signal, workFolder, reportProgress: () => undefined };
    await copyWhole(await sampleSpeech(parts, voice, voice.language, context), destination);
  });
}
