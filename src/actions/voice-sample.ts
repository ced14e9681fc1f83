import { withScratchFolder } from '../platform/files/scratch.ts';
import type { Voice } from '../domain/speech/voice.ts';
import { copyWhole } from './fetch-file.ts';
import type { ActionParts } from './parts.ts';
import { sampleText } from './sample-text.ts';

/** Speaks a short text by the voice into a WAV file. */
export async function sampleVoice(
  parts: ActionParts,
  voice: Voice,
  destination: string,
  signal: AbortSignal,
): Promise<void> {
  const { text, spokenIn: language } = sampleText(voice.language, voice);
  await withScratchFolder(parts.scratchFolder, async (workFolder) => {
    const context = { signal, workFolder, reportProgress: () => undefined };
    const spoken = await parts.speech.synthesise({ text, language, voiceId: voice.id, take: 0 }, context);
    await copyWhole(spoken.audioPath, destination);
  });
}
