import type { Voice } from '../domain/speech/voice.ts';
import type { WorkContext } from '../ports/work.ts';
import type { ActionParts } from './parts.ts';
import { sampleText } from './sample-text.ts';

/**
 * How a voice sounds, as WAV; gives its path in the work folder. An engine whose speech costs money has recordings,
 * the others say a few words. Throws `not-found` where there is no recording.
 */
export async function sampleSpeech(
  { speech }: Pick<ActionParts, 'speech'>,
  voice: Voice,
  language: string,
  context: WorkContext,
): Promise<string> {
  const { text, spokenIn } = sampleText(language, voice);
  if (speech.sample) return await speech.sample(voice.id, spokenIn, context);
  const spoken = await speech.synthesise({ text, language: spokenIn, voiceId: voice.id, take: 0 }, context);
  return spoken.audioPath;
}
