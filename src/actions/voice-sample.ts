import { withScratchFolder } from '../platform/files/scratch.ts';
import type { Voice } from '../domain/speech/voice.ts';
import { copyWhole } from './fetch-file.ts';
import type { ActionParts } from './parts.ts';

const texts: Readonly<Record<string, string>> = {
  en: 'Hi! This is how I sound. Give me your script, and I will read it like this.',
  ru: 'Привет! Вот так я звучу. Дайте мне текст, и я прочитаю его так же.',
};

/** What the voice says in the language, or in its own where we have no words for that one. */
export function sampleText(
  language: string,
  voice: Pick<Voice, 'language'>,
): { text: string; spokenIn: string } {
  const spokenIn = [language, voice.language].find((candidate) => candidate in texts) ?? 'en';
  return { text: texts[spokenIn] ?? '', spokenIn };
}

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
